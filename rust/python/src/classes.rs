// SPDX-License-Identifier: Apache-2.0
//! Classes and enum members that are written in Python: found once, then kept.

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyTuple, PyType};

/// A class of the Python package or the standard library, imported at its first use.
pub struct PythonClass {
    module: &'static str,
    name: &'static str,
    class: PyOnceLock<Py<PyType>>,
}

impl PythonClass {
    const fn new(module: &'static str, name: &'static str) -> Self {
        Self {
            module,
            name,
            class: PyOnceLock::new(),
        }
    }

    /// Its name.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The class itself.
    pub fn get<'py>(&self, py: Python<'py>) -> PyResult<&Bound<'py, PyType>> {
        self.class.import(py, self.module, self.name)
    }

    /// Whether `value` is one of the class.
    pub fn has(&self, value: &Bound<'_, PyAny>) -> PyResult<bool> {
        value.is_instance(self.get(value.py())?)
    }

    /// Whether `value` was made by the class, whatever its `__class__` says.
    pub fn made(&self, value: &Bound<'_, PyAny>) -> PyResult<bool> {
        let class = self.get(value.py())?;
        let own = value.get_type();
        Ok(own.is(class) || own.is_subclass(class)?)
    }
}

pub static DECIMAL: PythonClass = PythonClass::new("decimal", "Decimal");
pub static COROUTINE: PythonClass = PythonClass::new("types", "CoroutineType");
pub static ENGINE_BUILDER: PythonClass =
    PythonClass::new("openpit.core.engine_builder", "EngineBuilder");
pub static BLOCK: PythonClass = PythonClass::new("openpit.core.block", "Block");
pub static HOLDING: PythonClass = PythonClass::new("openpit.core.holds", "Holding");
pub static HOLD: PythonClass = PythonClass::new("openpit.core.holds", "Hold");
pub static BALANCE: PythonClass = PythonClass::new("openpit.core.balances", "Balance");
pub static ACCOUNT_BALANCE: PythonClass =
    PythonClass::new("openpit.core.balances", "AccountBalance");
pub static ADJUSTMENT_OUTCOME: PythonClass =
    PythonClass::new("openpit.core.balances", "AccountAdjustmentOutcome");
pub static BATCH_RESULT: PythonClass =
    PythonClass::new("openpit.core.batch", "AccountAdjustmentBatchResult");
pub static CONFIGURE: PythonClass = PythonClass::new("openpit.core.configure", "Configure");
pub static DRY_RUN_RESULT: PythonClass = PythonClass::new("openpit.core.dry_run", "DryRunResult");
pub static POLICY_ADJUSTMENT: PythonClass =
    PythonClass::new("openpit.core.balances", "PolicyAdjustment");
pub static ANOMALY: PythonClass = PythonClass::new("openpit.core.executions", "Anomaly");
pub static DROP_COUNTERS: PythonClass = PythonClass::new("openpit.core.drops", "DropCounters");
pub static GUARDIAN: PythonClass = PythonClass::new("openpit.core.guardian", "Guardian");
pub static PARAM_ERROR: PythonClass = PythonClass::new("openpit.errors", "ParamError");
pub static CONFIG_ERROR: PythonClass = PythonClass::new("openpit.errors", "ConfigError");
pub static LIFECYCLE_ERROR: PythonClass = PythonClass::new("openpit.errors", "LifecycleError");
pub static THREADING_ERROR: PythonClass = PythonClass::new("openpit.errors", "ThreadingError");
pub static REENTRANCY_ERROR: PythonClass = PythonClass::new("openpit.errors", "ReentrancyError");
pub static TIME_ERROR: PythonClass = PythonClass::new("openpit.errors", "TimeError");
pub static CALLBACK_ERROR: PythonClass = PythonClass::new("openpit.errors", "CallbackError");
pub static CALLBACK_FAILURE: PythonClass = PythonClass::new("openpit.errors", "CallbackFailure");
pub static ORDER_VALIDATION: PythonClass = PythonClass::new(
    "openpit.pretrade.policies.order_validation",
    "OrderValidationBuilder",
);
pub static RATE_LIMIT: PythonClass =
    PythonClass::new("openpit.pretrade.policies.rate_limit", "RateLimitBuilder");
