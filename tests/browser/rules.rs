//! Rules of the reader's own: written, tried, kept, passed on.

use serde_json::json;

use crate::files::Files;
use crate::page::{Page, Setup, with_page};
use crate::{IN_LARKSPUR, LARKSPUR, marks, open};

/// Puts text in place of what a field holds.
fn fill(page: &Page, name: &str, text: &str) {
    let field = format!("[name={name}]");
    page.js_with(
        "document.querySelector(arguments[0]).focus(); document.querySelector(arguments[0]).select()",
        vec![json!(field)],
    );
    page.write(text);
    if name == "rule-tests" {
        page.js_with("document.querySelector(arguments[0]).blur()", vec![json!(field)]);
    }
}

fn choose(page: &Page, name: &str, value: &str) {
    page.js_with(
        "const field = document.querySelector(`[name=${arguments[0]}]`); field.value = arguments[1];
        field.dispatchEvent(new Event('change', {bubbles: true}))",
        vec![json!(name), json!(value)],
    );
}

/// Opens the tab of rules and a new rule.
fn new_rule(page: &Page) {
    page.click("[data-panel-tab=rules]");
    page.until("the tab is there", "return document.querySelector('[data-action=rule-new]')");
    page.click("[data-action=rule-new]");
    page.until("the form is there", "return document.querySelector('[name=rule-name]')");
}

fn can_save(page: &Page) {
    page.until("it can be saved", "return !document.querySelector('[data-action=rule-save]').disabled");
}

fn until_marked(page: &Page, kind: &str, words: &str) {
    page.until(
        words,
        &format!(
            "return [...document.querySelectorAll('#text mark[data-k={kind}]')].some(mark => mark.textContent === '{words}')"
        ),
    );
}

#[test]
fn a_rule_is_written_kept_and_passed_on() {
    let files = Files::new();
    let path = files.put("larkspur.txt", LARKSPUR);
    with_page(Setup::default(), |page| {
        page.drop(std::slice::from_ref(&path));
        open(page, "larkspur.txt");
        new_rule(page);
        page.screenshot("rule-new");
        fill(page, "rule-name", "once a day");
        choose(page, "rule-kind", "trial");
        fill(page, "rule-words", "once daily\nOnce a day");
        page.until("it is tried", "return document.querySelector('[data-come=\"1\"][data-gone=\"0\"]')");
        // It is not saved while its own test fails.
        fill(page, "rule-tests", "Given once «a day».");
        page.until("the test fails", "return document.querySelector('[data-failing=\"1\"]')");
        assert_eq!(page.js("return document.querySelector('[data-action=rule-save]').disabled"), json!(true));
        page.screenshot("rule-failing");
        fill(page, "rule-tests", "Given «once a day». => once a day");
        can_save(page);
        page.click("[data-action=rule-step]");
        page.click("[data-action=rule-save]");
        until_marked(page, "trial", "once daily");
        page.screenshot("rules");
        assert!(page.barriers().is_none_or(|list| list.is_empty()), "{:?}", page.barriers());

        // A link carries it; whoever opens it has it for the visit.
        page.press(&["Escape", "s"]);
        page.until("the dialog is open", "return document.querySelector('dialog[data-sheet=share][open]')");
        let script =
            "const link = document.querySelector('[data-link]')?.value; return link?.includes('#1.s.') && link";
        let link = page.until("there is a link", script).as_str().unwrap().to_string();
        page.click("[data-action=sheet-close]");

        // It is there at the next visit.
        let kept = "return (localStorage.getItem('eosin.rules') || '').includes('once daily')";
        page.until("the browser keeps it", kept);
        let address = page.address().to_string();
        page.go(&address);
        page.drop(std::slice::from_ref(&path));
        open(page, "larkspur.txt");
        until_marked(page, "trial", "once daily");

        page.js("localStorage.removeItem('eosin.rules')");
        page.go(&link);
        page.drop(std::slice::from_ref(&path));
        open(page, "larkspur.txt");
        until_marked(page, "trial", "once daily");
        assert_eq!(page.js("return localStorage.getItem('eosin.rules')"), json!(null), "not kept unasked");
        page.click("[data-panel-tab=rules]");
        page.until("its list is there", "return document.querySelector('[data-shelf=link]')");
        page.click("[data-shelf=link] [data-action=rules-adopt]");
        page.until("the browser keeps it", kept);
        // Off, everything is as the built-in rules have it.
        page.click("[data-shelf=yours] [name=shelf]");
        page.until(
            "it is gone",
            "return ![...document.querySelectorAll('#text mark')].some(mark => mark.dataset.k === 'trial')",
        );
        assert_eq!(page.marks(), marks(IN_LARKSPUR));
    });
}

