// SPDX-License-Identifier: Apache-2.0

package param_test

import (
	"bytes"
	"database/sql"
	"database/sql/driver"
	"encoding"
	"encoding/gob"
	"encoding/json"
	"errors"
	"testing"

	"go.openpit.dev/openpit"
	"go.openpit.dev/openpit/param"
)

// reading is what a pointer to a value does at the doors; P is that pointer.
type reading[T any] interface {
	*T
	encoding.TextUnmarshaler
	encoding.BinaryUnmarshaler
	json.Unmarshaler
	sql.Scanner
}

// writing is what a value does at the doors.
type writing interface {
	comparable
	encoding.TextMarshaler
	encoding.BinaryMarshaler
	json.Marshaler
	driver.Valuer
}

// throughDoors writes a value and reads it back by each door; text and JSON are told.
func throughDoors[T writing, P reading[T]](t *testing.T, value T, text, inJSON string) {
	t.Helper()
	check := func(door string, wrote any, want string, read func(P) error) {
		t.Helper()
		var back T
		if wrote != want {
			t.Errorf("%s of %v is %v, want %v", door, value, wrote, want)
		}
		if err := read(&back); err != nil || back != value {
			t.Errorf("%s: %v came back as %v, %v", door, value, back, err)
		}
	}
	asText := param.Must(value.MarshalText())
	check("text", string(asText), text, func(p P) error { return p.UnmarshalText(asText) })
	asJSON := param.Must(json.Marshal(value))
	check("json", string(asJSON), inJSON, func(p P) error { return json.Unmarshal(asJSON, p) })
	column := param.Must(driver.DefaultParameterConverter.ConvertValue(value))
	check("sql", column, text, func(p P) error { return p.Scan(column) })
	check("sql bytes", column, text, func(p P) error { return p.Scan([]byte(text)) })
	var stream bytes.Buffer
	if err := gob.NewEncoder(&stream).Encode([]T{value}); err != nil {
		t.Fatal(err)
	}
	check("gob", text, text, func(p P) error {
		var list []T
		err := gob.NewDecoder(&stream).Decode(&list)
		*p = list[0]
		return err
	})
	if inJSON[0] == '{' {
		return // A key of JSON is a string, and no amount is read from one (V-6.13).
	}
	keys := param.Must(json.Marshal(map[T]int{value: 1}))
	check("json key", text, text, func(p P) error {
		var back map[T]int
		err := json.Unmarshal(keys, &back)
		for key := range back {
			*p = key
		}
		return err
	})
}

func TestValuesGoThroughEveryDoorAndBack(t *testing.T) {
	throughDoors(t, param.Must(param.NewPrice("-185.50")), "-185.5", `"-185.5"`)
	throughDoors(t, param.Must(param.NewQuantity("100")), "100", `"100"`)
	throughDoors(t, param.Must(param.NewVolume("0")), "0", `"0"`)
	throughDoors(t, param.Must(param.NewPnl("-1e-28")), "-0.0000000000000000000000000001",
		`"-0.0000000000000000000000000001"`)
	throughDoors(t, param.Must(param.NewFee("0.1")), "0.1", `"0.1"`)
	throughDoors(t, param.Must(param.NewNotional("79228162514264337593543950335")),
		"79228162514264337593543950335", `"79228162514264337593543950335"`)
	throughDoors(t, param.Must(param.NewCashFlow("-3")), "-3", `"-3"`)
	throughDoors(t, param.Must(param.NewPositionSize("1234567890123456789012.345678")),
		"1234567890123456789012.345678", `"1234567890123456789012.345678"`)
	throughDoors(t, param.Must(param.NewLeverage("10.5")), "10.5", `"10.5"`)
	throughDoors(t, param.Must(param.NewAsset("Ω <&> \"b\\")), "Ω <&> \"b\\",
		`"Ω \u003c\u0026\u003e \"b\\"`)
	throughDoors(t, param.Must(param.NewClientOrderID("A-17")), "A-17", `"A-17"`)
	throughDoors(t, param.Must(param.NewExecutionID("null")), "null", `"null"`)
	throughDoors(t, param.AccountIDFromInt(1<<64-1), "18446744073709551615",
		`"18446744073709551615"`)
	throughDoors(t, param.AccountGroupIDFromInt(1<<32-1), "4294967295", `"4294967295"`)
	throughDoors(t, param.SideSell, "sell", `"sell"`)
	throughDoors(t, param.RoundingStrategyTowardZero, "toward_zero", `"toward_zero"`)
	throughDoors(t, param.PositionSideShort, "short", `"short"`)
	throughDoors(t, param.PositionEffectClose, "close", `"close"`)
	throughDoors(t, param.PositionModeHedging, "hedging", `"hedging"`)
	throughDoors(t, param.TradeAmountKindVolume, "volume", `"volume"`)
	throughDoors(t, param.AdjustmentAmountKindDelta, "delta", `"delta"`)
	throughDoors(t, param.QuantityAmount(param.Must(param.NewQuantity("1.5"))), "quantity 1.5",
		`{"quantity":"1.5"}`)
	throughDoors(t, param.VolumeAmount(param.Volume{}), "volume 0", `{"volume":"0"}`)
	throughDoors(t, param.DeltaAmount(param.Must(param.NewPositionSize("-5"))), "delta -5",
		`{"delta":"-5"}`)
	throughDoors(t, param.AbsoluteAmount(param.Must(param.NewPositionSize("7"))), "absolute 7",
		`{"absolute":"7"}`)
	throughDoors(t, param.Must(openpit.NewInstrument("AAPL", "USD")), "AAPL/USD", `"AAPL/USD"`)
}

