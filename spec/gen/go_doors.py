# SPDX-License-Identifier: Apache-2.0
"""Go: the interfaces of the standard library that values meet: text, JSON, gob and SQL (V-6)."""

from dataclasses import dataclass

from .go import HEAD
from .tables import Tables


@dataclass(frozen=True)
class Doors:
    """What the doors of one type need to know of it."""

    name: str  # the Go type
    text: str  # its name in error texts
    read: str  # its constructor from text
    noun: str  # what its text is
    receiver: str = "v"
    unset: bool = True  # the zero value is unset, and null stands for it
    enum: bool = False
    digits: bool = False  # JSON numbers and integer columns are read by their digits
    error: str = "newError"
    validate: bool = True  # else the type has its own
    json: bool = True  # JSON is the text too
    float: str = ""  # its constructor from a float, if a float column is read


DOOR = """
var {door} = door.Door[{t.name}]{{
	Name: "{t.text}", Read: {t.read},{options}
	Wrong: native.Param{wrong}, Error: {t.error},
}}
"""

VALIDATE = {
    True: """
// Validate gives the *Error of a value that is unset or that the table lacks (V-6.1).
func ({r} {t.name}) Validate() error {{
	return {door}.Known(uint16({r}), {r}.IsValid())
}}
""",
    False: """
// Validate gives the *Error of an unset value (V-6.1).
func ({r} {t.name}) Validate() error {{
	return {door}.Needed({r}.IsSet())
}}
""",
}

SET = """
// MarshalText is encoding.TextMarshaler: the {t.noun}; an unset value is an *Error.
func ({r} {t.name}) MarshalText() ([]byte, error) {{
	return door.Text({r}, {r}.Validate())
}}

// UnmarshalText is encoding.TextUnmarshaler: as {t.read}.
func ({r} *{t.name}) UnmarshalText(text []byte) error {{
	return {door}.ReadText({r}, text)
}}

{json}// MarshalBinary is encoding.BinaryMarshaler, for gob: the {t.noun}; unset is empty.
func ({r} {t.name}) MarshalBinary() ([]byte, error) {{
	return door.Binary({r}, {r}.IsSet())
}}

// UnmarshalBinary is encoding.BinaryUnmarshaler, for gob: as {t.read}; empty is unset.
func ({r} *{t.name}) UnmarshalBinary(text []byte) error {{
	return {door}.ReadBinary({r}, text)
}}

// Scan is sql.Scanner: {columns}; NULL is unset.
func ({r} *{t.name}) Scan(source any) error {{
	return {door}.Scan({r}, source)
}}

// Value is driver.Valuer: the {t.noun}; unset is NULL.
func ({r} {t.name}) Value() (driver.Value, error) {{
	return door.Value({r}, {r}.IsSet())
}}
"""

SET_JSON = """\
// MarshalJSON is json.Marshaler: the {t.noun} as a string; unset is null.
func ({r} {t.name}) MarshalJSON() ([]byte, error) {{
	return door.JSON({r}, {r}.IsSet())
}}

// UnmarshalJSON is json.Unmarshaler: a string{number}, as {t.read}; null is unset.
func ({r} *{t.name}) UnmarshalJSON(raw []byte) error {{
	return {door}.ReadJSON({r}, raw)
}}

"""

