//! Releases to try the page with. The company, its drugs and its people do not exist.

/// A release that comes with the page. Its text is [`TEXTS`]' of the same place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    /// Its name in the document.
    pub id: &'static str,
    /// The name it opens under.
    pub name: &'static str,
    /// How long its text is.
    pub bytes: usize,
}

macro_rules! samples {
    ($($id:literal: $name:literal,)+) => {
        /// Every sample, in the order of their dates and of the buttons.
        pub static ALL: &[Sample] =
            &[$(Sample { id: $id, name: $name, bytes: include_str!(concat!($id, ".txt")).len() }),+];

        /// Their texts. Apart, since they are in the recognisers' module and the page has none of them.
        pub static TEXTS: &[&str] = &[$(include_str!(concat!($id, ".txt"))),+];
    };
}

samples! {
    "licence": "2024-03-19-licence.txt",
    "readout": "2024-06-18-readout.txt",
    "earnings": "2024-11-07-third-quarter.txt",
    "combination": "2024-12-10-combination.txt",
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_sample_has_a_button() {
        let page = include_str!("../../index.html");
        for sample in super::ALL {
            assert!(page.contains(&format!("data-sample=\"{}\"", sample.id)), "{}", sample.id);
        }
        assert_eq!(page.matches("data-sample=\"").count(), super::ALL.len() + 1);
    }
}
