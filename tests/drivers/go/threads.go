// SPDX-License-Identifier: Apache-2.0

package conformance

import (
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"go.openpit.dev/openpit"
	"go.openpit.dev/openpit/param"
	"go.openpit.dev/openpit/pretrade"
	"go.openpit.dev/openpit/pretrade/policies"
)

// patience is longer than any step takes: a scenario that hangs fails.
const patience = time.Minute

// meeting is what the script's goroutines and the control share.
type meeting struct {
	lock  sync.Mutex
	held  map[uint64]gate
	trace []string
}

type gate struct{ arrived, letGo chan struct{} }

func (m *meeting) note(text string) {
	m.lock.Lock()
	defer m.lock.Unlock()
	m.trace = append(m.trace, text)
}

// pass is inside the control: it waits if the script holds this goroutine.
func (m *meeting) pass(who uint64) {
	m.note(letter(who) + " in")
	m.lock.Lock()
	held, is := m.held[who]
	delete(m.held, who)
	m.lock.Unlock()
	if is {
		close(held.arrived)
		select {
		case <-held.letGo:
		case <-time.After(patience):
		}
	}
	m.note(letter(who) + " out")
}

// letter is a goroutine's name in scenarios; orders carry its number as their quantity.
func letter(who uint64) string { return string(rune('A' + who - 1)) }

// control notes who is in, holds whom the script holds, and emits one mutation.
type control struct{ at *meeting }

func (control) Name() string { return "desk" }

func (c control) PerformPreTradeCheck(
	_ pretrade.Context, order openpit.Order,
) (pretrade.PolicyDecision, error) {
	amount, _ := order.Operation.TradeAmount.Quantity()
	who, err := strconv.ParseUint(amount.String(), 10, 64)
	if err != nil {
		return pretrade.PolicyDecision{}, err
	}
	c.at.pass(who)
	side := func(what string) func() error {
		return func() error {
			c.at.note(letter(who) + what)
			return nil
		}
	}
	return pretrade.Accept(
		openpit.Mutation{Commit: side(" commit"), Rollback: side(" rollback")}), nil
}

// ApplyAccountAdjustment stops at the last item of the script's batch: half of it is done.
func (c control) ApplyAccountAdjustment(
	_ pretrade.Context, _ param.AccountID, adjustment openpit.AccountAdjustment,
) (pretrade.PolicyAccountAdjustmentResult, error) {
	if text(text2(adjustmentData(adjustment), "amount", "balance"), "delta") == "-2" {
		c.at.pass(1)
	}
	return pretrade.Accept(), nil
}

// text2 is an object within an object.
func text2(of data, outer, inner string) data {
	middle, _ := of[outer].(data)
	found, _ := middle[inner].(data)
	return found
}

// worker is one goroutine of the script and what it still owes.
type worker struct {
	steps   chan step
	answers chan answered
	owed    int
}

type step struct {
	place int
	asked data
}

type answered struct {
	place   int
	outcome string
}

// stage is one scenario under way.
type stage struct {
	engine       *openpit.Engine
	at           *meeting
	workers      map[uint64]*worker
	lock         sync.Mutex
	requests     map[uint64]*openpit.Request
	reservations map[uint64]*openpit.Reservation
	seen         []any
}

func threads(asked data) (any, error) {
	at := &meeting{held: map[uint64]gate{}}
	engine, err := threadedEngine(asked, at)
	if err != nil {
		return nil, err
	}
	steps := list(asked, "steps")
	s := &stage{engine: engine, at: at, workers: map[uint64]*worker{}, seen: make([]any, len(steps)),
		requests: map[uint64]*openpit.Request{}, reservations: map[uint64]*openpit.Reservation{}}
	gates := map[uint64]gate{}
	for place, asked := range steps {
		if err := s.step(place, asked, gates); err != nil {
			return nil, err
		}
	}
	for who, own := range s.workers {
		if err := s.collect(who); err != nil {
			return nil, err
		}
		close(own.steps)
	}
	drops := engine.Drops()
	return data{"seen": s.seen, "control": at.trace, "drops": data{
		"queued":  strconv.FormatUint(drops.Queued, 10),
		"drained": strconv.FormatUint(drops.Drained, 10)}}, nil
}

