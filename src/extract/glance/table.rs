//! Words by which facts are recognised. Facts of the genre: how releases name what they report, the
//! exchanges of the world by the names that stand before a ticker, and the stages of development.

/// A figure of the accounts.
#[derive(Debug)]
pub(super) struct Figure {
    /// Stable name.
    pub id: &'static str,
    /// What it is called.
    pub title: &'static str,
    /// One of these stands in each of the words before or behind the amount.
    pub signs: &'static [&'static str],
    /// Words that stand before the amount, in lower case.
    pub before: &'static [&'static str],
    /// Words that stand behind it.
    pub after: &'static [&'static str],
    /// Words in the sentence, or the row, with which it is something else.
    pub not: &'static [&'static str],
}

pub(super) static CASH: Figure = Figure {
    id: "cash",
    title: "Cash",
    signs: &["cash"],
    before: &[
        "cash and cash equivalents",
        "cash, cash equivalents",
        "cash and marketable securities",
        "cash position",
        "cash balance",
        "cash and investments",
        "cash and short-term investments",
        "cash of",
        "had cash",
        "cash totaled",
        "cash totalled",
        "cash was",
    ],
    after: &["in cash", "of cash", "cash and cash equivalents", "cash, cash equivalents"],
    not: &["used in", "cash used", "net cash", "non-cash", "proceeds", "restricted cash", "milestone", "upfront"],
};

pub(super) static NET_LOSS: Figure = Figure {
    id: "net-loss",
    title: "Net loss",
    signs: &["net loss"],
    before: &["net loss"],
    after: &["net loss"],
    not: &["non-gaap", "adjusted net loss"],
};

pub(super) static NET_INCOME: Figure = Figure {
    id: "net-income",
    title: "Net income",
    signs: &["net income", "net profit"],
    before: &["net income", "net profit"],
    after: &[],
    not: &["non-gaap", "adjusted net income"],
};

pub(super) static RESEARCH: Figure = Figure {
    id: "research",
    title: "R&D",
    signs: &["research and development", "r&d"],
    before: &["research and development", "r&d"],
    after: &["in research and development", "of research and development", "on research and development"],
    not: &["in-process", "acquired"],
};

pub(super) static GENERAL: Figure = Figure {
    id: "general",
    title: "G&A",
    signs: &["general and administrative", "g&a"],
    before: &["general and administrative", "g&a", "selling, general and administrative", "sg&a"],
    after: &["of general and administrative", "in general and administrative"],
    not: &[],
};

pub(super) static OPERATING: Figure = Figure {
    id: "operating",
    title: "Operating loss",
    signs: &["operati", "total costs"],
    before: &[
        "loss from operations",
        "operating loss",
        "total operating expenses",
        "total costs and expenses",
        "operating expenses totaled",
        "operating expenses were",
    ],
    after: &[],
    not: &["non-gaap"],
};

/// Words of a sentence that says how long the money lasts, in lower case.
pub(super) static RUNWAY: &[&str] = &[
    "to fund",
    "will fund",
    "runway",
    "sufficient to",
    "fund its",
    "fund our",
    "fund operations",
    "support its operations",
    "support operations",
    "required for operations",
    "additional capital",
];

/// Words between it and the time.
pub(super) static UNTIL: &[&str] =
    &["into", "through", "until", "to at least", "at least", "beyond", "well into", "out to", "to the end of", "to"];

/// Beginnings of words of a sentence that looks ahead, in lower case.
pub(super) static AHEAD: &[&str] = &[
    "expect",
    "plan",
    "anticipat",
    "will ",
    "target",
    "on track",
    "schedul",
    "intend",
    "look forward",
    "initiat",
    "begin",
    "to report",
    "to present",
    "to host",
    "to start",
    "estimat",
    "project",
    "upcoming",
    "due",
    "pdufa",
    "topline",
    "readout",
];

/// Names of exchanges, in lower case, as they stand before a ticker.
pub(super) static EXCHANGES: &[&str] = &[
    "nasdaq",
    "nyse",
    "otc",
    "tsx",
    "lse",
    "aim",
    "euronext",
    "six",
    "hkex",
    "sehk",
    "asx",
    "tse",
    "xetra",
    "fse",
    "frankfurt",
    "first north",
    "oslo",
    "cse",
    "bse",
    "nse",
    "kosdaq",
    "krx",
    "stock exchange",
    "omx",
    "ngm",
    "spotlight",
    "copenhagen",
    "stockholm",
    "sgx",
    "b3",
];

/// Words that end a company's name.
pub(super) static FORMS: &[&str] = &[
    "inc",
    "inc.",
    "corp",
    "corp.",
    "corporation",
    "ltd",
    "ltd.",
    "limited",
    "plc",
    "ag",
    "sa",
    "s.a.",
    "nv",
    "n.v.",
    "se",
    "a/s",
    "ab",
    "asa",
    "oyj",
    "gmbh",
    "llc",
    "co.",
    "company",
    "spa",
    "s.p.a.",
    "kgaa",
];

/// Stages of development: words in lower case, and what they are called.
pub(super) static STAGES: &[(&str, &str)] = &[
    ("preclinical", "preclinical"),
    ("pre-clinical", "preclinical"),
    ("ind-enabling", "preclinical"),
    ("approved by the", "approved"),
    ("has been approved", "approved"),
];

/// One of these stands in each, and in a phase.
pub(super) static STAGE_SIGNS: [&str; 5] = ["phase", "preclinical", "pre-clinical", "enabling", "approved"];

/// Days of the week, Monday first, in lower case.
pub(super) static WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Their short forms.
pub(super) static SHORT_WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
