//! Whether what was built can live under its own Content-Security-Policy. A browser would say so too, but only on the
//! path where it happens.

use std::fs;
use std::path::Path;

use super::tally::Tally;
use crate::problem::{Context, Outcome, say};

/// Text to code, or text to markup: what Trusted Types and a missing `'unsafe-eval'` refuse.
const IN_SCRIPTS: &[(&str, &str)] = &[
    ("eval(", "evaluates text as code"),
    ("new Function(", "evaluates text as code"),
    ("document.write", "writes text as markup"),
    (".insertAdjacentHTML", "writes text as markup"),
    ("createContextualFragment", "writes text as markup"),
    (".srcdoc", "writes text as markup"),
];

/// What may not stand in the page itself.
const IN_PAGE: &[(&str, &str)] = &[
    ("<style", "an inline style sheet"),
    (" style=", "an inline style"),
    (" onload=", "an inline handler"),
    (" onclick=", "an inline handler"),
    (" onerror=", "an inline handler"),
    ("javascript:", "a script in an address"),
    ("src=http", "something from another server"),
    ("src=//", "something from another server"),
];

/// Looks at each script and at the page; each is one test.
pub fn inspect(dist: &Path) -> Outcome<Tally> {
    let mut tally = Tally::default();
    let entries = fs::read_dir(dist).or_could_not(format_args!("read {}", dist.display()))?;
    for path in entries.flatten().map(|entry| entry.path()) {
        let look: fn(&str) -> Vec<&'static str> = match path.extension().and_then(|extension| extension.to_str()) {
            Some("js") => in_script,
            Some("html") => in_page,
            _ => continue,
        };
        let text = fs::read_to_string(&path).or_could_not(format_args!("read {}", path.display()))?;
        let findings = look(&text);
        for finding in &findings {
            say(format_args!("{}: {finding}", path.display()));
        }
        tally += Tally::of(findings.is_empty());
    }
    Ok(tally)
}

fn in_script(text: &str) -> Vec<&'static str> {
    named(text, IN_SCRIPTS)
}

fn in_page(text: &str) -> Vec<&'static str> {
    // An address may stand in quotes or not.
    let mut findings = named(&text.replace("src=\"", "src="), IN_PAGE);
    let inline = text.split("<script").skip(1).any(|script| {
        let (attributes, rest) = script.split_once('>').unwrap_or((script, ""));
        !attributes.contains("src=") || !rest.trim_start().starts_with("</script")
    });
    if inline {
        findings.push("an inline script");
    }
    findings
}

fn named(text: &str, list: &[(&str, &'static str)]) -> Vec<&'static str> {
    list.iter()
        .filter(|(part, _)| text.contains(part))
        .map(|(_, finding)| *finding)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_loads_its_own_files_is_clean() {
        let page = r#"<html><link rel=stylesheet href=/theme.css><script type="module" src="/boot.js"></script>"#;
        assert!(in_page(page).is_empty(), "{:?}", in_page(page));
    }

    #[test]
    fn what_a_policy_forbids_in_a_page_is_found() {
        for page in [
            "<script>start()</script>",
            "<script type=module>import '/x.js'</script>",
            "<script src=/a.js>start()</script>",
            "<p style=\"color: red\">",
            "<body onload=start()>",
            "<script src=\"https://cdn.example.com/a.js\"></script>",
        ] {
            assert_eq!(in_page(page).len(), 1, "{page}");
        }
    }

    #[test]
    fn what_a_policy_forbids_in_a_script_is_found() {
        assert!(in_script("element.textContent = 'evaluate (this)'").is_empty());
        for script in ["eval('1')", "new Function('return this')()", "document.write(x)"] {
            assert_eq!(in_script(script).len(), 1, "{script}");
        }
    }
}
