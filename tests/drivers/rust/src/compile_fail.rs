// SPDX-License-Identifier: Apache-2.0
//! Misuse that Rust refuses to compile: the Rust pass of the scenarios tagged
//! `@rust-compile-fail`. `tests/conftest.py` looks for a scenario's number in the headings here;
//! `cargo test` proves that each block does not compile, with the error code that it should have.

/// # P-7.5 request execute: request executed, request rejected, engine closed after use
/// ```compile_fail,E0382
/// use openpit::{AccountAdjustment, ExecutionReport, Order, pretrade::Request};
/// fn misuse(request: Request<Order, ExecutionReport>) {
///     let _ = request.execute();
///     let _ = request.execute();
/// }
/// ```
/// # P-7.5 request execute: request dropped
/// ```compile_fail,E0382
/// use openpit::{AccountAdjustment, ExecutionReport, Order, pretrade::Request};
/// fn misuse(request: Request<Order, ExecutionReport>) {
///     drop(request);
///     let _ = request.execute();
/// }
/// ```
#[derive(Debug)]
pub struct ExecuteTwice;

/// # P-7.5 commit: committed, commit failed, engine closed after use
/// ```compile_fail,E0382
/// use openpit::{AccountAdjustment, ExecutionReport, Order, pretrade::Reservation};
/// fn misuse(reservation: Reservation<Order, ExecutionReport>) {
///     let _ = reservation.commit();
///     let _ = reservation.commit();
/// }
/// ```
/// # P-7.5 commit: rolled back, rollback failed
/// ```compile_fail,E0382
/// use openpit::{AccountAdjustment, ExecutionReport, Order, pretrade::Reservation};
/// fn misuse(reservation: Reservation<Order, ExecutionReport>) {
///     let _ = reservation.rollback();
///     let _ = reservation.commit();
/// }
/// ```
/// # P-7.5 commit: closed
/// ```compile_fail,E0382
/// use openpit::{AccountAdjustment, ExecutionReport, Order, pretrade::Reservation};
/// fn misuse(reservation: Reservation<Order, ExecutionReport>) {
///     let _ = reservation.close();
///     let _ = reservation.commit();
/// }
/// ```
/// # P-7.5 commit: reservation dropped
/// ```compile_fail,E0382
/// use openpit::{AccountAdjustment, ExecutionReport, Order, pretrade::Reservation};
/// fn misuse(reservation: Reservation<Order, ExecutionReport>) {
///     drop(reservation);
///     let _ = reservation.commit();
/// }
/// ```
/// # P-7.5 rollback: committed, commit failed, engine closed after use
/// ```compile_fail,E0382
/// use openpit::{AccountAdjustment, ExecutionReport, Order, pretrade::Reservation};
/// fn misuse(reservation: Reservation<Order, ExecutionReport>) {
///     let _ = reservation.commit();
///     let _ = reservation.rollback();
/// }
/// ```
/// # P-7.5 rollback: rolled back, rollback failed
/// ```compile_fail,E0382
/// use openpit::{AccountAdjustment, ExecutionReport, Order, pretrade::Reservation};
/// fn misuse(reservation: Reservation<Order, ExecutionReport>) {
///     let _ = reservation.rollback();
///     let _ = reservation.rollback();
/// }
/// ```
/// # P-7.5 rollback: closed
/// ```compile_fail,E0382
/// use openpit::{AccountAdjustment, ExecutionReport, Order, pretrade::Reservation};
/// fn misuse(reservation: Reservation<Order, ExecutionReport>) {
///     let _ = reservation.close();
///     let _ = reservation.rollback();
/// }
/// ```
/// # P-7.5 rollback: reservation dropped
/// ```compile_fail,E0382
/// use openpit::{AccountAdjustment, ExecutionReport, Order, pretrade::Reservation};
/// fn misuse(reservation: Reservation<Order, ExecutionReport>) {
///     drop(reservation);
///     let _ = reservation.rollback();
/// }
/// ```
/// # P-7.5 close: committed, commit failed, engine closed after use
/// ```compile_fail,E0382
/// use openpit::{AccountAdjustment, ExecutionReport, Order, pretrade::Reservation};
/// fn misuse(reservation: Reservation<Order, ExecutionReport>) {
///     let _ = reservation.commit();
///     let _ = reservation.close();
/// }
/// ```
/// # P-7.5 close: rolled back, rollback failed
/// ```compile_fail,E0382
/// use openpit::{AccountAdjustment, ExecutionReport, Order, pretrade::Reservation};
/// fn misuse(reservation: Reservation<Order, ExecutionReport>) {
///     let _ = reservation.rollback();
///     let _ = reservation.close();
/// }
/// ```
/// # P-7.5 close: closed
/// ```compile_fail,E0382
/// use openpit::{AccountAdjustment, ExecutionReport, Order, pretrade::Reservation};
/// fn misuse(reservation: Reservation<Order, ExecutionReport>) {
///     let _ = reservation.close();
///     let _ = reservation.close();
/// }
/// ```
/// # P-7.5 close: reservation dropped
/// ```compile_fail,E0382
/// use openpit::{AccountAdjustment, ExecutionReport, Order, pretrade::Reservation};
/// fn misuse(reservation: Reservation<Order, ExecutionReport>) {
///     drop(reservation);
///     let _ = reservation.close();
/// }
/// ```
#[derive(Debug)]
pub struct FinalizedAgain;

