//! Conversion between the units that doses are written in.
//!
//! ```
//! use eosin::extract::units::{convert, counterpart};
//! let activity = "12.5".parse().unwrap();
//! assert_eq!(counterpart("mCi/m2").as_deref(), Some("MBq/m2"));
//! assert_eq!(convert(activity, "mCi/m2", "MBq/m2").unwrap().to_string(), "462.5");
//! assert_eq!(convert(activity, "mg/kg", "mg/m2"), None);
//! ```
//!
//! In: an amount and two UCUM codes of the form unit, bar, unit, bar, unit. Out: the amount in the
//! other unit, exact where a decimal can hold it and else rounded to twelve digits; `None` where the
//! two measure different things. A code that is not in the table (`[IU]`, `{cells}`, `{0.8mL}`) is a
//! thing of its own: it converts to itself only, which is what UCUM says of arbitrary units.
//!
//! A full implementation of UCUM would do this too, at 110 kB of wasm; the tests compare with one.

use super::decimal::Decimal;
use super::mention::{Amount, Value};

/// A unit as a number of base units.
struct Row {
    code: &'static str,
    /// The base unit it is a multiple of.
    base: &'static str,
    /// `times * 10^shift` base units.
    times: i64,
    shift: i32,
}

const fn row(code: &'static str, base: &'static str, times: i64, shift: i32) -> Row {
    Row { code, base, times, shift }
}

/// Units that convert. A curie is 3.7 × 10¹⁰ becquerels by definition (BIPM, SI Brochure, 8th edition,
/// table 8).
static ROWS: &[Row] = &[
    row("kg", "g", 1, 3),
    row("g", "g", 1, 0),
    row("mg", "g", 1, -3),
    row("ug", "g", 1, -6),
    row("ng", "g", 1, -9),
    row("pg", "g", 1, -12),
    row("L", "L", 1, 0),
    row("dL", "L", 1, -1),
    row("mL", "L", 1, -3),
    row("uL", "L", 1, -6),
    row("Ci", "Bq", 37, 9),
    row("mCi", "Bq", 37, 6),
    row("uCi", "Bq", 37, 3),
    row("TBq", "Bq", 1, 12),
    row("GBq", "Bq", 1, 9),
    row("MBq", "Bq", 1, 6),
    row("kBq", "Bq", 1, 3),
    row("Bq", "Bq", 1, 0),
    row("Gy", "Gy", 1, 0),
    row("cGy", "Gy", 1, -2),
    row("mGy", "Gy", 1, -3),
    row("mmol", "mol", 1, -3),
    row("umol", "mol", 1, -6),
    row("nmol", "mol", 1, -9),
    row("pmol", "mol", 1, -12),
    row("min", "min", 1, 0),
    row("h", "min", 60, 0),
    row("d", "min", 1440, 0),
    row("wk", "min", 10080, 0),
];

/// Digits that an inexact result keeps.
const DIGITS: u32 = 12;

/// The amount in another unit.
pub fn convert(amount: Decimal, from: &str, to: &str) -> Option<Decimal> {
    let mut up = Decimal::from_int(1);
    let mut down = Decimal::from_int(1);
    let mut shift = 0;
    let (mut ours, mut theirs) = (from.split('/'), to.split('/'));
    let mut under = false;
    loop {
        let (one, other) = match (ours.next(), theirs.next()) {
            (None, None) => break,
            (Some(one), Some(other)) => (one, other),
            _ => return None,
        };
        if one != other {
            let (mine, its) = (find(one)?, find(other)?);
            if mine.base != its.base {
                return None;
            }
            let (over, below) = if under { (its, mine) } else { (mine, its) };
            up = up.times(Decimal::from_int(over.times))?;
            down = down.times(Decimal::from_int(below.times))?;
            shift += over.shift - below.shift;
        }
        under = true;
    }
    amount.times(up)?.shift(shift)?.divided(down, DIGITS)
}

/// A quantity in the [`counterpart`] of its unit; `None` for other values and where there is none.
pub fn in_counterpart(value: &Value) -> Option<Value> {
    let Value::Quantity { amount, unit } = value else { return None };
    let other = counterpart(unit)?;
    let convert = |amount: Decimal| convert(amount, unit, &other);
    let amount = match amount {
        Amount::One(one) => Amount::One(convert(*one)?),
        Amount::Range { low, high } => Amount::Range { low: convert(*low)?, high: convert(*high)? },
        Amount::List(list) => Amount::List(list.iter().map(|one| convert(*one)).collect::<Option<_>>()?),
    };
    Some(Value::Quantity { amount, unit: other.into() })
}

