// SPDX-License-Identifier: Apache-2.0
//! Values beside `rust_decimal`, the decimal that most Rust desks use: parse, add, multiply and
//! compare in one run, ours exact or an error.
//!
//! `cargo bench --bench values` prints one row per operation: our nanoseconds, theirs, the ratio.

use std::hint::black_box;
use std::time::Instant;

use openpit::param::{Decimal, Price, Quantity};

const ROUNDS: usize = 41;
const CALLS: u32 = 20_000;

type Work = Box<dyn Fn()>;

/// Nanoseconds a call, the median of rounds in which both sides alternate.
fn medians(ours: &Work, theirs: &Work) -> (f64, f64) {
    let mut times = (Vec::with_capacity(ROUNDS), Vec::with_capacity(ROUNDS));
    for _ in 0..ROUNDS {
        times.0.push(round(ours));
        times.1.push(round(theirs));
    }
    (median(times.0), median(times.1))
}

fn round(work: &Work) -> f64 {
    let start = Instant::now();
    for _ in 0..CALLS {
        work();
    }
    start.elapsed().as_secs_f64() * 1e9 / f64::from(CALLS)
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

fn price(text: &str) -> Price {
    text.parse().expect("a price")
}

fn main() {
    let (left, right) = (price("185.5"), price("0.125"));
    let quantity: Quantity = "12.25".parse().expect("a quantity");
    let (a, b, c) = (left.decimal(), right.decimal(), quantity.decimal());
    let cases: [(&str, Work, Work); 4] = [
        (
            "parse",
            Box::new(|| drop(black_box(Price::from_string(black_box("185.5"))))),
            Box::new(|| drop(black_box(Decimal::from_str_exact(black_box("185.5"))))),
        ),
        (
            "add",
            Box::new(move || drop(black_box(black_box(left).checked_add(black_box(right))))),
            Box::new(move || {
                black_box(black_box(a).checked_add(black_box(b)));
            }),
        ),
        (
            "multiply",
            Box::new(move || {
                drop(black_box(
                    black_box(left).calculate_volume(black_box(quantity)),
                ))
            }),
            Box::new(move || {
                black_box(black_box(a).checked_mul(black_box(c)));
            }),
        ),
        (
            "compare",
            Box::new(move || {
                black_box(black_box(left) < black_box(right));
            }),
            Box::new(move || {
                black_box(black_box(a) < black_box(b));
            }),
        ),
    ];
    for (name, ours, theirs) in &cases {
        let (ours, theirs) = medians(ours, theirs);
        println!(
            "{name:<32} {ours:>8.1} {theirs:>8.1} {:>7.2}",
            ours / theirs
        );
    }
}
