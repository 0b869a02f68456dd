//! The names between the module and its script.
//!
//! wasm-bindgen names what a module imports `__wbg_appendChild_7b9a0c3f5d1e2468`, and the closures that it exports likewise:
//! a hash each, some 200 of them, in the module and again in its script, and hashes do not compress. Only these two files
//! ever read the names, so short ones do.

use std::collections::HashMap;

use walrus::Module;

/// Gives each of them a short name; what it was called before, and is now.
pub fn shorten(module: &mut Module) -> HashMap<String, String> {
    let imports = module.imports.iter_mut().map(|import| &mut import.name);
    let exports = module.exports.iter_mut().map(|export| &mut export.name);
    let imports = imports.filter(|name| name.starts_with("__wb"));
    let exports = exports.filter(|name| name.starts_with("wasm_bindgen__"));
    let mut short = HashMap::new();
    for name in imports.chain(exports) {
        let at = short.len();
        let shorter = short.entry(name.clone()).or_insert_with(|| format!("_{at:x}"));
        name.clone_from(shorter);
    }
    short
}

/// The script with the names exchanged.
pub fn in_script(script: &str, short: &HashMap<String, String>) -> String {
    script
        .split_inclusive(|letter: char| !is_in_name(letter))
        .map(|piece| {
            let name = piece.trim_end_matches(|letter: char| !is_in_name(letter));
            short.get(name).map_or_else(
                || piece.to_owned(),
                |short| format!("{short}{}", piece.strip_prefix(name).unwrap_or_default()),
            )
        })
        .collect()
}

fn is_in_name(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '_' | '$')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_names_are_exchanged_and_nothing_else() {
        let short = HashMap::from([("__wbg_log_1".to_owned(), "_0".to_owned())]);
        let script = "imports.__wbg_log_1 = f; __wbg_log_12(); x.__wbg_log_1";
        assert_eq!(in_script(script, &short), "imports._0 = f; __wbg_log_12(); x._0");
    }
}
