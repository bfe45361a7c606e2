// SPDX-License-Identifier: Apache-2.0
//! Tables of faulty texts and exactly what is said about them.

use openpit::engine::sync::Mode;
use openpit::pretrade::policies::{OrderValidation, RateLimitPolicy};
use openpit::{AccountAdjustment, Engine, ExecutionReport, Order};

use super::{SAMPLE, faults_of, faults_over};

/// Checks a table of texts and their faults. A text is written after the head of a policy.
fn check(head: &str, cases: &[(&str, &[&str])]) {
    for (text, expected) in cases {
        let text = format!("{head}{text}");
        assert_eq!(faults_of(&text), *expected, "{text}");
    }
}

#[test]
fn the_document_is_one_array_of_policies() {
    const ARRAY: &str = "allowed is an array of tables, `[[policy]]`";
    let empty = "line 1: key `policy`: missing: allowed is at least one `[[policy]]`";
    check(
        "",
        &[
            ("", &[empty]),
            ("# no policy\n", &[empty]),
            (
                "policy = []",
                &["line 1: key `policy`: missing: allowed is at least one `[[policy]]`"],
            ),
            (
                "\npolicy = 7",
                &[&format!("line 2: key `policy`: an integer: {ARRAY}")],
            ),
            (
                "[policy]\ntype = 'x'",
                &[&format!("line 1: key `policy`: a table: {ARRAY}")],
            ),
            (
                "policy = [{type = 'order_validation'}, 'x']",
                &[&format!("line 1: key `policy[2]`: a string: {ARRAY}")],
            ),
            (
                "broker = 1\r\n[[policy]]\r\ntype = 'order_validation'\r\n[rate_limit]\r\n",
                &[
                    "line 1: key `broker`: unknown key: allowed is `policy`",
                    "line 4: key `rate_limit`: unknown key: allowed is `policy`",
                ],
            ),
            ("\u{feff}[[policy]]\ntype = 'order_validation'", &[]),
        ],
    );
}

#[test]
fn a_policy_has_a_known_type() {
    const TYPES: &str = "allowed is `order_validation`, `rate_limit`, `order_size_limit`, \
                         `pnl_bounds_killswitch`, `notional_limit`";
    check(
        "[[policy]]\n",
        &[
            (
                "",
                &[&format!("line 1: key `policy[1].type`: missing: {TYPES}")],
            ),
            (
                "type = 3",
                &[&format!(
                    "line 2: key `policy[1].type`: an integer: {TYPES}"
                )],
            ),
            (
                "name = 'x'\ntype = 'rate'\nmax = 1",
                &[&format!(
                    "line 3: key `policy[1].type`: unknown policy type `rate`: {TYPES}"
                )],
            ),
            (
                "type = 'order_validation'\ncount_rejected = true\n[policy.broker]",
                &[
                    "line 3: key `policy[1].count_rejected`: unknown key: allowed is `type`, \
                     `name`",
                    "line 4: key `policy[1].broker`: unknown key: allowed is `type`, `name`",
                ],
            ),
        ],
    );
}

#[test]
fn names_are_unique_and_not_reserved() {
    check(
        "[[policy]]\ntype = 'order_validation'\n",
        &[
            (
                "name = ''",
                &["line 3: key `policy[1].name`: an empty name: allowed is a unique name"],
            ),
            (
                "name = 1.5",
                &["line 3: key `policy[1].name`: a float: allowed is text, a unique name"],
            ),
            (
                "name = 'engine'",
                &["line 3: key `policy[1].name`: `engine` is reserved: allowed is any other name"],
            ),
            (
                "name = 'a'\n[[policy]]\nname = 'a'\ntype = 'order_validation'",
                &[
                    "line 5: key `policy[2].name`: duplicate name `a`, first in line 3: allowed \
                     is a unique name",
                ],
            ),
            (
                "[[policy]]\ntype = 'order_validation'\n[[policy]]\nname = 'OrderValidation'\n\
             type = 'order_validation'",
                &[
                    "line 3: key `policy[2].name`: duplicate name `OrderValidation` (the default), \
                 first in line 1: allowed is a unique name",
                    "line 6: key `policy[3].name`: duplicate name `OrderValidation`, first in \
                     line 1: allowed is a unique name",
                ],
            ),
            ("name = 'a'\n[[policy]]\ntype = 'order_validation'", &[]),
        ],
    );
}

