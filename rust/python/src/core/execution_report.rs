// SPDX-License-Identifier: Apache-2.0
//! `ExecutionReport` and its parts (O-2), filled by `__init__` as the order is.

use std::sync::OnceLock;

use openpit::core as records;
use openpit::core::{HasAccountId, HasFee, HasInstrument, HasLastTrade, HasPnl};
use openpit::engine::{RecordReport, ReportFields};
use openpit::param::{self, ExecutionId};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

use super::instrument::Instrument;
use super::order::read_client_order_id;
use super::position_impact::ExecutionReportPositionImpact;
use super::{already_initialised, flags, not_initialised, open_record_methods};
use crate::param::{AccountId, Fee, Pnl, Quantity, Trade, enum_member, raise};
use crate::record::{Fields, record_methods};
use crate::text::{text, typed, typed_option};

/// Which order a report speaks of (O-2).
///
/// Keyword only; fields may be absent, but a report without an account is a ``ParamError`` of the
/// call that applies it (P-10). Immutable, hashable, picklable (V-7).
#[pyclass(frozen, eq, hash, module = "openpit.core")]
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ExecutionReportOperation(pub records::ExecutionReportOperation);

impl ExecutionReportOperation {
    fn fields<'py>(&self, py: Python<'py>) -> PyResult<Fields<'py>> {
        Fields::default()
            .with(py, "instrument", self.instrument())?
            .with(py, "account_id", self.account_id())?
            .with(py, "side", self.side(py)?)
    }
}

record_methods!(ExecutionReportOperation);

#[pymethods]
impl ExecutionReportOperation {
    #[new]
    #[pyo3(signature = (*, instrument=None, account_id=None, side=None))]
    fn new(
        instrument: Option<&Bound<'_, PyAny>>,
        account_id: Option<&Bound<'_, PyAny>>,
        side: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        Ok(Self(records::ExecutionReportOperation {
            instrument: typed_option::<Instrument>(instrument, "instrument")?
                .map(|instrument| instrument.get().0.clone()),
            account_id: account_id.map(crate::param::account_id).transpose()?,
            side: crate::param::enum_option(side, "side")?,
        }))
    }

    /// What was traded.
    #[getter]
    fn instrument(&self) -> Option<Instrument> {
        self.0.instrument.clone().map(Instrument)
    }

    /// The account that traded.
    #[getter]
    fn account_id(&self) -> Option<AccountId> {
        self.0.account_id.map(AccountId)
    }

    /// Buy or sell: a ``Side``.
    #[getter]
    fn side<'py>(&self, py: Python<'py>) -> PyResult<Option<&'py Bound<'py, PyAny>>> {
        self.0.side.map(|side| enum_member(py, side)).transpose()
    }
}

/// What an execution did to the account's money, in the settlement asset (O-2).
///
/// ``pnl``: realized, a profit is positive. ``fee``: a cost is positive, a rebate negative.
/// Keyword only. Immutable, hashable, picklable (V-7).
#[pyclass(frozen, eq, hash, module = "openpit.core")]
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct FinancialImpact(pub records::FinancialImpact);

impl FinancialImpact {
    fn fields<'py>(&self, py: Python<'py>) -> PyResult<Fields<'py>> {
        Fields::default()
            .with(py, "pnl", self.pnl())?
            .with(py, "fee", self.fee())
    }
}

record_methods!(FinancialImpact);

#[pymethods]
impl FinancialImpact {
    #[new]
    #[pyo3(signature = (*, pnl=None, fee=None))]
    fn new(pnl: Option<&Bound<'_, PyAny>>, fee: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        Ok(Self(records::FinancialImpact {
            pnl: typed_option::<Pnl>(pnl, "pnl")?.map(|pnl| pnl.get().0),
            fee: typed_option::<Fee>(fee, "fee")?.map(|fee| fee.get().0),
        }))
    }

    /// Realized profit: profit is positive.
    #[getter]
    fn pnl(&self) -> Option<Pnl> {
        self.0.pnl.map(Pnl)
    }

    /// Fee: a cost is positive, a rebate negative.
    #[getter]
    fn fee(&self) -> Option<Fee> {
        self.0.fee.map(Fee)
    }
}

/// What an execution did to the order (O-2).
///
/// ``last_trade``: the trade that the report tells of, ``None`` for a cancel; ``leaves_quantity``:
/// what is left open, in units of the underlying; ``is_final``: whether this is the order's last
/// report. Keyword only. Immutable, hashable, picklable (V-7).
#[pyclass(frozen, eq, hash, module = "openpit.core")]
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ExecutionReportFillDetails(pub records::ExecutionReportFillDetails);

impl ExecutionReportFillDetails {
    fn fields<'py>(&self, py: Python<'py>) -> PyResult<Fields<'py>> {
        Fields::default()
            .with(py, "last_trade", self.last_trade())?
            .with(py, "leaves_quantity", self.leaves_quantity())?
            .with(py, "is_final", self.is_final().then_some(true))
    }
}

