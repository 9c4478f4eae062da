//! Releases to try the page with. The company, its drugs and its people do not exist.

/// A release that comes with the page.
#[derive(Clone, Copy, Debug)]
pub struct Sample {
    /// Its name in the document.
    pub id: &'static str,
    /// The name it opens under.
    pub name: &'static str,
    /// The text.
    pub text: &'static str,
}

/// Every sample, in the order of their dates and of the buttons.
pub static ALL: &[Sample] = &[
    Sample { id: "licence", name: "2024-03-19-licence.txt", text: include_str!("samples/licence.txt") },
    Sample { id: "readout", name: "2024-06-18-readout.txt", text: include_str!("samples/readout.txt") },
    Sample { id: "earnings", name: "2024-11-07-third-quarter.txt", text: include_str!("samples/earnings.txt") },
    Sample { id: "combination", name: "2024-12-10-combination.txt", text: include_str!("samples/combination.txt") },
];

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