#[test]
fn patterns_say_where_they_are_wrong_and_slow_ones_are_off() {
    let files = Files::new();
    let long = format!("{LARKSPUR}\n{}\n", "a".repeat(400_000));
    let path = files.put("long.txt", long);
    let pack = files.put(
        "house.json",
        r#"{"format": "eosin.rules", "version": 1, "name": "House", "rules": [
            {"name": "slow", "kind": "trial", "pattern": "(?:a?){300}a{300}b"},
            {"name": "quick", "kind": "trial", "pattern": "(?i)once (\\w+)", "value": "$1"}]}"#,
    );
    let newer = files.put("newer.json", r#"{"format": "eosin.rules", "version": 9, "rules": []}"#);
    with_page(Setup::default(), |page| {
        page.drop(std::slice::from_ref(&path));
        open(page, "long.txt");
        new_rule(page);
        page.click("[data-depth=Pattern]");
        page.until("the field is there", "return document.querySelector('[name=rule-pattern]')");
        fill(page, "rule-name", "level");
        fill(page, "rule-pattern", "level (three");
        page.until(
            "it says where",
            "return /character 7: unclosed group/.test(document.querySelector('[data-fault]')?.textContent)",
        );
        page.screenshot("rule-bad");
        fill(page, "rule-pattern", r"\w{900}{900}");
        page.until(
            "it says why",
            "return /too many possibilities/.test(document.querySelector('[data-fault]')?.textContent)",
        );
        page.click("[data-action=rule-cancel]");

        page.drop(&[pack]);
        page.until("the list came", "return document.querySelector('[data-shelf=file] [data-rule=quick]')");
        until_marked(page, "trial", "once daily");
        page.until(
            "the slow one is off",
            "const rule = document.querySelector('[data-rule=slow]');
            return /Switched off/.test(rule.textContent) && !rule.querySelector('[name=rule]').checked",
        );
        page.screenshot("rule-slow");
        page.drop(&[newer]);
        page.until(
            "it says why",
            "return /later version/.test(document.querySelector('.rules [role=alert]')?.textContent)",
        );
    });
}

#[test]
fn rules_on_a_narrow_screen_and_in_the_dark() {
    let files = Files::new();
    let path = files.put("larkspur.txt", LARKSPUR);
    with_page(Setup { width: 400, scheme: "dark", ..Setup::default() }, |page| {
        page.drop(std::slice::from_ref(&path));
        page.until_status("larkspur.txt", "done");
        page.until("its text is there", "return document.querySelector('#text mark')");
        page.click("[data-tab=summary]");
        new_rule(page);
        fill(page, "rule-name", "once a day");
        fill(page, "rule-words", "once daily");
        can_save(page);
        page.screenshot("rule-narrow");
        let wide = page.js("return document.documentElement.scrollWidth <= innerWidth");
        assert_eq!(wide, json!(true), "nothing stands over the edge");
        assert!(page.barriers().is_none_or(|list| list.is_empty()), "{:?}", page.barriers());
    });
}

#[test]
fn who_only_reads_corrects_nothing() {
    let files = Files::new();
    let path = files.put("larkspur.txt", LARKSPUR);
    with_page(Setup::default(), |page| {
        let address = format!("{}#v=reader", page.address());
        page.go(&address);
        assert_eq!(page.js("return location.hash"), json!(""));
        page.drop(std::slice::from_ref(&path));
        open(page, "larkspur.txt");
        page.until("all marks are there", "return document.querySelector('#text mark[data-id=\"9\"]')");
        page.js("document.querySelector('#text mark').click()");
        page.until("the card is there", "return document.querySelector('.card')");
        assert_eq!(
            page.js("return document.querySelectorAll('.card [data-action=edit], .card [data-action=dismiss]').length"),
            json!(0)
        );
        page.press(&["x"]);
        assert_eq!(
            page.js("return document.querySelectorAll('[data-panel-tab=yours], [data-panel-tab=rules]').length"),
            json!(0)
        );
        assert_eq!(page.marks(), marks(IN_LARKSPUR));
        page.screenshot("reader-only");
    });
}

#[test]
fn corrections_are_not_lost_unasked() {
    let files = Files::new();
    let path = files.put("larkspur.txt", LARKSPUR);
    with_page(Setup::default(), |page| {
        page.drop(std::slice::from_ref(&path));
        open(page, "larkspur.txt");
        let asked = || {
            page.js("const event = new Event('beforeunload', {cancelable: true}); dispatchEvent(event); return event.defaultPrevented")
        };
        page.until("all marks are there", "return document.querySelector('#text mark[data-id=\"9\"]')");
        assert_eq!(asked(), json!(false), "nothing is corrected yet");
        page.press(&["j", "x"]);
        page.until("one mark less", "return !document.querySelector('#text mark[data-id=\"9\"]')");
        assert_eq!((asked(), asked()), (json!(true), json!(false)), "asked once");
    });
}
