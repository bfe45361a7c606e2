// SPDX-License-Identifier: Apache-2.0

package param_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"go.openpit.dev/openpit"
	"go.openpit.dev/openpit/param"
)

// refusals is what a type must not take, by door. A refused value leaves the target as it was.
type refusals struct {
	kind    param.ErrorKind
	texts   []string
	json    []string
	columns []any
	// isObject tells that JSON of the type is no string, so that its texts are not tried there.
	isObject bool
}

func refuses[T writing, P reading[T]](t *testing.T, keep T, all ...refusals) {
	t.Helper()
	for _, r := range all {
		check := func(door string, input any, read func(P) error) {
			t.Helper()
			target := keep
			if err := read(&target); !isRefused(err, r.kind) || target != keep {
				t.Errorf("%T by %s of %q: %v, %v, want %v", keep, door, input, target, err, r.kind)
			}
		}
		for _, text := range r.texts {
			check("text", text, func(p P) error { return p.UnmarshalText([]byte(text)) })
			check("sql", text, func(p P) error { return p.Scan(text) })
			check("sql bytes", text, func(p P) error { return p.Scan([]byte(text)) })
			if !r.isObject {
				quoted := param.Must(json.Marshal(text))
				check("json", quoted, func(p P) error { return json.Unmarshal(quoted, p) })
			}
			if text != "" {
				check("binary", text, func(p P) error { return p.UnmarshalBinary([]byte(text)) })
			}
		}
		for _, raw := range r.json {
			check("json", raw, func(p P) error { return json.Unmarshal([]byte(raw), p) })
			check("json alone", raw, func(p P) error { return p.UnmarshalJSON([]byte(raw)) })
		}
		for _, column := range r.columns {
			check("sql", column, func(p P) error { return p.Scan(column) })
		}
	}
}

var noText = []string{"true", "false", "{}", "[]", `{"a":1}`, "[1]"}

func numberRefusals(own ...refusals) []refusals {
	return append(own,
		refusals{kind: param.ErrorKindUnset, columns: []any{nil}},
		// Of a number that is no integer of 64 bits some JSON libraries lose the digits.
		refusals{kind: param.ErrorKindWrongType, json: append([]string{"null", " null\n", "1.5", "5.0",
			"1e2", "-0", "-0.0", "18446744073709551616", "-9223372036854775809",
			"79228162514264337593543950336", "1e400", "1E+29", "1e-400"}, noText...)},
		refusals{kind: param.ErrorKindEmpty, texts: []string{""}},
		refusals{kind: param.ErrorKindInvalidFormat,
			texts: []string{"x", " 1", "1 ", "1_000", "1,5", ".5", "5.", "0x10", "NaN", "inf",
				"١٢", "1e", "--1", "1\x00", "null"},
			columns: []any{true, time.Unix(0, 0), []int{1}, uint8(1), "\xff"},
		},
		refusals{kind: param.ErrorKindOverflow,
			texts: []string{"79228162514264337593543950336", "1e2147483647", strings.Repeat("9", 1000)},
		},
		refusals{kind: param.ErrorKindInexact,
			texts:   []string{"1e-29", "0.00000000000000000000000000001", "7.92281625142643375935439503361"},
			columns: []any{5e-324},
		},
		refusals{kind: param.ErrorKindNotFinite,
			columns: []any{math.NaN(), math.Inf(1), math.Inf(-1)}},
	)
}

var negative = refusals{kind: param.ErrorKindNegative, texts: []string{"-1", "-0.1", "-1e-28"},
	json:    []string{"-1", "-9223372036854775808"},
	columns: []any{int64(-1), -0.5, int64(math.MinInt64)}}

func TestNumbersRefuseAtEveryDoor(t *testing.T) {
	keep := "7.25"
	refuses(t, param.Must(param.NewPrice(keep)), numberRefusals()...)
	refuses(t, param.Must(param.NewPnl(keep)), numberRefusals()...)
	refuses(t, param.Must(param.NewFee(keep)), numberRefusals()...)
	refuses(t, param.Must(param.NewCashFlow(keep)), numberRefusals()...)
	refuses(t, param.Must(param.NewPositionSize(keep)), numberRefusals()...)
	refuses(t, param.Must(param.NewQuantity(keep)), numberRefusals(negative)...)
	refuses(t, param.Must(param.NewVolume(keep)), numberRefusals(negative)...)
	refuses(t, param.Must(param.NewNotional(keep)), numberRefusals(negative)...)
}