#[test]
fn a_rate_limit_has_barriers_of_its_axes() {
    const AXES: &str =
        "`broker`, `asset`, `account`, `each_account`, `account_asset`, `each_account_asset`";
    const LIMIT: &str = "max_orders = 1\nwindow = '1s'\n";
    let none = format!("line 1: key `policy[1]`: no barrier: allowed is at least one of {AXES}");
    check(
        "[[policy]]\ntype = 'rate_limit'\n",
        &[
            ("", &[&none]),
            ("asset = []", &[&none]),
            (
                &format!("count_rejected = 'no'\nlimit = 1\n[policy.broker]\n{LIMIT}"),
                &[
                    "line 3: key `policy[1].count_rejected`: a string: allowed is `true` or \
                     `false`",
                    &format!(
                        "line 4: key `policy[1].limit`: unknown key: allowed is `type`, `name`, \
                     `count_rejected`, {AXES}"
                    ),
                ],
            ),
            (
                &format!("[[policy.broker]]\n{LIMIT}[policy.account]\naccount = 'A'\n{LIMIT}"),
                &[
                    "line 3: key `policy[1].broker`: an array: allowed is one table, \
                 `[policy.broker]`",
                    "line 6: key `policy[1].account`: a table: allowed is an array of tables, \
                 `[[policy.account]]`",
                ],
            ),
            (
                &format!("[policy.broker]\nmax_quantity = 1\n{LIMIT}"),
                &[
                    "line 4: key `policy[1].broker.max_quantity`: unknown key: allowed is \
               `max_orders`, `window`",
                ],
            ),
            (
                &format!("[[policy.account_asset]]\nacount = 'A'\n{LIMIT}"),
                &[
                    "line 3: key `policy[1].account_asset[1].account`: missing: allowed is \
                     text, the name of an account",
                    "line 3: key `policy[1].account_asset[1].asset`: missing: allowed is text, the \
                 name of an asset",
                    "line 4: key `policy[1].account_asset[1].acount`: unknown key: allowed is \
                 `account`, `asset`, `max_orders`, `window`",
                ],
            ),
            (
                &format!(
                    "[[policy.account]]\naccount = 7\n{LIMIT}[[policy.asset]]\nasset = ' X'\n\
                      {LIMIT}[[policy.account]]\naccount = ''\n{LIMIT}"
                ),
                &[
                    "line 4: key `policy[1].account[1].account`: an integer: allowed is text, the \
                 name of an account",
                    "line 8: key `policy[1].asset[1].asset`: `asset` ` X` has blanks around it: \
                 allowed is text without surrounding blanks",
                    "line 12: key `policy[1].account[2].account`: `account_id` `` is empty: \
                     allowed is text of at least one character",
                ],
            ),
        ],
    );
}

#[test]
fn max_orders_is_an_integer_of_the_cores_range() {
    const RANGE: &str = "allowed is an integer from `0` to `18446744073709551615`";
    let head = "[[policy]]\ntype = 'rate_limit'\n[policy.broker]\nwindow = '1s'\n";
    for good in ["0", "-0", "+7", "1_000", "0xff", "18446744073709551615"] {
        assert_eq!(
            faults_of(&format!("{head}max_orders = {good}")),
            [""; 0],
            "{good}"
        );
    }
    let missing = format!("line 3: key `policy[1].broker.max_orders`: missing: {RANGE}");
    assert_eq!(faults_of(head), [missing]);
    for (bad, what) in [
        ("-1", "`-1` is out of range"),
        (
            "18446744073709551616",
            "`18446744073709551616` is out of range",
        ),
        (
            "0x10000000000000000",
            "`0x10000000000000000` is out of range",
        ),
        ("1.0", "a float"),
        ("nan", "a float"),
        ("'5'", "a string"),
        ("true", "a boolean"),
        ("2026-11-24", "a datetime"),
        ("[1]", "an array"),
        ("{}", "a table"),
    ] {
        let expected = format!("line 5: key `policy[1].broker.max_orders`: {what}: {RANGE}");
        assert_eq!(
            faults_of(&format!("{head}max_orders = {bad}")),
            [expected],
            "{bad}"
        );
    }
}

