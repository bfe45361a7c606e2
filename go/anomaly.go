// SPDX-License-Identifier: Apache-2.0

package openpit

import (
	"strconv"

	"go.openpit.dev/openpit/internal/native"
)

// Anomaly is something about a report that does not fit what was reported before (P-10). The report
// is a fact all the same; what it changes is said with each kind.
type Anomaly uint32

// Every anomaly, by rising number.
const (
	// AnomalyExecutionIDConflict: another content under an execution id that was reported before;
	// nothing changes.
	AnomalyExecutionIDConflict Anomaly = native.AnomalyExecutionIDConflict
	// AnomalyReportMismatch: another instrument or side than the order's; nothing changes (L-6).
	AnomalyReportMismatch Anomaly = native.AnomalyReportMismatch
	// AnomalyUnknownOrder: no such order is known; what the fill used counts all the same (L-6).
	AnomalyUnknownOrder Anomaly = native.AnomalyUnknownOrder
	// AnomalyFillAfterFinal: the order was done before; what the fill used counts all the same (L-6).
	AnomalyFillAfterFinal Anomaly = native.AnomalyFillAfterFinal
	// AnomalyOverfill: more was filled than was left; all of it counts as used (L-6).
	AnomalyOverfill Anomaly = native.AnomalyOverfill
	// AnomalyLeavesMismatch: the leaves quantity is not what the fills left; nothing is released for
	// it (L-6).
	AnomalyLeavesMismatch Anomaly = native.AnomalyLeavesMismatch
)

// String gives the anomaly's name, the same in every language.
func (a Anomaly) String() string {
	switch a {
	case 0:
		return "unset"
	case AnomalyExecutionIDConflict:
		return "ExecutionIdConflict"
	case AnomalyReportMismatch:
		return "ReportMismatch"
	case AnomalyUnknownOrder:
		return "UnknownOrder"
	case AnomalyFillAfterFinal:
		return "FillAfterFinal"
	case AnomalyOverfill:
		return "Overfill"
	case AnomalyLeavesMismatch:
		return "LeavesMismatch"
	}
	return "unknown(" + strconv.FormatUint(uint64(a), 10) + ")"
}