func TestLeverageRefusesAtEveryDoor(t *testing.T) {
	refuses(t, param.Must(param.NewLeverage("10")),
		refusals{kind: param.ErrorKindOutOfRange,
			texts:   []string{"0", "0.9", "-5", "3000.1", "1e20", "1e400"},
			json:    []string{"0", "3001"},
			columns: []any{int64(0), 0.5, int64(3001), int64(-1)}},
		refusals{kind: param.ErrorKindOffStep, texts: []string{"1.25", "2999.99"},
			columns: []any{1.05}},
		refusals{kind: param.ErrorKindWrongType, json: append([]string{"1.5", "10.0"}, noText...)},
		refusals{kind: param.ErrorKindInvalidFormat, texts: []string{"x", "10x", " 10"},
			columns: []any{true, "\xff"}},
		refusals{kind: param.ErrorKindNotFinite, columns: []any{math.NaN()}},
	)
}

func TestNamesRefuseAtEveryDoor(t *testing.T) {
	long := strings.Repeat("A", 65)
	text := []refusals{
		{kind: param.ErrorKindTooLong, texts: []string{long, strings.Repeat("é", 33)}},
		{kind: param.ErrorKindControlCharacter, texts: []string{"A\n", "\x00", "A\x7f"}},
		// What encoding/json alone would take for U+FFFD.
		{kind: param.ErrorKindInvalidFormat,
			json:    []string{"\"A\xff\"", `"A\ud800"`, `"\udc00B"`},
			columns: []any{int64(1), 1.5, true, "\xff", []byte("A\xc3(")}},
		{kind: param.ErrorKindWrongType, json: append([]string{"5", "1.5"}, noText...)},
	}
	blank := refusals{kind: param.ErrorKindInvalidFormat,
		texts: []string{" A", "A ", " A ", "A/B", "/"}}
	empty := refusals{kind: param.ErrorKindEmpty, texts: []string{" ", "   "}}
	refuses(t, param.Must(param.NewAsset("USD")), append(text, blank, empty)...)
	refuses(t, param.Must(param.NewClientOrderID("A")), text...)
	refuses(t, param.Must(param.NewExecutionID("A")), text...)
	refuses(t, param.Must(openpit.NewInstrument("AAPL", "USD")),
		refusals{kind: param.ErrorKindInvalidFormat,
			texts:   []string{"", "AAPL", "A/B/C", " A/B", "A/B "},
			columns: []any{int64(1), "\xff"}},
		refusals{kind: param.ErrorKindWrongType, json: append([]string{"5"}, noText...)},
		refusals{kind: param.ErrorKindEmpty, texts: []string{"/", "A/", "/B"}},
		refusals{kind: param.ErrorKindTooLong, texts: []string{long + "/USD"}},
	)
}

func TestIDsRefuseAtEveryDoor(t *testing.T) {
	null := refusals{kind: param.ErrorKindUnset, columns: []any{nil}}
	wrong := refusals{kind: param.ErrorKindWrongType, json: append([]string{"null", "1.0", "1e3",
		"18446744073709551616", strings.Repeat("9", 1000)}, noText...)}
	no := refusals{kind: param.ErrorKindInvalidFormat,
		texts:   []string{"x", "+1", "1.0", "1e3", " 1", "-", "0x1", "١"},
		columns: []any{1.0, true, "\xff"}}
	empty := refusals{kind: param.ErrorKindEmpty, texts: []string{""}}
	below := refusals{kind: param.ErrorKindNegative, texts: []string{"-1"}, json: []string{"-1"},
		columns: []any{int64(-1)}}
	refuses(t, param.AccountIDFromInt(7), null, wrong, no, empty, below,
		refusals{kind: param.ErrorKindOverflow, texts: []string{"18446744073709551616"}})
	refuses(t, param.AccountGroupIDFromInt(7), null, wrong, no, empty, below,
		refusals{kind: param.ErrorKindOverflow, texts: []string{"4294967296"},
			json: []string{"4294967296"}, columns: []any{int64(math.MaxInt64)}})
}

