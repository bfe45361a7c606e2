// SPDX-License-Identifier: Apache-2.0
//! JSON that another language wrote is read and written again letter by letter (V-6.12). The texts
//! are those of `go/record_json_test.go`.

use openpit::{AccountAdjustment, ExecutionReport, Order};
use serde::Serialize;
use serde::de::DeserializeOwned;

fn again<T: Serialize + DeserializeOwned>(text: &str) {
    let record: T = serde_json::from_str(text).expect(text);
    assert_eq!(serde_json::to_string(&record).expect("JSON"), text);
}

#[test]
fn records_have_one_text_in_all_languages() {
    again::<Order>(r#"{"operation":{}}"#);
    again::<Order>(concat!(
        r#"{"operation":{"instrument":"AAPL/USD","account_id":"99224416","side":"buy","#,
        r#""trade_amount":{"quantity":"0.5"},"price":"62000.5"},"#,
        r#""position":{"position_side":"short","reduce_only":true,"close_position":true},"#,
        r#""margin":{"leverage":"10.5","collateral_asset":"USD","auto_borrow":true},"#,
        r#""identity":{"client_order_id":"A-17"}}"#
    ));
    again::<Order>(r#"{"operation":{"account_id":"0","trade_amount":{"volume":"0"},"price":"0"}}"#);
    again::<ExecutionReport>(r#"{"operation":{}}"#);
    again::<ExecutionReport>(concat!(
        r#"{"operation":{"instrument":"AAPL/USD","account_id":"99224416","side":"buy"},"#,
        r#""financial_impact":{"pnl":"-50","fee":"3.4"},"#,
        r#""fill":{"last_trade":{"price":"185","quantity":"100"},"leaves_quantity":"0","#,
        r#""is_final":true},"#,
        r#""position_impact":{"position_effect":"close","position_side":"long"},"#,
        r#""identity":{"client_order_id":"A-17","execution_id":"A-17:1"}}"#
    ));
    again::<AccountAdjustment>(concat!(
        r#"{"operation":{"balance":{"asset":"USD","average_entry_price":"1.1"}},"#,
        r#""amount":{"balance":{"delta":"5"},"held":{"absolute":"0"},"#,
        r#""incoming":{"delta":"-0.25"}},"bounds":{"balance_upper":"12","balance_lower":"11","#,
        r#""held_upper":"14","held_lower":"14","incoming_upper":"16","incoming_lower":"0"}}"#
    ));
    again::<AccountAdjustment>(concat!(
        r#"{"operation":{"position":{"instrument":"AAPL/USD","collateral_asset":"USD","#,
        r#""average_entry_price":"-3.25","mode":"hedging","leverage":"10.5"}},"#,
        r#""amount":{"balance":{"absolute":"-2"}}}"#
    ));
}
