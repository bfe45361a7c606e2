// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"strings"

	"go.openpit.dev/openpit"
	"go.openpit.dev/openpit/param"
	"go.openpit.dev/openpit/pretrade"
)

type rejectKey struct{ policy, code string }

// tally is what the replay did; rejects by policy and code.
type tally struct {
	orders, accepted, reports, notSent int
	rejects                            map[rejectKey]int
}

// replayer sends rows to an engine. A `new` is start, execute, commit; `exec` and `cancel` are
// reports; the later rows of a rejected order are counted, not sent.
type replayer struct {
	engine      *openpit.Engine
	path        string
	accounts    map[string]param.AccountID
	instruments map[string]openpit.Instrument
	fills       map[string]int // of each open order the count of its fills; of a rejected one -1
	tally       tally
}

const rejected = -1

func newReplayer(engine *openpit.Engine, path string) *replayer {
	return &replayer{
		engine:      engine,
		path:        path,
		accounts:    map[string]param.AccountID{},
		instruments: map[string]openpit.Instrument{},
		fills:       map[string]int{},
		tally:       tally{rejects: map[rejectKey]int{}},
	}
}

// send sends one row at its recorded time.
func (p *replayer) send(r *row) error {
	err := p.sendRow(r)
	if err != nil {
		return &fault{path: p.path, line: r.line, reason: err.Error()}
	}
	if r.leaves.IsZero() {
		delete(p.fills, r.orderID)
	}
	return nil
}

func (p *replayer) sendRow(r *row) error {
	if r.event == "new" {
		return p.order(r)
	}
	if p.fills[r.orderID] == rejected {
		p.tally.notSent++
		return nil
	}
	return p.report(r)
}

func (p *replayer) order(r *row) error {
	p.tally.orders++
	order, err := p.builtOrder(r)
	if err != nil {
		return err
	}
	request, rejects, err := p.engine.StartPreTrade(order, openpit.At(r.ts))
	if err != nil {
		return err
	}
	if len(rejects) > 0 {
		p.reject(r, rejects)
		return nil
	}
	reservation, rejects, err := request.Execute()
	if err != nil {
		return err
	}
	if len(rejects) > 0 {
		p.reject(r, rejects)
		return nil
	}
	if err := reservation.Commit(); err != nil {
		return err
	}
	p.tally.accepted++
	p.fills[r.orderID] = 0
	return nil
}

func (p *replayer) reject(r *row, rejects []pretrade.Reject) {
	p.fills[r.orderID] = rejected
	for _, reject := range rejects {
		p.tally.rejects[rejectKey{reject.Policy, reject.Code.String()}]++
	}
}

func (p *replayer) builtOrder(r *row) (openpit.Order, error) {
	instrument, account, err := p.keys(r)
	if err != nil {
		return openpit.Order{}, err
	}
	id, err := param.NewClientOrderID(r.orderID)
	if err != nil {
		return openpit.Order{}, err
	}
	order := openpit.MarketOrder(instrument, account, r.side, r.quantity)
	order.Operation.Price = r.price
	order.Identity.ClientOrderID = id
	return order, nil
}

func (p *replayer) report(r *row) error {
	report, err := p.builtReport(r)
	if err != nil {
		return err
	}
	if _, err := p.engine.ApplyExecutionReport(report, openpit.At(r.ts)); err != nil {
		return err
	}
	p.tally.reports++
	return nil
}

func (p *replayer) builtReport(r *row) (openpit.ExecutionReport, error) {
	var report openpit.ExecutionReport
	instrument, account, err := p.keys(r)
	if err != nil {
		return report, err
	}
	report.Operation.Instrument = instrument
	report.Operation.AccountID = param.Some(account)
	report.Operation.Side = r.side
	report.FinancialImpact.Pnl = r.pnl
	report.FinancialImpact.Fee = r.fee
	report.Fill.LeavesQuantity = param.Some(r.leaves)
	report.Fill.IsFinal = r.leaves.IsZero()
	if report.Identity.ClientOrderID, err = param.NewClientOrderID(r.orderID); err != nil {
		return report, err
	}
	price, found := r.price.Get()
	if r.event != "exec" || !found {
		return report, nil
	}
	p.fills[r.orderID]++
	report.Fill.LastTrade = param.Some(param.Trade{Price: price, Quantity: r.quantity})
	execution := fmt.Sprintf("%s:%d", r.orderID, p.fills[r.orderID])
	report.Identity.ExecutionID, err = param.NewExecutionID(execution)
	return report, err
}

func (p *replayer) keys(r *row) (openpit.Instrument, param.AccountID, error) {
	var err error
	instrument, found := p.instruments[r.instrument]
	if !found {
		underlying, settlement, _ := strings.Cut(r.instrument, "/")
		if instrument, err = openpit.NewInstrument(underlying, settlement); err != nil {
			return instrument, param.AccountID{}, err
		}
		p.instruments[r.instrument] = instrument
	}
	account, found := p.accounts[r.account]
	if !found {
		if account, err = param.AccountIDFromString(r.account); err != nil {
			return instrument, account, err
		}
		p.accounts[r.account] = account
	}
	return instrument, account, nil
}