#[test]
fn a_window_is_digits_and_a_unit() {
    const FORM: &str =
        "allowed is digits and a unit `ns`, `us`, `ms`, `s`, `m` or `h`, such as `1s`";
    const RANGE: &str = "allowed is more than `0ns`, at most `9223372036854775807ns`";
    let head = "[[policy]]\ntype = 'rate_limit'\n[policy.broker]\nmax_orders = 1\n";
    for good in ["1ns", "9223372036854775807ns", "250us", "2562047h", "05m"] {
        assert_eq!(
            faults_of(&format!("{head}window = '{good}'")),
            [""; 0],
            "{good}"
        );
    }
    let missing = format!("line 3: key `policy[1].broker.window`: missing: {FORM}");
    assert_eq!(faults_of(head), [missing]);
    for (bad, what) in [
        ("1", format!("an integer: {FORM}")),
        ("'1x'", format!("`1x` is not a duration: {FORM}")),
        ("'1 s'", format!("`1 s` is not a duration: {FORM}")),
        ("'1.5s'", format!("`1.5s` is not a duration: {FORM}")),
        ("'-1s'", format!("`-1s` is not a duration: {FORM}")),
        ("\"1\\ns\"", format!("`1\\ns` is not a duration: {FORM}")),
        ("''", format!("`` is not a duration: {FORM}")),
        ("'0s'", format!("`0s` is zero: {RANGE}")),
        ("'2562048h'", format!("`2562048h` is too long: {RANGE}")),
        (
            "'9223372036854775808ns'",
            format!("`9223372036854775808ns` is too long: {RANGE}"),
        ),
    ] {
        let expected = format!("line 5: key `policy[1].broker.window`: {what}");
        assert_eq!(
            faults_of(&format!("{head}window = {bad}")),
            [expected],
            "{bad}"
        );
    }
}

#[test]
fn a_size_limit_takes_exact_numbers() {
    const TYPE: &str = "allowed is text such as `\"0.5\"` or an integer";
    let head = "[[policy]]\ntype = 'order_size_limit'\n[policy.broker]\n";
    for good in [
        "0",
        "'0.5'",
        "500",
        "'1e3'",
        "0xff",
        "79228162514264337593543950335",
    ] {
        assert_eq!(
            faults_of(&format!("{head}max_notional = {good}")),
            [""; 0],
            "{good}"
        );
    }
    let none = "line 3: key `policy[1].broker`: no limit: allowed is at least one of \
                `max_quantity`, `max_notional`";
    assert_eq!(faults_of(head), [none]);
    let large = "is too large: allowed are magnitudes up to `79228162514264337593543950335`";
    for (bad, what) in [
        (
            "0.5",
            "a float is not exact: allowed is text such as `\"0.5\"` or an integer".into(),
        ),
        ("true", format!("a boolean: {TYPE}")),
        (
            "'-1'",
            "`quantity` `-1` is negative: allowed is zero or more".into(),
        ),
        (
            "-1",
            "`quantity` `-1` is negative: allowed is zero or more".into(),
        ),
        ("'1e400'", format!("`quantity` `1e400` {large}")),
        (
            "79228162514264337593543950336",
            format!("`quantity` `79228162514264337593543950336` {large}"),
        ),
        (
            "0xffffffffffffffffffffffffffffffff",
            format!("`quantity` `0xffffffffffffffffffffffffffffffff` {large}"),
        ),
        (
            "'1_000'",
            "`quantity` `1_000` is not a number: allowed is `[+-]digits[.digits][e[+-]digits]`"
                .into(),
        ),
    ] {
        let expected = format!("line 4: key `policy[1].broker.max_quantity`: {what}");
        assert_eq!(
            faults_of(&format!("{head}max_quantity = {bad}")),
            [expected],
            "{bad}"
        );
    }
    let axis = format!("{head}max_quantity = 1\n[policy.each_account]\nmax_quantity = 1");
    let unknown = "line 5: key `policy[1].each_account`: unknown key: allowed is `type`, `name`, \
                   `broker`, `asset`, `account_asset`, `each_account_asset`";
    assert_eq!(faults_of(&axis), [unknown]);
}

