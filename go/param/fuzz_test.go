// SPDX-License-Identifier: Apache-2.0

package param_test

import (
	"encoding/json"
	"errors"
	"math/big"
	"testing"
	"unicode/utf8"

	"go.openpit.dev/openpit"
	"go.openpit.dev/openpit/param"
)

// sameAtDoors holds that no door takes what the constructor refuses, or another value.
func sameAtDoors[T writing, P reading[T]](t *testing.T, text string, read func(string) (T, error)) {
	want, refusal := read(text)
	check := func(door string, got T, err error) {
		t.Helper()
		if got != want || textOf(err) != textOf(refusal) {
			t.Errorf("%s of %q: %v, %v; constructor %v, %v", door, text, got, err, want, refusal)
		}
		if err != nil && !errors.Is(err, openpit.ErrParam) {
			t.Errorf("%s of %q: %v is no ErrParam", door, text, err)
		}
	}
	var byText, bySQL, byBytes, byJSON, byNumber T
	err := P(&byText).UnmarshalText([]byte(text))
	check("text", byText, err)
	err = P(&bySQL).Scan(text)
	check("sql", bySQL, err)
	err = P(&byBytes).Scan([]byte(text))
	check("sql bytes", byBytes, err)
	_, isTradeAmount := any(want).(param.TradeAmount)
	_, isAdjustmentAmount := any(want).(param.AdjustmentAmount)
	if utf8.ValidString(text) && !isTradeAmount && !isAdjustmentAmount { // Which are objects.
		quoted := param.Must(json.Marshal(text))
		err = json.Unmarshal(quoted, &byJSON)
		check("json", byJSON, err)
	}
	var literal json.Number
	if json.Unmarshal([]byte(text), &literal) == nil && literal.String() == text {
		err = json.Unmarshal([]byte(text), &byNumber)
		switch {
		case isNumber[T]() && isInteger(text):
			check("json number", byNumber, err)
		case err == nil:
			t.Errorf("%T takes the JSON number %s", want, text)
		}
	}
	if refusal == nil {
		again, err := read(string(param.Must(want.MarshalText())))
		check("own text", again, err)
	}
}

// isInteger tells whether a JSON number is an integer of 64 bits, which minus zero is not.
func isInteger(text string) bool {
	integer, ok := new(big.Int).SetString(text, 10)
	return ok && (integer.IsInt64() || integer.IsUint64()) && text != "-0"
}

func isNumber[T any]() bool {
	switch any(*new(T)).(type) {
	case param.Asset, param.ClientOrderID, param.Side, param.TradeAmount, param.AdjustmentAmount,
		openpit.Instrument:
		return false
	}
	return true
}

func FuzzDoors(f *testing.F) {
	for _, seed := range []string{
		"", "0", "-0", "1.50", "185.5", "-185.5", "1e3", "1E+3", "1e-28", "1e-29", "+1", ".5", "5.",
		"79228162514264337593543950335", "79228162514264337593543950336", "1e2147483647",
		"0.0000000000000000000000000001", "12345678.12345678901234", "00000000000000000000000000001",
		"9999999999999999999", "18446744073709551615", "18446744073709551616", "4294967296",
		"9999999999999999999.999999999", "10000000000000000000", "1000000000000000000000000.0000",
		"7.9228162514264337593543950335", "0.000000000000000000000000000000", "1_000", " 1", "1 ",
		"NaN", "Infinity", "0x10", "１２", "10.5", "0.9", "3000", "3000.1", "1.25", "null", "true",
		"buy", "SELL", "unset", "AAPL/USD", "A/B/C", "quantity 1", "volume -1", "delta -5",
		"absolute 1e3", "\x00", "A\xff", "\ufffd", "\"", "\\ud800", "{}", "[]",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		sameAtDoors(t, text, param.NewPrice)
		sameAtDoors(t, text, param.NewQuantity)
		sameAtDoors(t, text, param.NewLeverage)
		sameAtDoors(t, text, param.ParseAccountID)
		sameAtDoors(t, text, param.ParseAccountGroupID)
		sameAtDoors(t, text, param.NewAsset)
		sameAtDoors(t, text, param.NewClientOrderID)
		sameAtDoors(t, text, param.ParseSide)
		sameAtDoors(t, text, param.ParseTradeAmount)
		sameAtDoors(t, text, param.ParseAdjustmentAmount)
		sameAtDoors(t, text, openpit.ParseInstrument)
	})
}

// FuzzJSON holds that whatever stands in JSON gives a value that comes back, or an *Error.
func FuzzJSON(f *testing.F) {
	for _, seed := range []string{
		`"185.5"`, `185.5`, `1E400`, `null`, `{"quantity":"1"}`, `{"volume":1}`, `{"delta":"-1"}`,
		`{"price":"1","quantity":"2"}`, `"\u0041"`, `"\ud83d\ude00"`, `"\ud83d"`, `"\\ud83d"`,
		"\"A\xff\"", `"AAPL/USD"`, `"buy"`, `[1]`, ` "1" `, `"A/B\ufffd"`, `{"quantity":"1",}`, `"`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		fromJSON[param.Price](t, text)
		fromJSON[param.Quantity](t, text)
		fromJSON[param.Leverage](t, text)
		fromJSON[param.AccountID](t, text)
		fromJSON[param.Asset](t, text)
		fromJSON[param.Side](t, text)
		fromJSON[param.TradeAmount](t, text)
		fromJSON[param.AdjustmentAmount](t, text)
		fromJSON[param.Trade](t, text)
		fromJSON[openpit.Instrument](t, text)
		fromJSON[param.Option[param.Price]](t, text)
	})
}

func fromJSON[T comparable, P interface {
	*T
	json.Unmarshaler
}](t *testing.T, text string) {
	var value, back T
	err := P(&value).UnmarshalJSON([]byte(text))
	if json.Valid([]byte(text)) {
		if err != nil && !errors.Is(err, openpit.ErrParam) {
			t.Errorf("%T of %q: %v is no ErrParam", value, text, err)
		}
	}
	if err != nil {
		if value != back {
			t.Errorf("%T of %q: refused, and %v all the same", value, text, value)
		}
		return
	}
	wrote, err := json.Marshal(value)
	if err != nil {
		t.Errorf("%T of %q: %v", value, text, err)
	}
	if err := json.Unmarshal(wrote, &back); err != nil || back != value {
		t.Errorf("%T of %q: wrote %s, came back as %v, %v", value, text, wrote, back, err)
	}
}