/// The unit that the other half of the world would write: becquerels for curies, curies for
/// becquerels, grays for centigrays.
pub fn counterpart(unit: &str) -> Option<String> {
    let (first, rest) = unit.split_at(unit.find('/').unwrap_or(unit.len()));
    let other = match first {
        "Ci" => "GBq",
        "mCi" => "MBq",
        "uCi" => "kBq",
        "TBq" => "Ci",
        "GBq" | "MBq" => "mCi",
        "kBq" => "uCi",
        "cGy" => "Gy",
        _ => return None,
    };
    Some(format!("{other}{rest}"))
}

fn find(code: &str) -> Option<&'static Row> {
    ROWS.iter().find(|row| row.code == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shape_of_quantity_has_its_counterpart() {
        let number = |text: &str| text.parse::<Decimal>().unwrap();
        let range = Amount::Range { low: number("12.5"), high: number("31.25") };
        let value = Value::Quantity { amount: range, unit: "mCi/m2".into() };
        let amount = Amount::Range { low: number("462.5"), high: number("1156.25") };
        assert_eq!(in_counterpart(&value), Some(Value::Quantity { amount, unit: "MBq/m2".into() }));
        let list = Amount::List(vec![number("100"), number("200")]);
        let value = Value::Quantity { amount: list, unit: "mCi".into() };
        let (unit, first) = (counterpart("mCi").unwrap(), convert(number("100"), "mCi", &counterpart("mCi").unwrap()));
        let Some(Value::Quantity { amount: Amount::List(list), unit: got }) = in_counterpart(&value) else { panic!() };
        assert_eq!((list.first().copied(), list.len(), &*got), (first, 2, &*unit));
        assert_eq!(in_counterpart(&Value::Name { name: "QLV 131".into() }), None);
    }

    #[test]
    fn conversions() {
        for (amount, from, to, result) in [
            ("12.5", "mCi/m2", "MBq/m2", Some("462.5")),
            ("200", "mCi", "GBq", Some("7.4")),
            ("7.4", "GBq", "mCi", Some("200")),
            ("100", "kBq/kg", "uCi/kg", Some("2.7027027027")),
            ("2", "ug/kg/min", "mg/kg/h", Some("0.12")),
            ("240", "mg/d", "mg/h", Some("10")),
            ("150", "mg/mL", "g/L", Some("150")),
            ("5000", "cGy", "Gy", Some("50")),
            ("5", "[IU]/kg", "[IU]/kg", Some("5")),
            ("5", "[IU]", "U", None),
            ("5", "mg", "mg/kg", None),
            ("5", "mg/kg", "mg/m2", None),
            ("5", "mg", "mL", None),
        ] {
            let found = convert(amount.parse().unwrap(), from, to).map(|value| value.to_string());
            assert_eq!(found.as_deref(), result, "{amount} {from} in {to}");
        }
    }

    #[test]
    fn agrees_with_ucum() {
        for from in ROWS {
            for to in ROWS {
                let mine = convert(Decimal::from_int(3), from.code, to.code);
                let theirs = ucum::convert(3.0, from.code, to.code).ok();
                assert_eq!(mine.is_some(), theirs.is_some(), "{} {}", from.code, to.code);
                if let (Some(mine), Some(theirs)) = (mine, theirs) {
                    let mine: f64 = mine.to_string().parse().unwrap();
                    assert!((mine / theirs - 1.0).abs() < 1e-9, "{} {}: {mine} {theirs}", from.code, to.code);
                }
            }
        }
    }

    #[test]
    fn counterparts_convert() {
        for unit in ["Ci", "mCi/m2", "uCi/kg", "TBq", "GBq", "MBq/kg", "kBq/kg", "cGy"] {
            let other = counterpart(unit).unwrap();
            assert!(convert(Decimal::from_int(1), unit, &other).is_some(), "{unit}");
        }
        assert_eq!(counterpart("mg"), None);
    }
}