/// # P-6.1 A reservation is finalized twice
/// ```compile_fail,E0382
/// use openpit::{AccountAdjustment, ExecutionReport, Order, pretrade::Reservation};
/// fn misuse(reservation: Reservation<Order, ExecutionReport>) {
///     let _ = reservation.commit();
///     let _ = reservation.rollback();
/// }
/// ```
#[derive(Debug)]
pub struct FinalizeTwice;

/// # P-1.2 A policy is added before the sync policy is chosen
/// ```compile_fail,E0599
/// use openpit::pretrade::policies::OrderValidation;
/// use openpit::{AccountAdjustment, Engine, ExecutionReport, Order};
/// let builder = Engine::builder::<Order, ExecutionReport, AccountAdjustment>();
/// let builder = builder.builtin(OrderValidation::new());
/// ```
#[derive(Debug)]
pub struct PolicyFirst;

/// # T-1.3 A Local engine is called from another thread
/// ```compile_fail,E0277
/// use openpit::{AccountAdjustment, Engine, ExecutionReport, Order};
/// let builder = Engine::builder::<Order, ExecutionReport, AccountAdjustment>();
/// let engine = builder.no_sync().build().unwrap();
/// std::thread::scope(|scope| {
///     scope.spawn(|| engine.decisions());
/// });
/// ```
#[derive(Debug)]
pub struct OtherThread;

/// # T-3a A reservation of a Local engine is dropped on another thread
/// ```compile_fail,E0277
/// use openpit::{AccountAdjustment, ExecutionReport, Order, pretrade::Reservation};
/// fn misuse(reservation: Reservation<Order, ExecutionReport>) {
///     std::thread::spawn(move || drop(reservation));
/// }
/// ```
#[derive(Debug)]
pub struct DropElsewhere;

/// # O-4 A policy changes the order that it judges
/// ```compile_fail,E0594
/// use openpit::Order;
/// use openpit::pretrade::{Context, PolicyDecision, PolicyFailure, PreTradePolicy};
/// struct Sly;
/// impl PreTradePolicy for Sly {
///     fn name(&self) -> &str {
///         "sly"
///     }
///     fn perform_pre_trade_check(
///         &self,
///         _: &Context<'_>,
///         order: &Order,
///     ) -> Result<PolicyDecision, PolicyFailure> {
///         order.operation.price = None;
///         Ok(PolicyDecision::accept())
///     }
/// }
/// ```
/// # O-4 A desk changes the order that it submitted
/// ```compile_fail,E0382
/// use openpit::{Engine, ExecutionReport, Order};
/// fn misuse(engine: &Engine<Order, ExecutionReport>, mut order: Order) {
///     let _ = engine.start_pre_trade(order);
///     order.operation.price = None;
/// }
/// ```
#[derive(Debug)]
pub struct OrderChanged;

