//! Settles the currency of ambiguous marks from the whole document.
//!
//! In: words that bear on it, as the walk meets them. Out: an ISO 4217 code for a mark, and whether
//! it is assumed. What the text states outright ("all amounts in Canadian dollars") wins and is no
//! assumption; else a bare `$` is the dollar of the exchange that lists the issuer, unless the
//! text marks that dollar apart (`C$`) or a stock exchange of the United States is named too; else
//! it is the dollar of the United States.

use super::{Currency, Draft, Word, table};
use crate::extract::decimal::Decimal;
use crate::extract::lex::{Case, Gap, SPELLED, Tokens, w, words};
use crate::extract::mention::Amount;

/// What the document says of currencies.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Evidence {
    /// Stated outright for the dollar sign.
    stated: Option<&'static str>,
    /// Countries of exchanges named.
    american: bool,
    home: Option<&'static str>,
    /// Explicit marks seen.
    usd: u32,
    sek: u32,
    nok: u32,
    dkk: u32,
    jpy: u32,
    cny: u32,
    explicit_home: [u32; 3],
    /// Marks by how often they stand: bare dollars, euros, pounds, yen.
    dollars: u32,
    eur: u32,
    gbp: u32,
    chf: u32,
    zar: u32,
    /// The home dollar that marks the same amount as a bare one: "$4 million CAD", "$4 million".
    same: Option<&'static str>,
    /// A bare dollar stands beside the same amount in dollars of the United States.
    contrast: bool,
}

impl Evidence {
    /// Notes a word. `taken`: it belongs to a mention already.
    pub(super) fn weigh(&mut self, tokens: &Tokens<'_>, at: usize, word: Word, taken: bool) {
        match word {
            Word::Exchange("US") => self.american = true,
            Word::Exchange(country) => match country {
                "SE" => self.sek += 1,
                "NO" => self.nok += 1,
                "DK" => self.dkk += 1,
                "JP" => self.jpy += 1,
                "CN" => self.cny += 1,
                _ => {
                    // "CSE" and the like count only as they are written on exchanges.
                    if tokens.get(at).case == crate::extract::lex::Case::Upper {
                        self.home = self.home.or(home_code(country));
                    }
                }
            },
            Word::Country(country) => match country {
                "SE" => self.sek += 1,
                "NO" => self.nok += 1,
                "DK" => self.dkk += 1,
                "JP" => self.jpy += 1,
                "CN" => self.cny += 1,
                // "Calgary, Alberta, Canada T2N 1X7"
                _ if tokens.is(at, w!("canada")) => {
                    let home = if heads_letter(tokens, at) { home_code(country) } else { None };
                    self.home = self.home.or(home);
                }
                // "a Canadian biopharmaceutical company"
                _ if (at + 1..at + 4).any(|at| tokens.is(at, w!("company")))
                    && !is_bought(tokens, at)
                    && !is_partner(tokens, at) =>
                {
                    self.home = self.home.or(home_code(country));
                }
                _ => {}
            },
            Word::Noun(noun) if noun.currency == Currency::Dollar && !noun.hundredth && !taken => {
                if let Some((first, country)) = adjective_before(tokens, at)
                    && says_all_amounts(tokens, first)
                    && let Some(Currency::Is(code)) = of_country(Currency::Dollar, country)
                {
                    self.stated = self.stated.or(Some(code));
                }
            }
            Word::Code(code) | Word::RiskyCode(code) if !taken && table_dollar(code) => {
                let upper = tokens.get(at).case == crate::extract::lex::Case::Upper;
                self.stated = self.stated.or((upper && says_all_amounts(tokens, at)).then_some(code));
            }
            _ => {}
        }
    }

    /// Notes the mark of a mention.
    pub(super) fn count(&mut self, currency: Currency) {
        if currency == Currency::Dollar {
            self.dollars += 1;
        }
        let Currency::Is(code) = currency else { return };
        match code {
            "USD" => self.usd += 1,
            "EUR" => self.eur += 1,
            "GBP" => self.gbp += 1,
            "CHF" => self.chf += 1,
            "ZAR" => self.zar += 1,
            "SEK" => self.sek += 2,
            "NOK" => self.nok += 2,
            "DKK" => self.dkk += 2,
            "JPY" => self.jpy += 2,
            "CNY" => self.cny += 2,
            _ => {}
        }
        for (count, (_, home)) in self.explicit_home.iter_mut().zip(table::HOME) {
            *count += u32::from(*home == code);
        }
    }