func threadedEngine(asked data, at *meeting) (*openpit.Engine, error) {
	builder := openpit.NewEngineBuilder()
	if text(asked, "sync") == "full" {
		builder.FullSync()
	} else {
		builder.AccountSync()
	}
	builder.Clock(openpit.NewManualClock()).PreTrade(control{at})
	if most, has := asked["max_orders"].(float64); has {
		limit := policies.RateLimit{MaxOrders: uint64(most), Window: time.Hour}
		builder.Builtin(policies.NewRateLimit().
			BrokerBarrier(policies.RateLimitBrokerBarrier{Limit: limit}))
	}
	if flag(asked, "record") {
		builder.RecordDecisions()
	}
	return builder.Build()
}

func (s *stage) step(place int, asked data, gates map[uint64]gate) error {
	who := handle(asked, "thread")
	if text(asked, "do") == "let_go" {
		close(gates[who].letGo)
		s.seen[place] = ""
		return s.collect(who)
	}
	held := gate{make(chan struct{}), make(chan struct{})}
	if text(asked, "how") == "held" {
		gates[who] = held
		s.at.lock.Lock()
		s.at.held[who] = held
		s.at.lock.Unlock()
	}
	own := s.workers[who]
	if own == nil {
		own = &worker{steps: make(chan step, 16), answers: make(chan answered, 16)}
		s.workers[who] = own
		go s.work(who, own)
	}
	own.steps <- step{place, asked}
	own.owed++
	switch text(asked, "how") {
	case "held":
		select {
		case <-held.arrived:
			return nil
		case <-time.After(patience):
			return driverFault("a step of the scenario did not end")
		}
	case "waits":
		return nil
	}
	return s.collect(who)
}

func (s *stage) collect(who uint64) error {
	own := s.workers[who]
	for own != nil && own.owed > 0 {
		select {
		case found := <-own.answers:
			s.seen[found.place] = found.outcome
			own.owed--
		case <-time.After(patience):
			return driverFault("a step of the scenario did not end")
		}
	}
	return nil
}

func (s *stage) work(who uint64, own *worker) {
	for next := range own.steps {
		own.answers <- answered{next.place, s.act(who, next.asked)}
	}
}

// word is what an error says in one word.
func word(err error) string {
	found := faultOf(err)
	if detail, has := found["detail"].(string); has {
		return detail
	}
	kind, _ := found["kind"].(string)
	return kind
}

// said is what came of a call: its own word, a reject's code or an error's.
func said(outcome string, rejects []pretrade.Reject, err error) string {
	switch {
	case err != nil:
		return word(err)
	case len(rejects) > 0:
		return rejects[0].Code.String()
	}
	return outcome
}

func threadOrder(who uint64, account param.AccountID) openpit.Order {
	quantity, _ := param.QuantityFromInt(int64(who))
	price, _ := param.PriceFromInt(1)
	instrument, _ := openpit.ParseInstrument("AAPL/USD")
	return openpit.LimitOrder(instrument, account, param.SideBuy, quantity, price)
}