pub static ORDER_SIZE_LIMIT: PythonClass = PythonClass::new(
    "openpit.pretrade.policies.order_size_limit",
    "OrderSizeLimitBuilder",
);
pub static NOTIONAL_LIMIT: PythonClass = PythonClass::new(
    "openpit.pretrade.policies.notional_limit",
    "NotionalLimitBuilder",
);
pub static PNL_BOUNDS_KILLSWITCH: PythonClass = PythonClass::new(
    "openpit.pretrade.policies.pnl_bounds_killswitch",
    "PnlBoundsKillSwitchBuilder",
);
pub static SIDE: PythonClass = PythonClass::new("openpit.param.side", "Side");
pub static ROUNDING_STRATEGY: PythonClass =
    PythonClass::new("openpit.param.rounding", "RoundingStrategy");
pub static POSITION_SIDE: PythonClass =
    PythonClass::new("openpit.param.position_side", "PositionSide");
pub static POSITION_EFFECT: PythonClass =
    PythonClass::new("openpit.param.position_effect", "PositionEffect");
pub static POSITION_MODE: PythonClass =
    PythonClass::new("openpit.param.position_mode", "PositionMode");
pub static POLICY: PythonClass = PythonClass::new("openpit.pretrade.policy", "Policy");
pub static POLICY_REJECT: PythonClass = PythonClass::new("openpit.pretrade.reject", "PolicyReject");
pub static REJECT: PythonClass = PythonClass::new("openpit.pretrade.reject", "Reject");
pub static REJECT_CODE: PythonClass = PythonClass::new("openpit.pretrade._codes", "RejectCode");
pub static REJECT_SCOPE: PythonClass = PythonClass::new("openpit.pretrade._codes", "RejectScope");
pub static ACCOUNT_BLOCK: PythonClass =
    PythonClass::new("openpit.pretrade.account_block", "AccountBlock");
pub static BLOCK_CAUSE: PythonClass =
    PythonClass::new("openpit.pretrade.account_block", "BlockCause");
pub static KILL_SWITCH_ACTION: PythonClass =
    PythonClass::new("openpit.pretrade.kill_switch", "KillSwitchAction");
pub static RELEASE: PythonClass = PythonClass::new("openpit.pretrade.release", "Release");
pub static EMITTED_MUTATION: PythonClass =
    PythonClass::new("openpit.pretrade.context", "EmittedMutation");

/// A function of the Python package or the standard library, imported at its first use.
pub struct PythonFunction {
    module: &'static str,
    name: &'static str,
    function: PyOnceLock<Py<PyAny>>,
}

impl PythonFunction {
    const fn new(module: &'static str, name: &'static str) -> Self {
        Self {
            module,
            name,
            function: PyOnceLock::new(),
        }
    }

    /// The function itself.
    pub fn get<'py>(&self, py: Python<'py>) -> PyResult<&Bound<'py, PyAny>> {
        self.function.import(py, self.module, self.name)
    }
}

/// Calls a class's `__new__` with keywords: how `pickle` makes a final record again.
pub static NEWOBJ_EX: PythonFunction = PythonFunction::new("copyreg", "__newobj_ex__");
/// Reads the engine's state, which the core writes as JSON.
pub static JSON_LOADS: PythonFunction = PythonFunction::new("json", "loads");
/// Calls a method of its argument: how `pickle` makes a mutation again.
pub static METHODCALLER: PythonFunction = PythonFunction::new("operator", "methodcaller");
/// What a subclass keeps beside its record.
pub static ATTRIBUTES: PythonFunction = PythonFunction::new("openpit.core.rebuild", "attributes");
/// Makes a record again whose class may have its own constructor.
pub static REBUILD: PythonFunction = PythonFunction::new("openpit.core.rebuild", "rebuild");

/// Makes a dataclass of fields that the core told, which nobody needs to check again.
pub static FILLED: PythonFunction = PythonFunction::new("openpit.core.rebuild", "filled");

/// What `__reduce__` of a value gives: its class, called with `args`.
pub type Reduced<'py> = (Bound<'py, PyAny>, Bound<'py, PyTuple>);
