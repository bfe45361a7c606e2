// SPDX-License-Identifier: Apache-2.0

package param_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"go.openpit.dev/openpit/param"
)

func TestVerbs(t *testing.T) {
	type named struct{ Price param.Price }
	some := param.Some(price("185.5"))
	for _, row := range []struct {
		format string
		value  any
		want   string
	}{
		{"%v", price("-185.50"), "-185.5"},
		{"%s", price("1e3"), "1000"},
		{"%f", price("185.5"), "185.5"},
		{"%.2f", price("185.5"), "185.50"},
		{"%.2f", price("0.005"), "0.00"},
		{"%.2f", price("-0.005"), "0.00"},
		{"%.2f", price("0.015"), "0.02"},
		{"%.0f", price("2.5"), "2"},
		{"%.30f", price("1"), "1.000000000000000000000000000000"},
		{"%.1v", price("0.25"), "0.2"},
		{"%.1s", price("185.25"), "185.2"},
		{"%8.2f|", price("-1.5"), "   -1.50|"},
		{"%-8.2f|", price("-1.5"), "-1.50   |"},
		{"%08.2f|", price("-1.5"), "-0001.50|"},
		{"%+.1f", price("1.5"), "+1.5"},
		{"% .1f", price("1.5"), " 1.5"},
		{"%+.1f", price("-1.5"), "-1.5"},
		{"%q", price("1.5"), `"1.5"`},
		{"%#v", price("1.5"), `param.Must(param.NewPrice("1.5"))`},
		{"%d", price("1.5"), "%!d(param.Price=1.5)"},
		{"%+v", named{price("1.5")}, "{Price:1.5}"},
		{"%v", leverage("10.50"), "10.5"},
		{"%.2f", leverage("10.5"), "10.50"},
		{"%6v|", param.Leverage{}, " unset|"},
		{"%#v", leverage("10.5"), `param.Must(param.NewLeverage("10.5"))`},
		{"%#v", param.Leverage{}, "param.Leverage{}"},
		{"%.2f", some, "185.50"},
		{"%v", some, "185.5"},
		{"%7s|", param.Option[param.Price]{}, "  unset|"},
		{"%#v", some, `param.Some(param.Must(param.NewPrice("185.5")))`},
		{"%#v", param.Option[param.Side]{}, "param.Option[param.Side]{}"},
		{"%v %s", param.SideBuy, "buy %!s(MISSING)"},
		{"%q", param.SideBuy, `"buy"`},
		{"%v", param.Side(0), "unset"},
		{"%v", param.Side(7), "unknown(7)"},
		{"%v", param.Trade{Price: price("185.5"), Quantity: quantity("100")}, "100 @ 185.5"},
		{"%v", param.AccountIDFromInt(7), "7"},
		{"%v", param.DefaultAccountGroup, "0"},
	} {
		if got := fmt.Sprintf(row.format, row.value); got != row.want {
			t.Errorf("%s: %q, want %q", row.format, got, row.want)
		}
	}
	if fixed := leverage("10.5").StringFixed(2); fixed != "10.50" {
		t.Error(fixed)
	}
}

func TestOptionsInRecords(t *testing.T) {
	type row struct {
		Price param.Option[param.Price] `json:"price,omitzero"`
		Side  param.Side                `json:"side,omitzero"`
		Pnl   param.Option[param.Pnl]   `json:"pnl"`
		Trade param.Option[param.Trade] `json:"trade,omitzero"`
	}
	full := row{param.Some(price("0")), param.SideBuy, param.Some(pnl("-1")),
		param.Some(param.Trade{Price: price("2"), Quantity: quantity("3")})}
	for text, value := range map[string]row{
		`{"pnl":null}`: {},
		`{"price":"0","side":"buy","pnl":"-1","trade":{"price":"2","quantity":"3"}}`: full,
	} {
		if wrote := string(param.Must(json.Marshal(value))); wrote != text {
			t.Errorf("%s, want %s", wrote, text)
		}
		back := full
		if err := json.Unmarshal([]byte(text), &back); err != nil {
			t.Error(err)
		}
		if text == `{"pnl":null}` && back.Pnl.IsSet() {
			t.Error("null left a value")
		}
	}
	broken := full
	err := json.Unmarshal([]byte(`{"price":"x"}`), &broken)
	if !isRefused(err, param.ErrorKindInvalidFormat) || broken != full {
		t.Error(broken, err)
	}
	var price param.Option[param.Price]
	want := param.Some(param.Must(param.NewPrice("1.5")))
	for _, column := range []any{"1.5", []byte("1.5"), 1.5} {
		if err := price.Scan(column); err != nil || price != want {
			t.Error(price, err)
		}
	}
	if wrote := param.Must(price.Value()); wrote != "1.5" {
		t.Error(wrote)
	}
	if err := price.Scan(true); !isRefused(err, param.ErrorKindInvalidFormat) {
		t.Error(err)
	}
	if err := price.Scan(nil); err != nil || price.IsSet() || param.Must(price.Value()) != nil {
		t.Error(price, err)
	}
	if price.Or(param.Price{}) != (param.Price{}) {
		t.Error("absent is not the other")
	}
}