// act is one call of one goroutine, and what came of it in a word.
func (s *stage) act(who uint64, asked data) string {
	account, _ := accountOf(text(asked, "account"))
	number := handle(asked, "number")
	switch text(asked, "do") {
	case "start":
		made, rejects, err := s.engine.StartPreTrade(threadOrder(who, account))
		return s.kept(said("accepted", rejects, err), func() { s.requests[number] = &made })
	case "execute":
		s.lock.Lock()
		request := s.requests[number]
		s.lock.Unlock()
		made, rejects, err := request.Execute()
		return s.kept(said("accepted", rejects, err), func() {
			s.reservations[number] = &made
			// A used value shares its handle with what comes after it.
			*request = openpit.Request{}
		})
	case "place":
		made, rejects, err := s.engine.ExecutePreTrade(
			threadOrder(who, account), threadTime(asked)...)
		return s.kept(said("accepted", rejects, err), func() { s.reservations[number] = &made })
	case "commit", "rollback", "drop":
		return s.finalize(number, text(asked, "do"))
	case "report":
		report := openpit.ExecutionReport{}
		report.Operation.AccountID = param.Some(account)
		_, err := s.engine.ApplyExecutionReport(report)
		return said("ok", nil, err)
	case "adjust":
		result, err := s.engine.ApplyAccountAdjustment(account, threadBatch())
		return said("accepted", result.Rejects, err)
	case "block":
		_, err := s.engine.Accounts().Block(account, "desk")
		return said("ok", nil, err)
	case "close":
		return said("ok", nil, s.engine.Close())
	case "storm":
		return s.storm(handle(asked, "threads"), handle(asked, "orders"))
	}
	return s.list(text(asked, "do"))
}

// kept keeps what was accepted.
func (s *stage) kept(outcome string, keep func()) string {
	if outcome == "accepted" {
		s.lock.Lock()
		defer s.lock.Unlock()
		keep()
	}
	return outcome
}

func threadTime(asked data) []openpit.CallOption {
	if ns, has := asked["at"].(float64); has {
		return []openpit.CallOption{openpit.At(int64(ns))}
	}
	return nil
}

func threadBatch() []openpit.AccountAdjustment {
	var batch []openpit.AccountAdjustment
	for _, delta := range []string{"5", "-2"} {
		made, _ := adjustmentOf(data{
			"operation": data{"balance": data{"asset": "USD"}},
			"amount":    data{"balance": data{"delta": delta}}})
		batch = append(batch, made)
	}
	return batch
}

func (s *stage) list(what string) string {
	switch what {
	case "balances":
		balances, err := s.engine.Balances()
		texts := make([]string, len(balances))
		for index, one := range balances {
			texts[index] = one.Balance.Balance.String()
		}
		return said(strings.Join(texts, " "), nil, err)
	case "holds":
		holds, err := s.engine.Holds()
		return said(strconv.Itoa(len(holds)), nil, err)
	case "lines":
		lines, err := s.engine.Decisions()
		return said(strconv.Itoa(len(lines)), nil, err)
	}
	return "no call " + what
}

func (s *stage) finalize(number uint64, how string) string {
	s.lock.Lock()
	reservation := s.reservations[number]
	s.lock.Unlock()
	switch how {
	case "commit":
		return s.ended(reservation, reservation.Commit())
	case "rollback":
		return s.ended(reservation, reservation.Rollback())
	}
	s.lock.Lock()
	delete(s.reservations, number)
	delete(s.requests, number)
	*reservation = openpit.Reservation{}
	s.lock.Unlock()
	before := s.engine.Drops().Queued
	for range 2000 {
		runtime.GC()
		if s.engine.Drops().Queued > before {
			return "ok"
		}
		time.Sleep(time.Millisecond)
	}
	return "not found by the garbage collector"
}

// ended lets go of a reservation that is finalized, since its handle is used again.
func (s *stage) ended(reservation *openpit.Reservation, err error) string {
	if err == nil {
		s.lock.Lock()
		defer s.lock.Unlock()
		*reservation = openpit.Reservation{}
	}
	return said("ok", nil, err)
}

// storm is many goroutines at once, each with orders for an account of its own: how many of them
// the start stage accepted.
func (s *stage) storm(many, orders uint64) string {
	var accepted atomic.Uint64
	var all sync.WaitGroup
	for own := range many {
		all.Add(1)
		go func() {
			defer all.Done()
			account := param.AccountIDFromInt(100 + own)
			for range orders {
				_, rejects, err := s.engine.StartPreTrade(threadOrder(26, account))
				if err == nil && len(rejects) == 0 {
					accepted.Add(1)
				}
			}
		}()
	}
	all.Wait()
	return strconv.FormatUint(accepted.Load(), 10)
}
