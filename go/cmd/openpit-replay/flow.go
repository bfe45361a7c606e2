// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"go.openpit.dev/openpit/param"
)

// The columns of the order-flow format, in order. Its rules are written down in the Python
// package's openpit.replay.flow; this reader holds every row to the same ones.
var columns = []string{
	"ts", "account", "side", "instrument", "qty", "price", "event", "order_id",
}

// What an execution realized: a flow has both of these columns, after the others, or neither.
var impactColumns = []string{"pnl", "fee"}

const (
	columnTs = iota
	columnAccount
	columnSide
	columnInstrument
	columnQty
	columnPrice
	columnEvent
	columnOrderID
	columnPnl
	columnFee
)

const (
	maxNameBytes = 64
	// An execution is `ORDER_ID:n`, and that id too has at most 64 bytes: room for nine digits.
	maxOrderIDBytes = maxNameBytes - len(":999999999")
	plainAllowed    = "plain decimal text `[-]digits[.digits]` of 96 bits and at most 28 decimals"
)

// row is one row that keeps the rules; leaves is what the order still asks for after it.
type row struct {
	line       int
	ts         int64
	account    string
	side       param.Side
	instrument string
	quantity   param.Quantity
	price      param.Option[param.Price]
	event      string
	orderID    string
	leaves     param.Quantity
	hasImpact  bool // the flow has the columns of the two fields below
	pnl        param.Option[param.Pnl]
	fee        param.Option[param.Fee]
}

type openOrder struct {
	leaves     param.Quantity
	account    string
	side       string
	instrument string
}

// checker holds the rules that span rows: time, and what each order has left (nil: it is done).
type checker struct {
	path        string
	columns     []string
	line        int
	lastTs      int64
	accounts    map[string]bool
	instruments map[string]bool
	orders      map[string]*openOrder
}

// readFlow hands each row of the flow to take; it ends at the first fault.
func readFlow(path string, take func(*row) error) error {
	lines, err := openLines(path)
	if err != nil {
		return err
	}
	defer lines.Close()
	reader := csv.NewReader(lines)
	reader.FieldsPerRecord = -1
	reader.ReuseRecord = true
	check := &checker{
		path:        path,
		accounts:    map[string]bool{},
		instruments: map[string]bool{},
		orders:      map[string]*openOrder{},
	}
	header, err := reader.Read()
	if errors.Is(err, io.EOF) {
		allowed := "the header `" + strings.Join(columns, ",") + "` and rows"
		return &fault{path: path, reason: "the file is empty", allowed: allowed}
	}
	if err != nil {
		return ofCSV(path, err)
	}
	if err := check.header(header); err != nil {
		return err
	}
	for {
		fields, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return ofCSV(path, err)
		}
		check.line, _ = reader.FieldPos(0)
		checked, err := check.row(fields)
		if err != nil {
			return err
		}
		if err := take(checked); err != nil {
			return err
		}
	}
}

// survey is what a first pass over a flow learns: the accounts in order of appearance, and whether
// the flow has the columns `pnl` and `fee`.
type survey struct {
	accounts  []string
	hasImpact bool
}

// surveyFlow reads the whole flow once, so that every fault is found before anything is replayed.
func surveyFlow(path string) (survey, error) {
	var found survey
	seen := map[string]bool{}
	rows := 0
	err := readFlow(path, func(r *row) error {
		rows++
		found.hasImpact = r.hasImpact
		if !seen[r.account] {
			seen[r.account] = true
			found.accounts = append(found.accounts, r.account)
		}
		return nil
	})
	if err == nil && rows == 0 {
		err = &fault{path: path, reason: "has no rows", allowed: "at least one row below the header"}
	}
	return found, err
}

func (c *checker) header(fields []string) error {
	c.columns = slices.Concat(columns, impactColumns)
	if slices.Equal(fields, c.columns) {
		return nil
	}
	c.columns = columns
	if slices.Equal(fields, columns) {
		return nil
	}
	value := strings.Join(fields, ",")
	allowed := fmt.Sprintf("`%s` or that and `,%s`",
		strings.Join(columns, ","), strings.Join(impactColumns, ","))
	return &fault{
		path: c.path, line: 1, value: &value, reason: "is not the header", allowed: allowed,
	}
}

