// SPDX-License-Identifier: Apache-2.0
//! Replays every scenario without Python: the calls of `features/golden/` are made again, and
//! every answer has to be what it was. `tests/golden.py` says how the files are written.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use openpit_conformance_rust::{answer, quiet_scripted_panics};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// As many bytes an answer has at most that is kept in full.
const LONGEST: usize = 2_000;

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../features/golden");
    let listed = fs::read_dir(&folder).expect("`make golden` has written the folder");
    let mut found: Vec<PathBuf> = listed
        .map(|entry| entry.expect("the folder can be read").path())
        .filter(|path| path.extension().is_some_and(|end| end == "jsonl"))
        .collect();
    found.sort();
    found
}

/// An answer as it is kept: a long one by its digest.
fn kept(answer: Value) -> Value {
    let text = answer.to_string();
    if text.len() <= LONGEST {
        return answer;
    }
    let hex = Sha256::digest(text)
        .iter()
        .fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        });
    json!({ "sha256": hex })
}

/// What of a file is not as it was, a case by its first difference; and how many calls were made.
fn replay(path: &Path) -> (Vec<String>, usize) {
    let text = fs::read_to_string(path).expect("a golden file can be read");
    let (mut faults, mut calls) = (Vec::new(), 0);
    let (mut case, mut failed) = (String::new(), false);
    for line in text.lines().skip(1) {
        if line.starts_with('{') {
            answer(&json!({ "op": "reset" }));
            (case, failed) = (line.to_owned(), false);
            continue;
        }
        let [request, expected]: [Value; 2] =
            serde_json::from_str(line).expect("a call is a request and its answer");
        let given = kept(answer(&request));
        calls += 1;
        if given != expected && !failed {
            failed = true;
            faults.push(format!(
                "{} {case}\n  asked {request}\n  was   {expected}\n  now   {given}",
                path.display()
            ));
        }
    }
    answer(&json!({ "op": "reset" }));
    (faults, calls)
}

#[test]
fn every_scenario_ends_as_it_did() {
    quiet_scripted_panics();
    let (mut faults, mut calls) = (Vec::new(), 0);
    for path in files() {
        let (found, made) = replay(&path);
        faults.extend(found);
        calls += made;
    }
    assert!(
        calls > 3000,
        "only {calls} calls: the golden files are gone"
    );
    assert!(
        faults.is_empty(),
        "{} cases differ:\n{}",
        faults.len(),
        faults.join("\n")
    );
}