    /// Notes a bare dollar told apart from the dollar of the United States: "$5.0 million (US$3.7
    /// million)".
    pub(super) fn compare(&mut self, tokens: &Tokens<'_>, drafts: &[Draft]) {
        self.contrast = drafts.windows(2).any(|pair| {
            let [a, b] = pair else { return false };
            let usd = Currency::Is("USD");
            let both = a.currency == Currency::Dollar && b.currency == usd
                || a.currency == usd && b.currency == Currency::Dollar;
            both && tokens.get(a.end).is('(')
                && (a.end + 1..b.first).all(|at| tokens.is_any(at, words!["or", "approximately", "about"]))
        });
        // Small amounts may be alike by chance.
        let large = |draft: &Draft| matches!(draft.amount, Amount::One(value) if value >= Decimal::from_int(100_000));
        let home = |draft: &&Draft| matches!(draft.currency, Currency::Is(code) if code != "USD" && is_dollar(code));
        self.same = drafts.iter().filter(home).filter(|draft| large(draft)).find_map(|marked| {
            let bare = |draft: &Draft| draft.currency == Currency::Dollar && draft.amount == marked.amount;
            let Currency::Is(code) = marked.currency else { return None };
            drafts.iter().any(bare).then_some(code)
        });
    }

    /// What bare cents are hundredths of: dollars, unless the text counts in rand or in euros more often.
    pub(super) fn of_cents(&self) -> Currency {
        let dollars = self.dollars + self.usd;
        match (self.zar, self.eur) {
            (zar, eur) if zar > dollars && zar >= eur => Currency::Usually("ZAR"),
            (_, eur) if eur > dollars => Currency::Usually("EUR"),
            _ => Currency::Dollar,
        }
    }

    /// The currency of a cell that neither it nor its heading names: the one used most.
    fn house(&self) -> &'static str {
        let dollar = self.settle(Currency::Dollar).0;
        let marks = [
            (self.dollars, dollar),
            (self.usd, "USD"),
            (self.eur, "EUR"),
            (self.gbp, "GBP"),
            (self.chf, "CHF"),
            (self.sek / 2, "SEK"),
            (self.dkk / 2, "DKK"),
            (self.nok / 2, "NOK"),
            (self.jpy / 2, "JPY"),
            (self.cny / 2, "CNY"),
        ];
        let mut best = (0, dollar);
        for mark in marks {
            if mark.0 > best.0 {
                best = mark;
            }
        }
        best.1
    }

    /// The code of a mark, and whether it is assumed.
    pub(super) fn settle(&self, currency: Currency) -> (&'static str, bool) {
        match currency {
            Currency::Is(code) => (code, false),
            Currency::Usually(code) => (code, true),
            Currency::Dollar => match self.stated {
                Some(code) => (code, false),
                None => (self.dollar(), true),
            },
            Currency::Yen => (if self.cny > self.jpy { "CNY" } else { "JPY" }, true),
            Currency::Krona if self.nok > self.sek && self.nok >= self.dkk => ("NOK", true),
            Currency::Krona if self.dkk > self.sek => ("DKK", true),
            Currency::Krona => ("SEK", true),
            Currency::House => (self.house(), true),
        }
    }

    /// The bare dollar by habit: that of the exchange which lists the issuer, unless an exchange of
    /// the United States does too or the text marks the home dollar apart.
    fn dollar(&self) -> &'static str {
        if let Some(home) = self.same.filter(|_| self.usd == 0) {
            return home;
        }
        let Some(home) = self.home else { return "USD" };
        let own = self
            .explicit_home
            .iter()
            .zip(table::HOME)
            .find_map(|(count, (_, code))| (*code == home).then_some(*count))
            .unwrap_or(0);
        // Where the text marks the dollar of the United States apart, or writes its own both ways as
        // Australian companies do, the bare mark is its own.
        let apart = own == 0 || self.usd > 0 || home != "CAD";
        if self.contrast || !self.american && apart { home } else { "USD" }
    }
}

/// Whether the company that an adjective of a country tells of is the object of a deal: `to acquire Alba, an Australian
/// company`.
fn is_bought(tokens: &Tokens<'_>, at: usize) -> bool {
    (1..=8).any(|back| {
        let at = at.wrapping_sub(back);
        tokens.is_any(at, words!["acquire", "acquires", "acquired", "acquiring", "buy", "buys", "bought", "buying"])
    })
}

/// Whether the company that an adjective of a country tells of is the other side of a deal: `licensed to Alba Inc., a
/// Canadian company`.
///
/// Near miss: `MONTREAL – Alba Inc. (TSX: ALB), a Canadian company, announced`, where it is the issuer.
fn is_partner(tokens: &Tokens<'_>, at: usize) -> bool {
    let comma = at.wrapping_sub(2);
    if !tokens.is_any(at.wrapping_sub(1), words!["a", "an"]) || !tokens.get(comma).is(',') {
        return false;
    }
    let mut who = comma.wrapping_sub(1);
    let part = |at: usize| {
        let token = tokens.get(at);
        token.is_word() && token.case != Case::Lower || matches!(token.symbol(), Some('.' | ',' | '&' | '’' | '\''))
    };
    for _ in 0..8 {
        if !part(who) {
            break;
        }
        who = who.wrapping_sub(1);
    }
    who != comma.wrapping_sub(1) && tokens.is_any(who, words!["to", "with", "from", "by", "and"])
}

/// Whether a Canadian postal code follows the country, as in the head of a letter: `Canada T2N 1X7`.
fn heads_letter(tokens: &Tokens<'_>, at: usize) -> bool {
    let (letter, digit, last) = (tokens.get(at + 1), tokens.get(at + 2), tokens.get(at + 3));
    letter.is_word()
        && letter.len() == 1
        && digit.is_number()
        && digit.len() == 1
        && digit.is_glued()
        && last.is_word()
        && last.len() == 1
        && last.is_glued()
}

