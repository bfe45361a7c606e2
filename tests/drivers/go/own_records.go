// SPDX-License-Identifier: Apache-2.0

package conformance

import "strconv"

// valid is a record with its check.
type valid interface {
	comparable
	Validate() error
}

// checked makes a record and judges it as a submit would.
func checked[T valid](from data, make func(data) (T, error)) (T, error) {
	made, err := make(from)
	if err == nil {
		err = made.Validate()
	}
	return made, err
}

// record makes a record of a kind; the answer is what it shows.
func record(asked data) (any, error) {
	from := object(asked, "data")
	switch kind := text(asked, "kind"); kind {
	case "order":
		return madeOf(from, orderOf, orderData)
	case "report":
		return madeOf(from, reportOf, reportData)
	case "adjustment":
		return madeOf(from, adjustmentOf, adjustmentData)
	default:
		return nil, driverFault("no record `%s`", kind)
	}
}

func madeOf[T valid](from data, make func(data) (T, error), show func(T) data) (any, error) {
	made, err := checked(from, make)
	if err != nil {
		return nil, err
	}
	return show(made), nil
}

// sameRecords compares two records of a kind.
func sameRecords(asked data) (any, error) {
	a, b := object(asked, "a"), object(asked, "b")
	switch kind := text(asked, "kind"); kind {
	case "order":
		return equality(a, b, orderOf)
	case "report":
		return equality(a, b, reportOf)
	case "adjustment":
		return equality(a, b, adjustmentOf)
	default:
		return nil, driverFault("no record `%s`", kind)
	}
}

func equality[T valid](a, b data, make func(data) (T, error)) (any, error) {
	one, err := checked(a, make)
	if err != nil {
		return nil, err
	}
	other, err := checked(b, make)
	if err != nil {
		return nil, err
	}
	keys := map[T]bool{one: true, other: true}
	return data{"equal": one == other, "keys": strconv.Itoa(len(keys))}, nil
}