record_methods!(ExecutionReportFillDetails);

#[pymethods]
impl ExecutionReportFillDetails {
    #[new]
    #[pyo3(signature = (*, last_trade=None, leaves_quantity=None, is_final=false))]
    fn new(
        last_trade: Option<&Bound<'_, PyAny>>,
        leaves_quantity: Option<&Bound<'_, PyAny>>,
        #[pyo3(from_py_with = flags::is_final)] is_final: bool,
    ) -> PyResult<Self> {
        let leaves_quantity = typed_option::<Quantity>(leaves_quantity, "leaves_quantity")?;
        Ok(Self(records::ExecutionReportFillDetails {
            last_trade: typed_option::<Trade>(last_trade, "last_trade")?.map(|trade| trade.get().0),
            leaves_quantity: leaves_quantity.map(|quantity| quantity.get().0),
            is_final,
        }))
    }

    /// The trade that the report tells of; ``None`` for a cancel or a venue reject.
    #[getter]
    fn last_trade(&self) -> Option<Trade> {
        self.0.last_trade.map(Trade)
    }

    /// What is left open of the order, in units of the underlying.
    #[getter]
    fn leaves_quantity(&self) -> Option<Quantity> {
        self.0.leaves_quantity.map(Quantity)
    }

    /// Whether this is the last report of the order.
    #[getter]
    fn is_final(&self) -> bool {
        self.0.is_final
    }
}

/// The identity of a report: which order, and which execution of it (O-2).
///
/// Ids are 1 to 64 bytes of UTF-8 without control characters; else a ``ParamError``. A cancel has
/// no ``execution_id``. Keyword only. Immutable, hashable, picklable (V-7).
#[pyclass(frozen, eq, hash, module = "openpit.core")]
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ExecutionReportIdentity(pub records::ExecutionReportIdentity);

impl ExecutionReportIdentity {
    fn fields<'py>(&self, py: Python<'py>) -> PyResult<Fields<'py>> {
        Fields::default()
            .with(py, "client_order_id", Some(self.client_order_id()))?
            .with(py, "execution_id", self.execution_id())
    }
}

record_methods!(ExecutionReportIdentity);

#[pymethods]
impl ExecutionReportIdentity {
    #[new]
    #[pyo3(signature = (*, client_order_id, execution_id=None))]
    fn new(
        client_order_id: &Bound<'_, PyAny>,
        execution_id: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let read = |value: &Bound<'_, PyAny>| {
            raise(value.py(), ExecutionId::new(text(value, "execution_id")?))
        };
        Ok(Self(records::ExecutionReportIdentity {
            client_order_id: read_client_order_id(client_order_id)?,
            execution_id: execution_id.map(read).transpose()?,
        }))
    }

    /// The client's own id of the order.
    #[getter]
    fn client_order_id(&self) -> &str {
        self.0.client_order_id.as_str()
    }

    /// The venue's id of the execution; ``None`` where nothing was executed.
    #[getter]
    fn execution_id(&self) -> Option<&str> {
        self.0.execution_id.as_ref().map(ExecutionId::as_str)
    }
}

/// What a venue reported of an order (O-2).
///
/// Reports are facts: the engine never refuses one for time, block or state (P-10). Keyword only.
/// Immutable, hashable, picklable; equal to a report of the same class with equal parts (V-7). A
/// subclass may add attributes: custom policies get the very same object (O-6), and copies and
/// pickles keep them, but they do not count in equality. Its ``__init__`` must call
/// ``super().__init__``, else the report is refused with a ``TypeError``.
///
/// >>> report = ExecutionReport(
/// ...     operation=ExecutionReportOperation(account_id=AccountId.from_int(1)),
/// ...     financial_impact=FinancialImpact(pnl=Pnl("-50"), fee=Fee("3.4")),
/// ... )
/// >>> report.financial_impact == FinancialImpact(fee=Fee("3.40"), pnl=Pnl(-50))
/// True
#[pyclass(frozen, subclass, module = "openpit.core")]
#[derive(Debug, Default)]
pub struct ExecutionReport {
    record: OnceLock<records::ExecutionReport>,
}

impl ExecutionReport {
    fn fields<'py>(slf: &Bound<'py, Self>) -> PyResult<Fields<'py>> {
        let py = slf.py();
        Fields::default()
            .with(py, "operation", Some(Self::operation(slf)?))?
            .with(py, "financial_impact", Self::financial_impact(slf)?)?
            .with(py, "fill", Self::fill(slf)?)?
            .with(py, "position_impact", Self::position_impact(slf)?)?
            .with(py, "identity", Self::identity(slf)?)
    }

    fn record<'a>(slf: &'a Bound<'_, Self>) -> PyResult<&'a records::ExecutionReport> {
        slf.get().record.get().ok_or_else(|| not_initialised(slf))
    }
}

impl From<records::ExecutionReport> for ExecutionReport {
    fn from(record: records::ExecutionReport) -> Self {
        Self {
            record: OnceLock::from(record),
        }
    }
}

