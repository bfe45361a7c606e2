// SPDX-License-Identifier: Apache-2.0

package conformance

import (
	"errors"
	"strconv"

	"go.openpit.dev/openpit"
	"go.openpit.dev/openpit/param"
	"go.openpit.dev/openpit/pretrade"
)

// faultOf is an error as data. Each typed error must match its sentinel too (E-1.3).
func faultOf(err error) data {
	found := data{"text": err.Error()}
	var (
		asParam     *param.Error
		asConfig    *openpit.ConfigError
		asLifecycle *openpit.LifecycleError
		asThreading *openpit.ThreadingError
		asTime      *openpit.TimeError
		asCallback  *openpit.CallbackError
		asJSON      jsonFault
	)
	switch {
	case errors.As(err, &asParam) && errors.Is(err, openpit.ErrParam):
		found["kind"] = "param"
		found["detail"] = asParam.Kind.String()
		found["input"] = asParam.Input
	case errors.As(err, &asConfig) && errors.Is(err, openpit.ErrConfig):
		found["kind"] = "config"
		found["faults"] = asConfig.Faults
	case errors.As(err, &asLifecycle) && errors.Is(err, openpit.ErrLifecycle):
		found["kind"] = "lifecycle"
		found["detail"] = asLifecycle.Kind.String()
	case errors.As(err, &asThreading) && errors.Is(err, openpit.ErrThreading):
		found["kind"] = "threading"
		found["detail"] = asThreading.Kind.String()
	case errors.Is(err, openpit.ErrReentrancy):
		found["kind"] = "reentrancy"
	case errors.As(err, &asTime) && errors.Is(err, openpit.ErrTime):
		found["kind"] = "time"
		found["detail"] = asTime.Kind.String()
	case errors.As(err, &asCallback) && errors.Is(err, openpit.ErrCallback):
		found["kind"] = "callback"
		found["failures"] = failuresData(asCallback.Failures)
	case errors.As(err, &asJSON):
		found["kind"] = "json"
	default:
		found["kind"] = "driver"
	}
	return found
}

// failuresData is callbacks that failed, without their own texts, which differ by language.
func failuresData(failures []pretrade.Failure) []data {
	found := []data{}
	for _, failure := range failures {
		found = append(found, data{"policy": failure.Policy, "hook": failure.Hook})
	}
	return found
}

// blocksData is blocks that came into force.
func blocksData(causes []pretrade.BlockCause) []data {
	found := []data{}
	for _, cause := range causes {
		found = append(found, data{
			"policy": cause.Source, "code": cause.Code.String(), "reason": cause.Reason})
	}
	return found
}

func rejectsData(rejects []pretrade.Reject) data {
	found := []data{}
	for _, reject := range rejects {
		found = append(found, data{
			"policy":    reject.Policy,
			"code":      reject.Code.String(),
			"number":    strconv.Itoa(int(reject.Code)),
			"scope":     reject.Scope.String(),
			"reason":    reject.Reason,
			"details":   reject.Details,
			"user_data": strconv.FormatUint(reject.UserData, 10),
		})
	}
	return data{"rejects": found}
}

// text is a text of a request; absent and null are empty.
func text(asked data, key string) string {
	found, _ := asked[key].(string)
	return found
}

// handle is the number of a thing; 0 is none.
func handle(asked data, key string) uint64 {
	found, _ := asked[key].(float64)
	return uint64(found)
}

func flag(asked data, key string) bool {
	found, _ := asked[key].(bool)
	return found
}

// list is a list of objects.
func list(asked data, key string) []data {
	found, _ := asked[key].([]any)
	made := make([]data, len(found))
	for index, one := range found {
		made[index], _ = one.(data)
	}
	return made
}

// at is the time of a call, if it gives one.
func at(asked data) []openpit.CallOption {
	ns, err := strconv.ParseInt(text(asked, "at"), 10, 64)
	if err != nil {
		return nil
	}
	return []openpit.CallOption{openpit.At(ns)}
}
