//! The program as `cargo xtask build` runs it.

use std::fs;
use std::process::Command;

#[test]
fn what_is_no_module_is_refused_and_named() {
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("index.html");
    fs::write(&page, "<!doctype html>").unwrap();
    for (module, said) in [
        (page, "index.html"),
        (folder.path().join("missing.wasm"), "missing.wasm"),
    ] {
        let ended = Command::new(env!("CARGO_BIN_EXE_xtask-bindgen"))
            .args([module.as_path(), folder.path()])
            .output()
            .unwrap();
        let words = String::from_utf8_lossy(&ended.stderr);
        assert!(!ended.status.success() && words.contains(said), "{words}");
    }
}