open_record_methods!(ExecutionReport);

#[pymethods]
impl ExecutionReport {
    #[new]
    #[pyo3(
        signature = (*args, **kwargs),
        text_signature = "(*, operation, financial_impact=None, fill=None, position_impact=None, \
                          identity=None)"
    )]
    fn new(args: &Bound<'_, PyTuple>, kwargs: Option<&Bound<'_, PyDict>>) -> Self {
        // A subclass may have arguments of its own; `__init__` judges them.
        let _ = (args, kwargs);
        Self::default()
    }

    #[pyo3(signature = (
        *, operation, financial_impact=None, fill=None, position_impact=None, identity=None
    ))]
    fn __init__(
        slf: &Bound<'_, Self>,
        operation: &Bound<'_, PyAny>,
        financial_impact: Option<&Bound<'_, PyAny>>,
        fill: Option<&Bound<'_, PyAny>>,
        position_impact: Option<&Bound<'_, PyAny>>,
        identity: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<()> {
        let operation = typed::<ExecutionReportOperation>(operation, "operation")?;
        let impact = typed_option::<FinancialImpact>(financial_impact, "financial_impact")?;
        let fill = typed_option::<ExecutionReportFillDetails>(fill, "fill")?;
        let position =
            typed_option::<ExecutionReportPositionImpact>(position_impact, "position_impact")?;
        let identity = typed_option::<ExecutionReportIdentity>(identity, "identity")?;
        let record = records::ExecutionReport {
            operation: operation.get().0.clone(),
            financial_impact: impact.map(|impact| impact.get().0.clone()),
            fill: fill.map(|fill| fill.get().0.clone()),
            position_impact: position.map(|position| position.get().0.clone()),
            identity: identity.map(|identity| identity.get().0.clone()),
        };
        let filled = slf.get().record.set(record);
        filled.map_err(|_| already_initialised(slf))
    }

    /// Which order the report speaks of.
    #[getter]
    fn operation(slf: &Bound<'_, Self>) -> PyResult<ExecutionReportOperation> {
        let operation = &Self::record(slf)?.operation;
        Ok(ExecutionReportOperation(operation.clone()))
    }

    /// What the execution did to the account's money.
    #[getter]
    fn financial_impact(slf: &Bound<'_, Self>) -> PyResult<Option<FinancialImpact>> {
        let impact = &Self::record(slf)?.financial_impact;
        Ok(impact.clone().map(FinancialImpact))
    }

    /// What the execution did to the order.
    #[getter]
    fn fill(slf: &Bound<'_, Self>) -> PyResult<Option<ExecutionReportFillDetails>> {
        let fill = &Self::record(slf)?.fill;
        Ok(fill.clone().map(ExecutionReportFillDetails))
    }

    /// What the execution did to the position.
    #[getter]
    fn position_impact(slf: &Bound<'_, Self>) -> PyResult<Option<ExecutionReportPositionImpact>> {
        let impact = &Self::record(slf)?.position_impact;
        Ok(impact.clone().map(ExecutionReportPositionImpact))
    }

    /// Which execution it is.
    #[getter]
    fn identity(slf: &Bound<'_, Self>) -> PyResult<Option<ExecutionReportIdentity>> {
        let identity = &Self::record(slf)?.identity;
        Ok(identity.clone().map(ExecutionReportIdentity))
    }
}

/// A Python report inside the engine: read in place, never copied (O-4, O-6).
#[derive(Debug)]
pub struct SubmittedReport(Py<ExecutionReport>);

impl SubmittedReport {
    /// The report, whose record is known to be filled.
    pub fn new(report: &Bound<'_, ExecutionReport>) -> PyResult<Self> {
        ExecutionReport::record(report)?;
        Ok(Self(report.clone().unbind()))
    }

    /// The very object that was submitted.
    pub const fn object(&self) -> &Py<ExecutionReport> {
        &self.0
    }
}

impl HasAccountId for SubmittedReport {
    #[inline]
    fn account_id(&self) -> Option<param::AccountId> {
        self.0.get().record.get()?.account_id()
    }
}

impl HasInstrument for SubmittedReport {
    #[inline]
    fn instrument(&self) -> Option<&records::Instrument> {
        self.0.get().record.get()?.instrument()
    }
}

impl HasPnl for SubmittedReport {
    #[inline]
    fn pnl(&self) -> Option<param::Pnl> {
        self.0.get().record.get()?.pnl()
    }
}

impl HasFee for SubmittedReport {
    #[inline]
    fn fee(&self) -> Option<param::Fee> {
        self.0.get().record.get()?.fee()
    }
}

impl HasLastTrade for SubmittedReport {
    #[inline]
    fn last_trade(&self) -> Option<param::Trade> {
        self.0.get().record.get()?.last_trade()
    }
}

impl RecordReport for SubmittedReport {
    fn report_fields(&self) -> ReportFields<'_> {
        self.0
            .get()
            .record
            .get()
            .map_or_else(ReportFields::default, RecordReport::report_fields)
    }
}