func (c *checker) row(fields []string) (*row, error) {
	if len(fields) != len(c.columns) {
		noun := "fields"
		if len(fields) == 1 {
			noun = "field"
		}
		value := strings.Join(fields, ",")
		reason := fmt.Sprintf("has %d %s", len(fields), noun)
		return nil, &fault{
			path: c.path, line: c.line, value: &value, reason: reason,
			allowed: fmt.Sprintf("%d fields", len(c.columns)),
		}
	}
	r := &row{
		line:       c.line,
		account:    fields[columnAccount],
		instrument: fields[columnInstrument],
		event:      fields[columnEvent],
		orderID:    fields[columnOrderID],
		hasImpact:  len(fields) > len(columns),
	}
	steps := []func([]string, *row) error{
		c.time, c.names, c.quantity, c.price, c.order, c.impact,
	}
	for _, step := range steps {
		if err := step(fields, r); err != nil {
			return nil, err
		}
	}
	return r, nil
}

func (c *checker) time(fields []string, r *row) error {
	text := fields[columnTs]
	ts, err := strconv.ParseInt(text, 10, 64)
	if err != nil || !isDigits(text) {
		allowed := fmt.Sprintf("an integer from `0` to `%d`", math.MaxInt64)
		return c.bad(columnTs, text, "is not a time", allowed)
	}
	if ts < c.lastTs {
		return c.bad(columnTs, text, "goes back in time", fmt.Sprintf("`%d` or later", c.lastTs))
	}
	c.lastTs, r.ts = ts, ts
	return nil
}

func (c *checker) names(fields []string, r *row) error {
	if !c.accounts[r.account] {
		if !isName(r.account, maxNameBytes) {
			return c.bad(columnAccount, r.account, "is not a name", nameAllowed(maxNameBytes))
		}
		c.accounts[r.account] = true
	}
	switch side := fields[columnSide]; side {
	case "buy":
		r.side = param.SideBuy
	case "sell":
		r.side = param.SideSell
	default:
		return c.bad(columnSide, side, "is not a side", "`buy`, `sell`")
	}
	if c.instruments[r.instrument] {
		return nil
	}
	underlying, settlement, found := strings.Cut(r.instrument, "/")
	named := isName(underlying, maxNameBytes) && isName(settlement, maxNameBytes)
	if !found || !named || strings.Contains(settlement, "/") {
		allowed := "`UNDERLYING/SETTLEMENT`, each " + nameAllowed(maxNameBytes)
		return c.bad(columnInstrument, r.instrument, "is not an instrument", allowed)
	}
	c.instruments[r.instrument] = true
	return nil
}

func (c *checker) quantity(fields []string, r *row) error {
	text := fields[columnQty]
	quantity, err := param.NewQuantity(text)
	if err != nil || !isPlain(text) || quantity.IsZero() {
		return c.bad(columnQty, text, "is not a quantity", plainAllowed+", more than `0`")
	}
	r.quantity = quantity
	return nil
}

func (c *checker) price(fields []string, r *row) error {
	text := fields[columnPrice]
	if text == "" {
		if r.event == "exec" {
			allowed := "the price of the trade, for an `exec`"
			return c.bad(columnPrice, text, "is empty", allowed)
		}
		return nil
	}
	price, err := param.NewPrice(text)
	if err != nil || !isPlain(text) {
		return c.bad(columnPrice, text, "is not a price", plainAllowed+", or empty")
	}
	r.price = param.Some(price)
	return nil
}

func (c *checker) order(fields []string, r *row) error {
	switch r.event {
	case "new":
		return c.newOrder(fields, r)
	case "exec", "cancel":
		return c.takeOff(fields, r)
	}
	return c.bad(columnEvent, r.event, "is not an event", "`new`, `exec`, `cancel`")
}

