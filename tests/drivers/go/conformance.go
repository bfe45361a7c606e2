// SPDX-License-Identifier: Apache-2.0

// Package conformance is the conformance suite's driver for the Go module: one entry, a JSON
// request in, a JSON answer out. tests/drivers/base.py says what the requests are.
package conformance

import (
	"encoding/json"
	"fmt"
)

// data is plain data: a JSON object.
type data = map[string]any

var operations = map[string]func(data) (any, error){
	"reset":                reset,
	"value":                value,
	"values":               values,
	"to_json":              toJSON,
	"from_json":            fromJSON,
	"takes":                takes,
	"unset":                unset,
	"broken":               broken,
	"same":                 same,
	"record":               record,
	"same_records":         sameRecords,
	"own_records":          ownRecords,
	"own_batch":            ownBatch,
	"tables":               tables,
	"build":                build,
	"start":                start,
	"execute":              execute,
	"place":                place,
	"dry_run":              dryRun,
	"configure":            configure,
	"armed":                armed,
	"finalize":             finalize,
	"reset_notional_limit": resetNotionalLimit,
	"close_reservation":    closeReservation,
	"leave":                leave,
	"drop":                 drop,
	"change_order":         changeOrder,
	"report":               report,
	"adjust":               adjust,
	"balances":             balances,
	"block":                block,
	"unblock":              unblock,
	"unblock_all":          unblockAll,
	"blocked":              blocked,
	"register_group":       registerGroup,
	"unregister_group":     unregisterGroup,
	"group_of":             groupOf,
	"state":                state,
	"state_digest":         stateDigest,
	"holds":                holds,
	"decisions":            decisions,
	"digest":               digest,
	"drops":                drops,
	"close":                closeEngine,
	"threads":              threads,
	"trace":                takeTrace,
}

// Call answers one request; both are JSON texts. It is carried out on a goroutine of its own, which
// a callback may end.
func Call(request string) string {
	answers := make(chan string, 1)
	go func() {
		answer := `{"error":{"kind":"ended","text":"a callback ended the goroutine"}}`
		defer func() { answers <- answer }()
		answer = carryOut(request)
	}()
	return <-answers
}

func carryOut(request string) string {
	answer, err := dispatch(request)
	made := data{"ok": answer}
	if err != nil {
		made = data{"error": faultOf(err)}
	}
	text, err := json.Marshal(made)
	if err != nil {
		return `{"error":{"kind":"driver","text":"the answer is no JSON"}}`
	}
	return string(text)
}

// dispatch does what the request's `op` says. A panic of the driver or the module is an error that
// the scenario does not expect.
func dispatch(request string) (answer any, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = driverFault("panic: %v", cause)
		}
	}()
	var asked data
	if err := json.Unmarshal([]byte(request), &asked); err != nil {
		return nil, driverFault("%v", err)
	}
	name, _ := asked["op"].(string)
	operation, known := operations[name]
	if !known {
		return nil, driverFault("no operation `%s`", name)
	}
	return operation(asked)
}

// fault is an error of the scenario, not of the module.
type fault struct{ text string }

func (f fault) Error() string { return f.text }

func driverFault(format string, values ...any) error {
	return fault{fmt.Sprintf(format, values...)}
}