func TestEnumsRefuseAtEveryDoor(t *testing.T) {
	unknown := refusals{kind: param.ErrorKindUnknownName,
		texts:   []string{"unset", "Buy", "Long", "0", "1", "none", "unknown(3)", " buy", "delta "},
		columns: []any{int64(1), 1.0, true}}
	wrong := refusals{kind: param.ErrorKindWrongType,
		json: append([]string{"0", "1", "1.5"}, noText...)}
	empty := refusals{kind: param.ErrorKindEmpty, texts: []string{""}}
	refuses(t, param.SideBuy, unknown, wrong, empty)
	refuses(t, param.RoundingStrategyUp, unknown, wrong, empty)
	refuses(t, param.PositionSideLong, unknown, wrong, empty)
	refuses(t, param.PositionEffectOpen, unknown, wrong, empty)
	refuses(t, param.PositionModeHedging, unknown, wrong, empty)
	refuses(t, param.TradeAmountKindVolume, unknown, wrong, empty)
	refuses(t, param.AdjustmentAmountKindDelta, unknown, wrong, empty)
}

func TestAmountsRefuseAtEveryDoor(t *testing.T) {
	refuses(t, param.QuantityAmount(param.Must(param.NewQuantity("7"))),
		refusals{kind: param.ErrorKindUnknownName, isObject: true,
			texts: []string{"units 1", "1", "delta 1"},
			json:  []string{`{"units":"1"}`, `{"Quantity":"1"}`}},
		refusals{kind: param.ErrorKindInvalidFormat, isObject: true,
			texts: []string{"quantity x", "quantity  1"},
			json:  []string{"{}", `{"quantity":"1","volume":"2"}`, `{"quantity":"1","quantity":"2"}`}},
		refusals{kind: param.ErrorKindWrongType, json: []string{"1", "true", "[]", `"quantity 1"`,
			`{"quantity":true}`, `{"volume":{}}`, `{"quantity":null}`}},
		refusals{kind: param.ErrorKindNegative, isObject: true,
			texts: []string{"quantity -1", "volume -1"},
			json:  []string{`{"quantity":"-1"}`, `{"volume":-1}`}},
		refusals{kind: param.ErrorKindEmpty, isObject: true,
			texts: []string{"quantity", "quantity ", " 1", ""}},
	)
	refuses(t, param.DeltaAmount(param.Must(param.NewPositionSize("7"))),
		refusals{kind: param.ErrorKindUnknownName, isObject: true,
			texts: []string{"add 1", "1"},
			json:  []string{`{"add":"1"}`}},
		refusals{kind: param.ErrorKindInvalidFormat, isObject: true,
			texts: []string{"delta x"},
			json:  []string{"{}", `{"delta":"1","absolute":"2"}`}},
		refusals{kind: param.ErrorKindWrongType,
			json: []string{"1", `"delta 1"`, `{"delta":[]}`, `{"absolute":null}`}},
	)
}

func TestTradeTakesBothFieldsAndNoOthers(t *testing.T) {
	trade := param.Trade{Price: param.Must(param.NewPrice("185.5")),
		Quantity: param.Must(param.NewQuantity("100"))}
	text := param.Must(json.Marshal(trade))
	if string(text) != `{"price":"185.5","quantity":"100"}` {
		t.Error(string(text))
	}
	for raw, kind := range map[string]param.ErrorKind{
		`{"price":"1"}`:                            param.ErrorKindMissingField,
		`{"quantity":"1"}`:                         param.ErrorKindMissingField,
		`{"price":null,"quantity":"1"}`:            param.ErrorKindMissingField,
		`{"price":"1","quantity":"1","x":"1"}`:     param.ErrorKindUnknownName,
		`{"price":"1","price":"2","quantity":"1"}`: param.ErrorKindDuplicateField,
		`{"Price":"1","quantity":"1"}`:             param.ErrorKindUnknownName,
		`{"price":"1","quantity":"-1"}`:            param.ErrorKindNegative,
		`[]`:                                       param.ErrorKindWrongType,
		`"1"`:                                      param.ErrorKindWrongType,
	} {
		back := trade
		if err := json.Unmarshal([]byte(raw), &back); !isRefused(err, kind) || back != trade {
			t.Errorf("%s: %v, %v", raw, back, err)
		}
	}
	var back param.Trade
	if err := json.Unmarshal(text, &back); err != nil || back != trade {
		t.Error(back, err)
	}
}
