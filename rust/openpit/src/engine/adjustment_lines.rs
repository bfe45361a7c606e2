// SPDX-License-Identifier: Apache-2.0
//! How the decision log shows account adjustments and balances (D-1).

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::balances::Balance;
use super::batch::AdjustmentFields;
use super::decisions::Shown;
use super::report::PolicyAdjustment;
use crate::core::{
    AccountAdjustmentAmount, AccountAdjustmentBounds, AccountAdjustmentOperation, Instrument,
};
use crate::param::{AdjustmentAmount, Asset, Leverage, PositionMode, PositionSize, Price};

/// One adjustment: what it speaks of, its amounts and their bounds.
#[derive(Debug, Default, Serialize)]
pub(super) struct AdjustmentLine<'a> {
    #[serde(skip_serializing_if = "Shown::is_absent")]
    asset: Shown<&'a Asset>,
    // Two keys: joined by a slash, assets that have one in their name could be confused.
    #[serde(skip_serializing_if = "Shown::is_absent")]
    underlying: Shown<&'a Asset>,
    #[serde(skip_serializing_if = "Shown::is_absent")]
    settlement: Shown<&'a Asset>,
    #[serde(skip_serializing_if = "Shown::is_absent")]
    collateral_asset: Shown<&'a Asset>,
    #[serde(skip_serializing_if = "Shown::is_absent")]
    average_entry_price: Shown<Price>,
    #[serde(skip_serializing_if = "Shown::is_absent")]
    mode: Shown<PositionMode>,
    #[serde(skip_serializing_if = "Shown::is_absent")]
    leverage: Shown<Leverage>,
    #[serde(flatten)]
    amount: AmountLine,
    #[serde(flatten)]
    bounds: BoundsLine,
}

impl<'a> AdjustmentLine<'a> {
    pub fn new(fields: &'a AdjustmentFields) -> Self {
        Self::of(fields.operation.as_ref(), fields.amount, fields.bounds)
    }

    fn of(
        operation: Option<&'a AccountAdjustmentOperation>,
        amount: Option<AccountAdjustmentAmount>,
        bounds: AccountAdjustmentBounds,
    ) -> Self {
        let line = Self {
            amount: AmountLine(amount.unwrap_or_default()),
            bounds: BoundsLine(bounds),
            ..Self::default()
        };
        match operation {
            None => line,
            Some(AccountAdjustmentOperation::Balance(balance)) => Self {
                asset: Shown(Some(&balance.asset)),
                average_entry_price: Shown(balance.average_entry_price),
                ..line
            },
            Some(AccountAdjustmentOperation::Position(position)) => Self {
                underlying: Shown(Some(Instrument::underlying(&position.instrument))),
                settlement: Shown(Some(Instrument::settlement(&position.instrument))),
                collateral_asset: Shown(Some(&position.collateral_asset)),
                average_entry_price: Shown(Some(position.average_entry_price)),
                mode: Shown(Some(position.mode)),
                leverage: Shown(position.leverage),
                ..line
            },
        }
    }
}

/// `"balance":{"delta":"5"}` and so on.
#[derive(Debug, Default)]
struct AmountLine(AccountAdjustmentAmount);

impl Serialize for AmountLine {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        let amounts = [
            ("balance", self.0.balance),
            ("held", self.0.held),
            ("incoming", self.0.incoming),
        ];
        for (name, amount) in amounts {
            match amount {
                None => {}
                Some(AdjustmentAmount::Delta(value)) => {
                    map.serialize_entry(
                        name,
                        &Change {
                            delta: Shown(Some(value)),
                            ..Change::default()
                        },
                    )?;
                }
                Some(AdjustmentAmount::Absolute(value)) => {
                    map.serialize_entry(
                        name,
                        &Change {
                            absolute: Shown(Some(value)),
                            ..Change::default()
                        },
                    )?;
                }
            }
        }
        map.end()
    }
}

#[derive(Debug, Default, Serialize)]
struct Change {
    #[serde(skip_serializing_if = "Shown::is_absent")]
    delta: Shown<PositionSize>,
    #[serde(skip_serializing_if = "Shown::is_absent")]
    absolute: Shown<PositionSize>,
}

#[derive(Debug, Default)]
struct BoundsLine(AccountAdjustmentBounds);

impl Serialize for BoundsLine {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        let b = &self.0;
        let bounds = [
            ("balance_lower", b.balance_lower),
            ("balance_upper", b.balance_upper),
            ("held_lower", b.held_lower),
            ("held_upper", b.held_upper),
            ("incoming_lower", b.incoming_lower),
            ("incoming_upper", b.incoming_upper),
        ];
        for (name, bound) in bounds {
            if let Some(bound) = bound {
                map.serialize_entry(name, &bound.to_string())?;
            }
        }
        map.end()
    }
}

/// What is there after an adjustment.
#[derive(Debug, Serialize)]
pub(super) struct BalanceLine {
    balance: Shown<PositionSize>,
    held: Shown<PositionSize>,
    incoming: Shown<PositionSize>,
}

impl From<&Balance> for BalanceLine {
    fn from(balance: &Balance) -> Self {
        Self {
            balance: Shown(Some(balance.balance)),
            held: Shown(Some(balance.held)),
            incoming: Shown(Some(balance.incoming)),
        }
    }
}

/// An adjustment that a report hook asked for.
#[derive(Debug, Serialize)]
pub(super) struct PolicyAdjustmentLine<'a> {
    policy: &'a str,
    adjustment: AdjustmentLine<'a>,
    outcome: BalanceLine,
}

impl<'a> PolicyAdjustmentLine<'a> {
    pub fn new(applied: &'a PolicyAdjustment) -> Self {
        let adjustment = &applied.adjustment;
        Self {
            policy: &applied.policy,
            adjustment: AdjustmentLine::of(
                Some(adjustment.operation()),
                Some(*adjustment.amount()),
                *adjustment.bounds(),
            ),
            outcome: (&applied.balance).into(),
        }
    }
}