func (c *checker) impact(fields []string, r *row) error {
	if !r.hasImpact {
		return nil
	}
	for column, text := range fields[:columnFee+1] {
		if column < columnPnl || text == "" {
			continue
		}
		if r.event != "exec" {
			reason := fmt.Sprintf("is not of a `%s`", r.event)
			return c.bad(column, text, reason, "empty, but for an `exec`")
		}
		var err error
		if column == columnPnl {
			var pnl param.Pnl
			pnl, err = param.NewPnl(text)
			r.pnl = param.Some(pnl)
		} else {
			var fee param.Fee
			fee, err = param.NewFee(text)
			r.fee = param.Some(fee)
		}
		if err != nil || !isPlain(text) {
			return c.bad(column, text, "is not a number", plainAllowed+", or empty")
		}
	}
	return nil
}

func (c *checker) newOrder(fields []string, r *row) error {
	if _, found := c.orders[r.orderID]; found {
		allowed := "a new id for each `new`"
		return c.bad(columnOrderID, r.orderID, "has a `new` already", allowed)
	}
	if !isName(r.orderID, maxOrderIDBytes) {
		return c.bad(columnOrderID, r.orderID, "is not a name", nameAllowed(maxOrderIDBytes))
	}
	r.leaves = r.quantity
	c.orders[r.orderID] = &openOrder{
		leaves:     r.quantity,
		account:    r.account,
		side:       fields[columnSide],
		instrument: r.instrument,
	}
	return nil
}

func (c *checker) takeOff(fields []string, r *row) error {
	const more = "is more than the order has left"
	order, found := c.orders[r.orderID]
	if !found {
		allowed := "the id of an earlier `new`"
		return c.bad(columnOrderID, r.orderID, "has no `new` before it", allowed)
	}
	if order == nil {
		return c.bad(columnQty, fields[columnQty], more, "nothing: it is done")
	}
	for _, same := range []struct {
		column int
		asked  string
	}{
		{columnAccount, order.account},
		{columnSide, order.side},
		{columnInstrument, order.instrument},
	} {
		if fields[same.column] != same.asked {
			reason := "is not that of the order's `new`"
			return c.bad(same.column, fields[same.column], reason, "`"+same.asked+"`")
		}
	}
	if r.quantity.Compare(order.leaves) > 0 {
		allowed := "at most `" + order.leaves.String() + "`"
		return c.bad(columnQty, fields[columnQty], more, allowed)
	}
	leaves, err := order.leaves.Sub(r.quantity)
	if err != nil {
		reason := "leaves more digits than a quantity has"
		return c.bad(columnQty, fields[columnQty], reason, plainAllowed)
	}
	r.leaves, order.leaves = leaves, leaves
	if leaves.IsZero() {
		c.orders[r.orderID] = nil
	}
	return nil
}

func (c *checker) bad(column int, value, reason, allowed string) error {
	return &fault{
		path:    c.path,
		line:    c.line,
		column:  c.columns[column],
		value:   &value,
		reason:  reason,
		allowed: allowed,
	}
}

func ofCSV(path string, err error) error {
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		return &fault{path: path, line: parse.StartLine, reason: "is no CSV: " + parse.Err.Error()}
	}
	return unreadable(path, err)
}

func nameAllowed(maxBytes int) string {
	return fmt.Sprintf("1 to %d bytes without blanks around or control characters", maxBytes)
}

func isName(text string, maxBytes int) bool {
	return text != "" && len(text) <= maxBytes && strings.TrimSpace(text) == text &&
		!strings.ContainsFunc(text, unicode.IsControl)
}

// isPlain tells whether the text is digits with an optional sign and an optional point between
// digits: no exponent, no blank.
func isPlain(text string) bool {
	whole, fraction, found := strings.Cut(strings.TrimPrefix(text, "-"), ".")
	return isDigits(whole) && (!found || isDigits(fraction))
}

func isDigits(text string) bool {
	if text == "" {
		return false
	}
	for _, character := range []byte(text) {
		if character < '0' || character > '9' {
			return false
		}
	}
	return true
}
