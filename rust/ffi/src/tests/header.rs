// SPDX-License-Identifier: Apache-2.0
//! The checked-in headers are what cbindgen makes of the sources, and stay small. The Go module has
//! its own copy, since it is fetched without the rest of the tree.

use std::path::Path;
use std::{env, fs};

/// Set to rewrite the header instead of comparing.
const REWRITE: &str = "OPENPIT_WRITE_HEADER";

fn generated() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let config = cbindgen::Config::from_file(root.join("cbindgen.toml")).expect("a configuration");
    let builder = cbindgen::Builder::new()
        .with_config(config)
        .with_src(root.join("src/lib.rs"));
    let mut header = Vec::new();
    builder.generate().expect("a header").write(&mut header);
    String::from_utf8(header).expect("text")
}

#[test]
fn headers_are_up_to_date() {
    let expected = generated();
    for place in ["include/openpit.h", "../../go/internal/native/openpit.h"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(place);
        if env::var_os(REWRITE).is_some() {
            fs::write(&path, &expected).expect("a writable header");
        }
        let found = fs::read_to_string(&path).unwrap_or_default();
        assert!(
            found == expected,
            "{place} is stale: run `{REWRITE}=1 cargo test -p openpit-ffi header`"
        );
    }
}

#[test]
fn functions_are_few_and_named_alike() {
    let header = generated();
    let functions: Vec<&str> = header
        .lines()
        .filter(|line| !line.starts_with([' ', '/', '#', '*']) && line.contains('('))
        .filter(|line| !line.starts_with("typedef"))
        .collect();
    assert!(functions.len() <= 90, "{} C functions", functions.len());
    for function in functions {
        let name = function.split('(').next().unwrap_or_default();
        let name = name.rsplit([' ', '*']).next().unwrap_or_default();
        assert!(name.starts_with("openpit_"), "{function}");
    }
}
