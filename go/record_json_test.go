// SPDX-License-Identifier: Apache-2.0

package openpit_test

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"reflect"
	"testing"

	"go.openpit.dev/openpit"
	"go.openpit.dev/openpit/param"
)

// texts is records and their JSON.
var texts = []struct {
	record any
	text   string
}{
	{openpit.Order{}, `{"operation":{}}`},
	{fullOrder(), `{"operation":{"instrument":"AAPL/USD","account_id":"99224416","side":"buy",` +
		`"trade_amount":{"quantity":"0.5"},"price":"62000.5"},` +
		`"position":{"position_side":"short","reduce_only":true,"close_position":true},` +
		`"margin":{"leverage":"10.5","collateral_asset":"USD","auto_borrow":true},` +
		`"identity":{"client_order_id":"A-17"}}`},
	{zeroOrder(), `{"operation":{"account_id":"0","trade_amount":{"volume":"0"},"price":"0"}}`},
	{openpit.ExecutionReport{}, `{"operation":{}}`},
	{fullReport(), `{"operation":{"instrument":"AAPL/USD","account_id":"99224416","side":"buy"},` +
		`"financial_impact":{"pnl":"-50","fee":"3.4"},` +
		`"fill":{"last_trade":{"price":"185","quantity":"100"},"leaves_quantity":"0",` +
		`"is_final":true},` +
		`"position_impact":{"position_effect":"close","position_side":"long"},` +
		`"identity":{"client_order_id":"A-17","execution_id":"A-17:1"}}`},
	{balanceAdjustment(), `{"operation":{"balance":{"asset":"USD","average_entry_price":"1.1"}},` +
		`"amount":{"balance":{"delta":"5"},"held":{"absolute":"0"},"incoming":{"delta":"-0.25"}},` +
		`"bounds":{"balance_upper":"12","balance_lower":"11","held_upper":"14",` +
		`"held_lower":"14","incoming_upper":"16","incoming_lower":"0"}}`},
	{positionAdjustment(), `{"operation":{"position":{"instrument":"AAPL/USD",` +
		`"collateral_asset":"USD","average_entry_price":"-3.25","mode":"hedging",` +
		`"leverage":"10.5"}},"amount":{"balance":{"absolute":"-2"}}}`},
}

// zeroOrder has what is zero and yet present.
func zeroOrder() (order openpit.Order) {
	order.Operation.AccountID = param.Some(param.AccountID{})
	order.Operation.TradeAmount = param.VolumeAmount(param.Volume{})
	order.Operation.Price = param.Some(param.Price{})
	return order
}

func TestJSONOfRecords(t *testing.T) {
	for _, one := range texts {
		text, err := json.Marshal(one.record)
		if err != nil || string(text) != one.text {
			t.Fatalf("%s %v, want %s", text, err, one.text)
		}
		back := reflect.New(reflect.TypeOf(one.record))
		if err := json.Unmarshal(text, back.Interface()); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		if got := back.Elem().Interface(); got != one.record {
			t.Fatalf("%s was read as %+v", text, got)
		}
	}
}

func TestGobOfRecords(t *testing.T) {
	for _, one := range texts {
		var buffer bytes.Buffer
		if err := gob.NewEncoder(&buffer).Encode(one.record); err != nil {
			t.Fatal(err)
		}
		back := reflect.New(reflect.TypeOf(one.record))
		if err := gob.NewDecoder(&buffer).Decode(back.Interface()); err != nil {
			t.Fatal(err)
		}
		if got := back.Elem().Interface(); got != one.record {
			t.Fatalf("%+v was read as %+v", one.record, got)
		}
	}
}

func TestNullIsAbsent(t *testing.T) {
	for text, to := range map[string]any{
		`{"operation":null,"position":{"position_side":null,"reduce_only":null},"margin":null,
			"identity":null}`: new(openpit.Order),
		`{"operation":{"instrument":null,"account_id":null,"side":null,"trade_amount":null,
			"price":null}}`: new(openpit.Order),
		`{"financial_impact":{"pnl":null},"fill":{"last_trade":null,"is_final":null},
			"position_impact":{"position_effect":null}}`: new(openpit.ExecutionReport),
	} {
		if err := json.Unmarshal([]byte(text), to); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		if !reflect.ValueOf(to).Elem().IsZero() {
			t.Fatalf("%s was read as %+v", text, to)
		}
	}
}

// TestReadingReplaces: what was there before does not shine through.
func TestReadingReplaces(t *testing.T) {
	order := fullOrder()
	if err := json.Unmarshal([]byte(`{"margin":{"leverage":2}}`), &order); err != nil {
		t.Fatal(err)
	}
	want := openpit.Order{}
	want.Margin.Leverage = param.Must(param.NewLeverage("2"))
	if order != want {
		t.Fatalf("%+v", order)
	}
}

// TestBadJSONOfRecords: nothing is guessed, nothing is lost, and every fault is typed.
func TestBadJSONOfRecords(t *testing.T) {
	const unknown, twice = param.ErrorKindUnknownName, param.ErrorKindDuplicateField
	const wrong, missing = param.ErrorKindWrongType, param.ErrorKindMissingField
	for _, one := range []struct {
		to    any
		text  string
		fault fault
	}{
		{new(openpit.Order), `{"margn":{}}`, fault{unknown, "`order` `margn`"}},
		{new(openpit.Order), `{"margin":{},"margin":{}}`, fault{twice, "`order` `margin`"}},
		{new(openpit.Order), `null`, fault{wrong,
			"`order` `null` is of the wrong type: allowed is an object"}},
		{new(openpit.Order), `{"identity":{}}`, fault{missing, "`order` `client_order_id`"}},
		{new(openpit.Order), `{"operation":{"instrument":"AAPL"}}`,
			fault{param.ErrorKindInvalidFormat, "`instrument`"}},
		{new(openpit.ExecutionReport), `{"fill":{"is_final":"true"}}`, fault{wrong, "`flag`"}},
		{new(openpit.AccountAdjustment), `{"operation":{"cash":{}}}`,
			fault{unknown, "`adjustment_operation` `cash`"}},
		{new(openpit.AccountAdjustment), `{"operation":null,"amount":{"held":{"delta":"1"}}}`,
			fault{missing, "`account_adjustment` `operation`"}},
	} {
		before := reflect.ValueOf(one.to).Elem().Interface()
		wantFault(t, json.Unmarshal([]byte(one.text), one.to), one.fault)
		if after := reflect.ValueOf(one.to).Elem().Interface(); after != before {
			t.Fatalf("%s left %+v", one.text, after)
		}
	}
}

// TestOwnTypesInJSON: a type that embeds a record writes its own fields beside it, but does not
// read them: that is refused rather than done by half. One that names the record does both.
func TestOwnTypesInJSON(t *testing.T) {
	type embedded struct {
		openpit.Order
		Trader string
	}
	text, err := json.Marshal(embedded{limitOrder("1", "1"), "ann"})
	if err != nil || !bytes.Contains(text, []byte(`"Trader":"ann"`)) ||
		!bytes.Contains(text, []byte(`"price":"1"`)) {
		t.Fatal(string(text), err)
	}
	wantFault(t, json.Unmarshal(text, new(embedded)),
		fault{param.ErrorKindUnknownName, "`order` `Trader`"})
	type named struct {
		Order  openpit.Order
		Trader string
	}
	one, back := named{limitOrder("1", "1"), "ann"}, named{}
	if text, err = json.Marshal(one); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &back); err != nil || back != one {
		t.Fatal(back, err)
	}
}
