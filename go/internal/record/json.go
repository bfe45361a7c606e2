// SPDX-License-Identifier: Apache-2.0

package record

import (
	"encoding/json"
	"strings"

	"go.openpit.dev/openpit/internal/door"
	"go.openpit.dev/openpit/internal/native"
)

// JSON of records: the tags of their fields write it, with absent fields left out. Reading is
// stricter than encoding/json: a field that nobody knows, in other letters or there twice is an
// error, since a limit or a margin that is silently lost is worse than none at all. A field that is
// null is absent, but a record is not read from null (O-7).

// fields is where the fields of an object go.
type fields []door.Field

func optional(name string, to json.Unmarshaler) door.Field { return door.Field{Name: name, To: to} }

func needed(name string, to json.Unmarshaler) door.Field {
	return door.Field{Name: name, To: to, Needed: true}
}

// read reads an object into its fields; the error names the record.
func (f fields) read(record string, raw []byte) error {
	return door.Object(raw, refusal(record), f)
}

func refusal(record string) door.Refusal {
	return func(kind uint16, input string) error {
		return refused(native.Refuse(record, kind, input))
	}
}

// flag is a bool of a record.
type flag bool

// UnmarshalJSON reads true or false.
func (f *flag) UnmarshalJSON(raw []byte) error {
	switch strings.TrimSpace(string(raw)) {
	case "true":
		*f = true
	case "false":
		*f = false
	default:
		return door.Wrong(raw, refusal("flag"))
	}
	return nil
}

// group is a record, or an object in one.
type group[T any] struct {
	record string
	to     *T
	fields func(*T) fields
}

// UnmarshalJSON reads the object.
func (g *group[T]) UnmarshalJSON(raw []byte) error {
	var made T
	if err := g.fields(&made).read(g.record, raw); err != nil {
		return err
	}
	*g.to = made
	return nil
}

func groupOf[T any](record string, to *T, fields func(*T) fields) *group[T] {
	return &group[T]{record, to, fields}
}

const (
	order      = "order"
	report     = "execution_report"
	adjustment = "account_adjustment"
	operation  = "adjustment_operation"
)

func (o *OrderOperation) fields() fields {
	return fields{
		optional("instrument", &o.Instrument),
		optional("account_id", &o.AccountID),
		optional("side", &o.Side),
		optional("trade_amount", &o.TradeAmount),
		optional("price", &o.Price),
	}
}

func (p *OrderPosition) fields() fields {
	return fields{
		optional("position_side", &p.PositionSide),
		optional("reduce_only", (*flag)(&p.ReduceOnly)),
		optional("close_position", (*flag)(&p.ClosePosition)),
	}
}

func (m *OrderMargin) fields() fields {
	return fields{
		optional("leverage", &m.Leverage),
		optional("collateral_asset", &m.CollateralAsset),
		optional("auto_borrow", (*flag)(&m.AutoBorrow)),
	}
}

func (i *OrderIdentity) fields() fields {
	return fields{needed("client_order_id", &i.ClientOrderID)}
}

func (o *Order) fields() fields {
	return fields{
		optional("operation", groupOf(order, &o.Operation, (*OrderOperation).fields)),
		optional("position", groupOf(order, &o.Position, (*OrderPosition).fields)),
		optional("margin", groupOf(order, &o.Margin, (*OrderMargin).fields)),
		optional("identity", groupOf(order, &o.Identity, (*OrderIdentity).fields)),
	}
}

// UnmarshalJSON is json.Unmarshaler: an object of the record's fields and no others; anything else
// is a *param.Error. A type that embeds an order gets this method and so has no fields of its own
// in JSON, unless it has a method too or keeps the order in a field with a name.
func (o *Order) UnmarshalJSON(raw []byte) error {
	return groupOf(order, o, (*Order).fields).UnmarshalJSON(raw)
}

func (o *ExecutionReportOperation) fields() fields {
	return fields{
		optional("instrument", &o.Instrument),
		optional("account_id", &o.AccountID),
		optional("side", &o.Side),
	}
}

func (f *FinancialImpact) fields() fields {
	return fields{optional("pnl", &f.Pnl), optional("fee", &f.Fee)}
}

func (f *ExecutionReportFillDetails) fields() fields {
	return fields{
		optional("last_trade", &f.LastTrade),
		optional("leaves_quantity", &f.LeavesQuantity),
		optional("is_final", (*flag)(&f.IsFinal)),
	}
}

func (i *ExecutionReportPositionImpact) fields() fields {
	return fields{
		optional("position_effect", &i.PositionEffect),
		optional("position_side", &i.PositionSide),
	}
}

func (i *ExecutionReportIdentity) fields() fields {
	return fields{
		needed("client_order_id", &i.ClientOrderID),
		optional("execution_id", &i.ExecutionID),
	}
}

func (r *ExecutionReport) fields() fields {
	impact := groupOf(report, &r.PositionImpact, (*ExecutionReportPositionImpact).fields)
	return fields{
		optional("operation", groupOf(report, &r.Operation, (*ExecutionReportOperation).fields)),
		optional("financial_impact", groupOf(report, &r.FinancialImpact, (*FinancialImpact).fields)),
		optional("fill", groupOf(report, &r.Fill, (*ExecutionReportFillDetails).fields)),
		optional("position_impact", impact),
		optional("identity", groupOf(report, &r.Identity, (*ExecutionReportIdentity).fields)),
	}
}

// UnmarshalJSON is json.Unmarshaler, as that of Order.
func (r *ExecutionReport) UnmarshalJSON(raw []byte) error {
	return groupOf(report, r, (*ExecutionReport).fields).UnmarshalJSON(raw)
}