/// Whether a place or nationality bears on the currency of an ambiguous mark: see [`Evidence::weigh`].
pub(super) fn bears_on(country: &str) -> bool {
    matches!(country, "SE" | "NO" | "DK" | "JP" | "CN") || home_code(country).is_some()
}

fn home_code(country: &str) -> Option<&'static str> {
    table::HOME.iter().find_map(|(place, code)| (*place == country).then_some(*code))
}

fn table_dollar(code: &str) -> bool {
    table::COUNTRIES.iter().any(|(noun, _, own)| *noun == "dollar" && *own == code)
}

/// Whether what stands before says that it holds for all amounts: "in Canadian dollars", "expressed
/// in", "in thousands of", "stated in". Near miss: "paid in Canadian dollars".
fn says_all_amounts(tokens: &Tokens<'_>, first: usize) -> bool {
    let mut at = first;
    // Back over "thousands of" and the like to "in".
    for _ in 0..4 {
        at = at.wrapping_sub(1);
        if tokens.is(at, w!("in")) {
            let mut back = at;
            for _ in 0..8 {
                back = back.wrapping_sub(1);
                if tokens.get(back).is('(')
                    || tokens.is_any(
                        back,
                        words![
                            "amounts",
                            "figures",
                            "expressed",
                            "stated",
                            "presented",
                            "reported",
                            "denominated",
                            "currency",
                            "references",
                            "numbers",
                            "prices"
                        ],
                    )
                {
                    return true;
                }
            }
            return false;
        }
        if tokens.is_any(at, words!["to", "are", "means", "mean"]) {
            // "references to $ are to Canadian dollars", "$ means US dollars"
            for back in 1..16 {
                if tokens.get(at.wrapping_sub(back)).is('$') {
                    return true;
                }
            }
            return false;
        }
        if !tokens.is_any(at, words!["thousands", "millions", "of", "the", "whole"]) && !tokens.get(at).is('(') {
            return false;
        }
    }
    false
}

/// The adjective of country before a noun of currency: where it starts, and the country.
/// "U.S. dollars", "Hong Kong dollars", "new Israeli shekels".
pub(super) fn adjective_before(tokens: &Tokens<'_>, noun: usize) -> Option<(usize, &'static str)> {
    let at = noun.checked_sub(1)?;
    if tokens.get(noun).gap > Gap::Line {
        return None;
    }
    // "U.S." and "U.K."
    if tokens.get(at).is('.') || tokens.is_any(at, words!["s", "k"]) {
        let letter = if tokens.get(at).is('.') { at.checked_sub(1)? } else { at };
        let country = if tokens.is(letter, w!("s")) {
            "US"
        } else if tokens.is(letter, w!("k")) {
            "GB"
        } else {
            return None;
        };
        let first = letter.checked_sub(2)?;
        return (tokens.get(letter - 1).is('.') && tokens.is(first, w!("u"))).then_some((first, country));
    }
    let Some(Word::Country(country)) = table::WORDS.find(tokens, at) else {
        // "South African rand" ends in an adjective; "New Zealand" and "Hong Kong" do not.
        return None;
    };
    let before = at.wrapping_sub(1);
    let first = match *country {
        "NZ" | "TW" | "IL" if tokens.is(before, w!("new")) => before,
        "US" if tokens.is(at, w!("states")) => return tokens.is(before, w!("united")).then_some((before, "US")),
        "HK" if tokens.is(before, w!("hong")) => before,
        "ZA" if tokens.is(before, w!("south")) => before,
        "KR" if tokens.is(before, w!("south")) => before,
        "HK" | "NZ" | "ZA" => return None,
        // "give us dollars": the pronoun, unless a number stands before.
        "US" if tokens.is(at, w!("us"))
            && tokens.get(at).case != crate::extract::lex::Case::Upper
            && !after_number(tokens, before) =>
        {
            return None;
        }
        _ => at,
    };
    Some((first, country))
}

/// Whether a number or its magnitude ends at this token.
fn after_number(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.get(at).is_number() || table::MAGNITUDES.find(tokens, at).is_some() || SPELLED.find(tokens, at).is_some()
}

/// The currency that a noun names after an adjective of country; `None` where the two do not go
/// together ("Swiss dollars").
pub(super) fn of_country(noun: Currency, country: &str) -> Option<Currency> {
    let family = match noun {
        Currency::Dollar => "dollar",
        Currency::Krona => "krona",
        Currency::House => return None,
        Currency::Yen => "JPY",
        Currency::Is(code) | Currency::Usually(code) => code,
    };
    table::COUNTRIES
        .iter()
        .find_map(|(name, place, code)| (*name == family && *place == country).then_some(Currency::Is(code)))
}

/// Whether a code is that of a dollar.
pub(super) fn is_dollar(code: &str) -> bool {
    table::COUNTRIES.iter().any(|(noun, _, own)| *noun == "dollar" && *own == code)
}
