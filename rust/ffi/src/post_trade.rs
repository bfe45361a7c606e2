// SPDX-License-Identifier: Apache-2.0
//! What came of an execution report, packed for the caller (P-10).

use openpit::engine::{Anomaly, PostTradeResult};

use crate::outcome::Reply;
use crate::wire::Writer;

/// The report was applied later than its own time.
pub const OPENPIT_POST_TRADE_LATE: u32 = 1;
/// The same execution was reported before.
pub const OPENPIT_POST_TRADE_DUPLICATE: u32 = 2;

/// An anomaly that this interface does not name.
pub const OPENPIT_ANOMALY_OTHER: u32 = 0;
/// Another content under an execution id that was reported before.
pub const OPENPIT_ANOMALY_EXECUTION_ID_CONFLICT: u32 = 1;
/// Another instrument or side than the order's.
pub const OPENPIT_ANOMALY_REPORT_MISMATCH: u32 = 2;
/// No such order is known.
pub const OPENPIT_ANOMALY_UNKNOWN_ORDER: u32 = 3;
/// The order was done before.
pub const OPENPIT_ANOMALY_FILL_AFTER_FINAL: u32 = 4;
/// More was filled than was left.
pub const OPENPIT_ANOMALY_OVERFILL: u32 = 5;
/// The leaves quantity is not what the fills left.
pub const OPENPIT_ANOMALY_LEAVES_MISMATCH: u32 = 6;

impl From<PostTradeResult> for Reply {
    fn from(result: PostTradeResult) -> Self {
        let mut writer = Writer::default();
        let PostTradeResult {
            account_blocks,
            account_adjustments,
            late,
            duplicate,
            anomalies,
            failures,
        } = result;
        let has_adjustments = !account_adjustments.is_empty();
        let has_news = !account_blocks.is_empty() || !failures.is_empty() || has_adjustments;
        if has_news || !anomalies.is_empty() {
            writer.causes(&account_blocks);
            writer.failures(&failures);
            writer.anomalies(&anomalies);
            if has_adjustments {
                writer.policy_adjustments(&account_adjustments);
            }
        }
        let late = if late { OPENPIT_POST_TRADE_LATE } else { 0 };
        let duplicate = if duplicate {
            OPENPIT_POST_TRADE_DUPLICATE
        } else {
            0
        };
        Self {
            flag: late | duplicate,
            bytes: writer.bytes,
            ..Self::default()
        }
    }
}

/// The number of an anomaly.
pub(crate) const fn anomaly(anomaly: Anomaly) -> u32 {
    match anomaly {
        Anomaly::ExecutionIdConflict => OPENPIT_ANOMALY_EXECUTION_ID_CONFLICT,
        Anomaly::ReportMismatch => OPENPIT_ANOMALY_REPORT_MISMATCH,
        Anomaly::UnknownOrder => OPENPIT_ANOMALY_UNKNOWN_ORDER,
        Anomaly::FillAfterFinal => OPENPIT_ANOMALY_FILL_AFTER_FINAL,
        Anomaly::Overfill => OPENPIT_ANOMALY_OVERFILL,
        Anomaly::LeavesMismatch => OPENPIT_ANOMALY_LEAVES_MISMATCH,
        _ => OPENPIT_ANOMALY_OTHER,
    }
}