ALWAYS = """
// MarshalText is encoding.TextMarshaler: the {t.noun}.
func ({r} {t.name}) MarshalText() ([]byte, error) {{
	return door.Text({r}, nil)
}}

// UnmarshalText is encoding.TextUnmarshaler: as {t.read}.
func ({r} *{t.name}) UnmarshalText(text []byte) error {{
	return {door}.ReadText({r}, text)
}}

// MarshalJSON is json.Marshaler: the {t.noun} as a string, so that no reader makes it a binary
// float.
func ({r} {t.name}) MarshalJSON() ([]byte, error) {{
	return door.JSON({r}, true)
}}

// UnmarshalJSON is json.Unmarshaler: a string{number}, as {t.read}. Any other
// number and null are an *Error (V-6.14); an Option or a pointer may be null.
func ({r} *{t.name}) UnmarshalJSON(raw []byte) error {{
	return {door}.ReadJSON({r}, raw)
}}

// MarshalBinary is encoding.BinaryMarshaler, for gob: the {t.noun}.
func ({r} {t.name}) MarshalBinary() ([]byte, error) {{
	return door.Binary({r}, true)
}}

// UnmarshalBinary is encoding.BinaryUnmarshaler, for gob: as {t.read}.
func ({r} *{t.name}) UnmarshalBinary(text []byte) error {{
	return {door}.ReadBinary({r}, text)
}}

// Scan is sql.Scanner: {columns}. NULL is an *Error: an Option or an sql.Null may be NULL.
func ({r} *{t.name}) Scan(source any) error {{
	return {door}.Scan({r}, source)
}}

// Value is driver.Valuer: the {t.noun}.
func ({r} {t.name}) Value() (driver.Value, error) {{
	return door.Value({r}, true)
}}
"""

IMPORTS = """\
import (
	"database/sql/driver"

	"go.openpit.dev/openpit/internal/door"
	"go.openpit.dev/openpit/internal/native"
)
"""


def doors(t: Doors) -> str:
    """The doors of one type; its package has String, and IsSet where it may be unset."""
    options = (
        (" Digits: true," if t.digits else "")
        + (f" Float: {t.float}," if t.float else "")
        + (" Unset: true," if t.unset else "")
    )
    columns = "text"
    if t.digits:
        columns = "text or an integer"
    if t.float:
        columns = "text or an integer exactly, a float by its shortest text"
    validate = VALIDATE[t.enum] if t.unset and t.validate else ""
    parts = DOOR + validate + (SET if t.unset else ALWAYS)
    names = {"t": t, "r": t.receiver, "door": f"{t.name[0].lower()}{t.name[1:]}Door"}
    number = " or an integer of 64 bits" if t.digits else ""
    return parts.format(
        **names,
        json=SET_JSON.format(number=number, **names) if t.json else "",
        options=options,
        wrong="UnknownName" if t.enum else "InvalidFormat",
        number=number,
        columns=columns,
    )


PARAM = (
    Doors("Asset", "asset", "NewAsset", "name", "a"),
    Doors("ClientOrderID", "client_order_id", "NewClientOrderID", "id", "id"),
    Doors("ExecutionID", "execution_id", "NewExecutionID", "id", "id"),
    Doors(
        "AccountID",
        "account_id",
        "ParseAccountID",
        "number in digits",
        "id",
        unset=False,
        digits=True,
    ),
    Doors(
        "AccountGroupID",
        "account_group_id",
        "ParseAccountGroupID",
        "number in digits",
        "id",
        unset=False,
        digits=True,
    ),
    Doors(
        "Leverage",
        "leverage",
        "NewLeverage",
        "canonical text",
        "l",
        digits=True,
        float="LeverageFromFloat",
    ),
    Doors("TradeAmount", "trade_amount", "ParseTradeAmount", "text", "a", json=False),
    Doors(
        "AdjustmentAmount",
        "adjustment_amount",
        "ParseAdjustmentAmount",
        "text",
        "a",
        json=False,
    ),
)
RECORD = Doors(
    "Instrument",
    "instrument",
    "ParseInstrument",
    "text",
    "i",
    validate=False,
    error="refused",
)


def files(t: Tables) -> dict[str, str]:
    """Path -> text of the doors of types that are written by hand."""
    del t
    return {
        "go/param/doors.go": HEAD + f"package param\n\n{IMPORTS}" + "".join(map(doors, PARAM)),
        "go/internal/record/doors.go": HEAD + f"package record\n\n{IMPORTS}" + doors(RECORD),
    }