/// # O-4.4 An execution id without its order's id
/// ```compile_fail,E0063
/// use openpit::core::ExecutionReportIdentity;
/// use openpit::param::ExecutionId;
/// fn misuse(id: ExecutionId) -> ExecutionReportIdentity {
///     ExecutionReportIdentity { execution_id: Some(id) }
/// }
/// ```
#[derive(Debug)]
pub struct ExecutionWithoutOrder;

/// # O-3.3 An account adjustment without an operation
/// ```compile_fail,E0061
/// use openpit::core::{AccountAdjustment, AccountAdjustmentAmount, AccountAdjustmentBounds};
/// fn misuse(amount: AccountAdjustmentAmount, bounds: AccountAdjustmentBounds) {
///     let _ = AccountAdjustment::new(amount, bounds);
/// }
/// ```
#[derive(Debug)]
pub struct AdjustmentWithoutOperation;

/// # O-5.4 An engine with accounts for an order type that has none
/// ```compile_fail,E0277
/// use openpit::{AccountAdjustment, Engine, ExecutionReport, RequestFields};
/// #[derive(RequestFields)]
/// struct Ticket {
///     #[openpit(side)]
///     side: openpit::param::Side,
/// }
/// let builder = Engine::builder::<Ticket, ExecutionReport, AccountAdjustment>();
/// let builder = builder.no_sync();
/// ```
#[derive(Debug)]
pub struct OrderWithoutAccount;

/// # O-5.4 The account API of an engine without accounts
/// ```compile_fail,E0599
/// use openpit::{AccountAdjustment, Engine, ExecutionReport, Order};
/// let builder = Engine::builder::<Order, ExecutionReport, AccountAdjustment>();
/// let engine = builder.without_accounts().no_sync().build().unwrap();
/// let accounts = engine.accounts();
/// ```
#[derive(Debug)]
pub struct AccountsWithoutAccounts;

/// # V-5.7 A price and a quantity are added
/// ```compile_fail,E0308
/// use openpit::param::{Price, Quantity};
/// let _ = Price::ZERO.checked_add(Quantity::ZERO);
/// ```
/// # V-5.7 A profit is compared with a fee
/// ```compile_fail,E0308
/// use openpit::param::{Fee, Pnl};
/// let _ = Pnl::ZERO < Fee::ZERO;
/// ```
#[derive(Debug)]
pub struct TypesMix;

/// # V-2.6 A bool is taken as a number
/// ```compile_fail,E0308
/// use openpit::param::Price;
/// let _ = Price::from_int(true);
/// ```
/// # V-2.6 A bool is converted to a number
/// ```compile_fail,E0277
/// use openpit::param::Price;
/// let _ = Price::try_from(true);
/// ```
#[derive(Debug)]
pub struct BoolAsNumber;

/// # P-9.6 A hook changes the order that it is given
/// ```compile_fail,E0594
/// use openpit::Order;
/// use openpit::pretrade::{Context, PolicyFailure, PolicyReject, PreTradePolicy};
/// struct Changes;
/// impl PreTradePolicy for Changes {
///     fn name(&self) -> &str {
///         "changes"
///     }
///     fn check_pre_trade_start(
///         &self,
///         _: &Context<'_>,
///         order: &Order,
///     ) -> Result<Vec<PolicyReject>, PolicyFailure> {
///         order.operation.price = None;
///         Ok(Vec::new())
///     }
/// }
/// ```
/// # P-9.6 A hook changes the report that it is given
/// ```compile_fail,E0594
/// use openpit::ExecutionReport;
/// use openpit::pretrade::{Context, PolicyFailure, PolicyReport, PreTradePolicy};
/// struct Changes;
/// impl PreTradePolicy for Changes {
///     fn name(&self) -> &str {
///         "changes"
///     }
///     fn apply_execution_report(
///         &self,
///         _: &Context<'_>,
///         report: &ExecutionReport,
///     ) -> Result<PolicyReport, PolicyFailure> {
///         report.operation.side = None;
///         Ok(PolicyReport::nothing())
///     }
/// }
/// ```
#[derive(Debug)]
pub struct ChangedRecord;