#[test]
fn a_key_has_one_barrier_and_each_needs_accounts() {
    let rate = "max_orders = 1\nwindow = '1s'\n";
    let head = "[[policy]]\ntype = 'rate_limit'\n";
    let double = |axis: &str, key: &str| {
        format!("{head}[[policy.{axis}]]\n{key}{rate}[[policy.{axis}]]\n{key}{rate}")
    };
    for (axis, key, noun) in [
        ("asset", "asset = 'USD'\n", "asset"),
        ("account", "account = 'ACC001'\n", "account"),
        (
            "account_asset",
            "account = 'ACC001'\nasset = 'USD'\n",
            "account and asset",
        ),
        ("each_account_asset", "asset = 'USD'\n", "asset"),
    ] {
        let line = 6 + key.lines().count();
        let expected = format!(
            "line {line}: key `policy[1].{axis}[2]`: duplicate key: this {noun} already has a \
             barrier in line 3: allowed is one barrier for each {noun}"
        );
        assert_eq!(faults_of(&double(axis, key)), [expected]);
    }
    let text = format!(
        "{head}[policy.each_account]\n{rate}[[policy.each_account_asset]]\nasset = 'USD'\n{rate}"
    );
    assert_eq!(
        faults_over(&text, &[]),
        [
            "line 3: key `policy[1].each_account`: no accounts to expand over: allowed is at least \
         one account",
            "line 6: key `policy[1].each_account_asset`: no accounts to expand over: allowed is at \
         least one account",
        ]
    );
    assert_eq!(
        faults_over(&text, &["A", "", "A"]),
        [
            "account 2 of the list: `account_id` `` is empty: allowed is text of at least one \
         character",
        ]
    );
    assert_eq!(faults_over(SAMPLE, &["A", "B", "A", "Paris"]), [""; 0]);
}

#[test]
fn syntax_faults_come_with_the_others_and_are_not_told_twice() {
    let text = "[[policy]]\ntype = 'rate_limit'\n[policy.broker]\nmax_orders = 5x\n\
                window = '1x'\n[[policy]]\ntype = 'order_size_limit'\n[policy.broker]\n\
                max_quantity = 'a\n[[policy]]\ntype = 'size'\ntype = 'rate'\n";
    assert_eq!(
        faults_of(text),
        [
            "line 4: syntax: string values must be quoted `5x`: allowed is literal string",
            "line 5: key `policy[1].broker.window`: `1x` is not a duration: allowed is digits \
             and a unit `ns`, `us`, `ms`, `s`, `m` or `h`, such as `1s`",
            "line 9: syntax: invalid literal string: allowed is `'`",
            "line 11: key `policy[3].type`: unknown policy type `size`: allowed is \
         `order_validation`, `rate_limit`, `order_size_limit`, `pnl_bounds_killswitch`, \
         `notional_limit`",
            "line 12: syntax: duplicate key `type`: allowed is each key once",
        ]
    );
    assert_eq!(
        faults_of("a = [[[["),
        ["line 1: syntax: unclosed array: allowed is `]`"]
    );
}

#[test]
fn faults_of_the_text_come_with_those_of_the_builder() {
    let text = "[[policy]]\ntype = 'order_validation'\nname = 'mine'\n[[policy]]\n\
                type = 'rate_limit'\nname = 'RateLimit'\n[policy.broker]\nmax_orders = -5\n\
                window = 1\n";
    let errors = Engine::builder::<Order, ExecutionReport, AccountAdjustment>()
        .checked(Mode::Local)
        .builtin(OrderValidation::new().named("mine"))
        .limits(text, [""; 0])
        .limits("x", [""; 0])
        .builtin(RateLimitPolicy::new())
        .build()
        .unwrap_err();
    let faults: Vec<&str> = errors.faults().iter().map(|fault| fault.text()).collect();
    assert_eq!(
        faults,
        [
            "line 8: key `policy[2].broker.max_orders`: `-5` is out of range: allowed is an \
             integer from `0` to `18446744073709551615`",
            "line 9: key `policy[2].broker.window`: an integer: allowed is digits and a unit `ns`, \
         `us`, `ms`, `s`, `m` or `h`, such as `1s`",
            "line 1: syntax: key with no value: allowed is `=`",
            "policy 2: name `mine` is the name of policy 1 too: allowed is a unique name",
            "policy `RateLimit`: no barrier: allowed is at least one of `broker`, `asset`, \
             `account`, `account_asset`",
            "policy 4: name `RateLimit` is the name of policy 3 too: allowed is a unique name",
        ]
    );
}
