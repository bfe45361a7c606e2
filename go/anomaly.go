// SPDX-License-Identifier: Apache-2.0

package openpit

import (
	"strconv"

	"go.openpit.dev/openpit/internal/native"
)

// Anomaly is something about a report that does not fit what was reported before (P-10). The report
// is a fact all the same; what it changes is said with each kind.
type Anomaly uint32

// AnomalyExecutionIDConflict: another content under an execution id that was reported before;
// nothing changes.
const AnomalyExecutionIDConflict Anomaly = native.AnomalyExecutionIDConflict

// String gives the anomaly's name, the same in every language.
func (a Anomaly) String() string {
	switch a {
	case 0:
		return "unset"
	case AnomalyExecutionIDConflict:
		return "ExecutionIdConflict"
	}
	return "unknown(" + strconv.FormatUint(uint64(a), 10) + ")"
}
