// SPDX-License-Identifier: Apache-2.0
//! Any text at all gives faults or policies, never a panic.

use proptest::prelude::*;

use super::{SAMPLE, faults_of};

/// What one edit puts into a text: pieces that TOML and the format give a meaning to.
const PIECES: &[&str] = &[
    "",
    "\n",
    "[",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    "=",
    ".",
    ",",
    "\"",
    "'",
    "'''",
    "\"\"\"",
    "\\",
    "#",
    "\r",
    "\0",
    "\u{feff}",
    "é",
    "-",
    "0x",
    "1e9",
    "nan",
    "policy",
    "asset",
    "broker",
    "type",
    "name",
    "each_account",
    "[policy.broker]\n",
    "[[policy]]\n",
    "[[policy.asset]]\n",
    "window",
    "x.y.z = 1\n",
    "= {a = {b = [1, {c = 2}]}}",
    "99999999999999999999999999999999999999999",
];

/// Replaces up to so many characters at a place, counted as a share of the text, by a piece.
fn edit(text: &mut String, (share, cut, piece): (f64, usize, usize)) {
    let place = |text: &str, share: f64| {
        let mut at = (text.len() as f64 * share) as usize;
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let from = place(text, share);
    let to = text[from..]
        .char_indices()
        .nth(cut)
        .map_or(text.len(), |(at, _)| from + at);
    text.replace_range(from..to, PIECES[piece]);
}

/// What holds for the faults of any text: one line each, lines in order and within the text.
fn judge(text: &str) {
    let found = faults_of(text);
    let mut last = 1;
    for fault in &found {
        assert!(!fault.contains('\n'), "{fault:?}");
        let line = fault
            .strip_prefix("line ")
            .and_then(|rest| rest.split_once(": "));
        let line: usize = line.unwrap_or_else(|| panic!("{fault}")).0.parse().unwrap();
        assert!(
            last <= line && line <= text.matches('\n').count() + 1,
            "{fault} in {text:?}"
        );
        last = line;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn edited_texts_give_faults_and_no_panic(
        edits in prop::collection::vec((0.0..1.0, 0usize..40, 0..PIECES.len()), 1..12),
    ) {
        let mut text = SAMPLE.to_owned();
        edits.into_iter().for_each(|one| edit(&mut text, one));
        judge(&text);
    }

    #[test]
    fn any_text_gives_faults_and_no_panic(
        pieces in prop::collection::vec(
            prop_oneof![prop::sample::select(PIECES).prop_map(String::from), ".{0,4}"],
            0..60,
        ),
    ) {
        judge(&pieces.concat());
    }
}