// unsetDoors is what an unset value gives and takes.
func unsetDoors[T writing, P reading[T]](t *testing.T, set T) {
	t.Helper()
	var unset T
	if text, err := unset.MarshalText(); !isRefused(err, param.ErrorKindUnset) {
		t.Errorf("%T: text of unset is %q, %v", unset, text, err)
	}
	if text := param.Must(json.Marshal(unset)); string(text) != "null" {
		t.Errorf("%T: %s", unset, text)
	}
	if column := param.Must(unset.Value()); column != nil {
		t.Errorf("%T: %v", unset, column)
	}
	if data := param.Must(unset.MarshalBinary()); len(data) != 0 {
		t.Errorf("%T: %v", unset, data)
	}
	for door, read := range map[string]func(P) error{
		"json": func(p P) error { return json.Unmarshal([]byte(" null "), p) },
		"sql":  func(p P) error { return p.Scan(nil) },
		"gob":  func(p P) error { return p.UnmarshalBinary(nil) },
	} {
		back := set
		if err := read(&back); err != nil || back != unset {
			t.Errorf("%T, %s: %v, %v", unset, door, back, err)
		}
	}
	back := set
	if err := P(&back).UnmarshalText(nil); !errors.Is(err, openpit.ErrParam) || back != set {
		t.Errorf("%T: no text is %v, %v", unset, back, err)
	}
}

func isRefused(err error, kind param.ErrorKind) bool {
	var refused *param.Error
	return errors.As(err, &refused) && refused.Kind == kind && errors.Is(err, openpit.ErrParam)
}

func TestUnsetIsNullAndHasNoText(t *testing.T) {
	unsetDoors(t, param.Must(param.NewLeverage("10.5")))
	unsetDoors(t, param.Must(param.NewAsset("USD")))
	unsetDoors(t, param.Must(param.NewClientOrderID("A-17")))
	unsetDoors(t, param.Must(param.NewExecutionID("E-17")))
	unsetDoors(t, param.SideBuy)
	unsetDoors(t, param.RoundingStrategyUp)
	unsetDoors(t, param.PositionSideLong)
	unsetDoors(t, param.PositionEffectOpen)
	unsetDoors(t, param.PositionModeNetting)
	unsetDoors(t, param.TradeAmountKindQuantity)
	unsetDoors(t, param.AdjustmentAmountKindAbsolute)
	unsetDoors(t, param.QuantityAmount(param.Quantity{}))
	unsetDoors(t, param.DeltaAmount(param.PositionSize{}))
	unsetDoors(t, param.Must(openpit.NewInstrument("AAPL", "USD")))
}

func TestWhatIsOutsideOfATableIsNotWritten(t *testing.T) {
	for _, value := range []interface {
		encoding.TextMarshaler
		json.Marshaler
		driver.Valuer
		encoding.BinaryMarshaler
	}{
		param.Side(3), param.RoundingStrategy(6), param.PositionSide(3), param.PositionEffect(9),
		param.PositionMode(3), param.TradeAmountKind(3), param.AdjustmentAmountKind(65535),
	} {
		_, asText := value.MarshalText()
		_, asJSON := json.Marshal(value)
		_, asColumn := value.Value()
		_, asBinary := value.MarshalBinary()
		for _, err := range []error{asText, asJSON, asColumn, asBinary} {
			if !isRefused(err, param.ErrorKindUnknownName) {
				t.Errorf("%T %v: %v", value, value, err)
			}
		}
	}
	half := openpit.Instrument{Underlying: param.Must(param.NewAsset("AAPL"))}
	if text, err := json.Marshal(half); !isRefused(err, param.ErrorKindUnset) {
		t.Errorf("%s %v", text, err)
	}
}

func TestErrorsOfDoorsHaveTheTextsOfTheCore(t *testing.T) {
	for input, want := range map[string]string{
		`{"Side":"up"}`: "`side` `up` is unknown: allowed are `buy`, `sell`",
		`{"Side":1}`:    "`side` `number` is of the wrong type: allowed is a string",
		`{"Price":true}`: "`price` `boolean` is of the wrong type: allowed is a string, or an " +
			"integer from `-9223372036854775808` to `18446744073709551615`",
		`{"Price":null}`: "`price` `null` is of the wrong type: allowed is a string, or an " +
			"integer from `-9223372036854775808` to `18446744073709551615`",
		`{"Account":"x"}`: "`account_id` `x` is not a number: allowed are digits",
		`{"Account":"18446744073709551616"}`: "`account_id` `18446744073709551616` is too large: " +
			"allowed are numbers up to `18446744073709551615`",
	} {
		var order struct {
			Side    param.Side
			Price   param.Price
			Account param.AccountID
		}
		err := json.Unmarshal([]byte(input), &order)
		if got := textOf(err); got != want {
			t.Errorf("%s: %s, want %s", input, got, want)
		}
	}
}

func textOf(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
