//! The npm package in a plain page. Run by `cargo xtask package`, which has made it.

use std::env;
use std::fs;
use std::path::PathBuf;

use serde_json::json;

use crate::files::Files;
use crate::page::{Setup, with_page};
use crate::travel::Host;

/// Two elements, one with its text in it, one with a file; ready when both have said their facts.
const PAGE: &str = r#"<!doctype html><html><head><meta charset="utf-8"><link rel="icon" href="data:,">
<script type="module" src="element.js"></script></head><body>
<eosin-document id="text" types="money date">Quince paid $5 million on May 3, 2031 for 25 mg of CLV 131.
<!-- --><b>Nothing</b> &lt;img src=x onerror="document.title='ran'"&gt; of this runs.</eosin-document>
<eosin-document id="file" src="release.html" theme="dark"></eosin-document>
<script>
let said = 0;
addEventListener("facts", (event) => {
  event.target.facts = event.detail;
  said += 1;
  if (said === 2) document.documentElement.dataset.state = "ready";
});
addEventListener("fact-select", (event) => (globalThis.selected = event.detail.notation));
</script></body></html>"#;

#[test]
#[ignore = "needs the package, which `cargo xtask package` makes and tests"]
fn an_element_in_a_plain_page() {
    let made = PathBuf::from(env::var("EOSIN_BROWSER_PACKAGE").expect("EOSIN_BROWSER_PACKAGE is the package's folder"));
    let files = Files::new();
    for name in ["eosin.js", "element.js", "eosin.wasm"] {
        files.put(name, fs::read(made.join(name)).unwrap());
    }
    files.put("index.html", PAGE);
    files.put("release.html", "<!doctype html><html><body><p>Quince dosed at 10 mg/kg.</p></body></html>");
    let host = Host::of(files.folder(""), "/");
    // What is asked for and is not there is the browser's to complain of.
    let allowed = &["nowhere.html"];
    let setup = Setup { address: format!("http://{}/", host.address), allowed, ..Setup::default() };
    with_page(setup, |page| {
        let marks = |id: &str| {
            page.js(&format!(
                "return [...document.getElementById('{id}').shadowRoot.querySelectorAll('mark')].map(mark => [mark.dataset.k, mark.textContent, mark.dataset.value])"
            ))
        };
        assert_eq!(
            marks("text"),
            json!([["money", "$5 million", "5000000 USD"], ["date", "May 3, 2031", "2031-05-03"]])
        );
        assert_eq!(marks("file"), json!([["dose", "10 mg/kg", "10 mg/kg"]]), "a file goes in as bytes");
        page.js("document.getElementById('text').shadowRoot.querySelector('mark').click()");
        assert_eq!(page.js("return globalThis.selected"), json!("5000000 USD"));
        // Other kinds are shown when asked for, and what looks like markup is text.
        page.js("document.getElementById('text').setAttribute('types', 'dose')");
        page.until(
            "the dose is there",
            "return document.getElementById('text').shadowRoot.querySelector('mark[data-k=dose]')",
        );
        let words = page.js("return document.getElementById('text').shadowRoot.textContent");
        assert!(words.as_str().unwrap().contains("<img src=x"), "{words}");
        assert_eq!(page.js("return document.title"), json!(""));
        page.js("document.getElementById('file').setAttribute('src', 'nowhere.html')");
        page.until("it says why", "return /answers 404/.test(document.getElementById('file').shadowRoot.textContent)");
        page.screenshot("package");
    });
}
