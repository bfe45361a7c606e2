// SPDX-License-Identifier: Apache-2.0

package record

import (
	"strings"

	"go.openpit.dev/openpit/internal/door"
	"go.openpit.dev/openpit/internal/native"
)

// JSON of records: the tags of their fields write it, with absent fields left out. Reading is
// stricter than encoding/json: a field that nobody knows, in other letters or there twice is an
// error, since a limit or a margin that is silently lost is worse than none at all. Null is absent.

// fields is where the fields of an object go, by their names.
type fields map[string]any

// read reads an object into its fields; the error names the record.
func (f fields) read(record string, raw []byte) error {
	return door.Object(raw, refusal(record), func(name string) any { return f[name] })
}

func refusal(record string) door.Refusal {
	return func(kind uint16, input string) error {
		return refused(native.Refuse(record, kind, input))
	}
}

// flag is a bool of a record.
type flag bool

// UnmarshalJSON reads true or false; null is false.
func (f *flag) UnmarshalJSON(raw []byte) error {
	switch text := strings.TrimSpace(string(raw)); text {
	case "true", "false", "null":
		*f = text == "true"
		return nil
	default:
		return refusal("flag")(native.ParamInvalidFormat, text)
	}
}

// group is an object in a record; null is the zero value.
type group[T any] struct {
	record string
	to     *T
	fields func(*T) fields
}

// UnmarshalJSON reads the object.
func (g *group[T]) UnmarshalJSON(raw []byte) error {
	var made T
	if !door.IsNull(raw) {
		if err := g.fields(&made).read(g.record, raw); err != nil {
			return err
		}
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
)

func (o *OrderOperation) fields() fields {
	return fields{"instrument": &o.Instrument, "account_id": &o.AccountID, "side": &o.Side,
		"trade_amount": &o.TradeAmount, "price": &o.Price}
}

func (p *OrderPosition) fields() fields {
	return fields{"position_side": &p.PositionSide, "reduce_only": (*flag)(&p.ReduceOnly),
		"close_position": (*flag)(&p.ClosePosition)}
}

func (m *OrderMargin) fields() fields {
	return fields{"leverage": &m.Leverage, "collateral_asset": &m.CollateralAsset,
		"auto_borrow": (*flag)(&m.AutoBorrow)}
}

func (i *OrderIdentity) fields() fields { return fields{"client_order_id": &i.ClientOrderID} }

func (o *Order) fields() fields {
	return fields{
		"operation": groupOf(order, &o.Operation, (*OrderOperation).fields),
		"position":  groupOf(order, &o.Position, (*OrderPosition).fields),
		"margin":    groupOf(order, &o.Margin, (*OrderMargin).fields),
		"identity":  groupOf(order, &o.Identity, (*OrderIdentity).fields),
	}
}

// UnmarshalJSON is json.Unmarshaler: an object of the record's fields and no others; anything else
// is a *param.Error. A type that embeds an order gets this method and so has no fields of its own
// in JSON, unless it has a method too or keeps the order in a field with a name.
func (o *Order) UnmarshalJSON(raw []byte) error {
	return groupOf(order, o, (*Order).fields).UnmarshalJSON(raw)
}

func (o *ExecutionReportOperation) fields() fields {
	return fields{"instrument": &o.Instrument, "account_id": &o.AccountID, "side": &o.Side}
}

func (f *FinancialImpact) fields() fields { return fields{"pnl": &f.Pnl, "fee": &f.Fee} }

func (f *ExecutionReportFillDetails) fields() fields {
	return fields{"last_trade": &f.LastTrade, "leaves_quantity": &f.LeavesQuantity,
		"is_final": (*flag)(&f.IsFinal)}
}

func (i *ExecutionReportPositionImpact) fields() fields {
	return fields{"position_effect": &i.PositionEffect, "position_side": &i.PositionSide}
}

func (i *ExecutionReportIdentity) fields() fields {
	return fields{"client_order_id": &i.ClientOrderID, "execution_id": &i.ExecutionID}
}

func (r *ExecutionReport) fields() fields {
	impact := groupOf(report, &r.PositionImpact, (*ExecutionReportPositionImpact).fields)
	return fields{
		"operation":        groupOf(report, &r.Operation, (*ExecutionReportOperation).fields),
		"financial_impact": groupOf(report, &r.FinancialImpact, (*FinancialImpact).fields),
		"fill":             groupOf(report, &r.Fill, (*ExecutionReportFillDetails).fields),
		"position_impact":  impact,
		"identity":         groupOf(report, &r.Identity, (*ExecutionReportIdentity).fields),
	}
}

// UnmarshalJSON is json.Unmarshaler, as that of Order.
func (r *ExecutionReport) UnmarshalJSON(raw []byte) error {
	return groupOf(report, r, (*ExecutionReport).fields).UnmarshalJSON(raw)
}
