// SPDX-License-Identifier: Apache-2.0

package openpit_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"go.openpit.dev/openpit"
	"go.openpit.dev/openpit/param"
	"go.openpit.dev/openpit/pretrade"
)

// signed is a desk's own adjustment: it carries who signed it.
type signed struct {
	openpit.AccountAdjustment
	signedBy string
}

// AdjustmentRecord gives the record; "panics" has none.
func (d signed) AdjustmentRecord() openpit.AccountAdjustment {
	if d.signedBy == "panics" {
		panic("no record")
	}
	return d.AccountAdjustment
}

// auditor is a policy for adjustments of type A.
type auditor[A any] struct {
	judge func(A) error
}

func (auditor[A]) Name() string { return "auditor" }

func (a auditor[A]) ApplyAccountAdjustment(
	_ pretrade.Context, _ param.AccountID, adjustment A,
) (pretrade.PolicyAccountAdjustmentResult, error) {
	if err := a.judge(adjustment); err != nil {
		return pretrade.RejectWith(pretrade.NewReject(
			pretrade.RejectCodeComplianceRestriction, "not signed", err.Error())), nil
	}
	return pretrade.Accept(), nil
}

func auditedBuild[A openpit.ClientAdjustment](
	t testing.TB, judge func(A) error,
) *openpit.ClientEngine[openpit.Order, openpit.ExecutionReport, A] {
	t.Helper()
	engine, err := openpit.NewClientEngineBuilder[openpit.Order, openpit.ExecutionReport, A]().
		NoSync().Clock(openpit.NewManualClock()).PreTrade(auditor[A]{judge}).Build()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { engine.Close() })
	return engine
}

func dollars(delta string) openpit.AccountAdjustment {
	return openpit.AccountAdjustment{
		Operation: openpit.BalanceOperation(openpit.AccountAdjustmentBalanceOperation{
			Asset: param.Must(param.NewAsset("USD"))}),
		Amount: openpit.AccountAdjustmentAmount{
			Balance: param.DeltaAmount(param.Must(param.NewPositionSize(delta)))}}
}

func TestAdjustmentHooksGetTheVeryPointers(t *testing.T) {
	var seen []*signed
	engine := auditedBuild(t, func(one *signed) error {
		seen = append(seen, one)
		if one.signedBy == "" {
			return errors.New("second of two")
		}
		return nil
	})
	batch := []*signed{{dollars("5"), "ann"}, {dollars("-2"), "bob"}}
	result, err := engine.ApplyAccountAdjustment(account, batch)
	if err != nil || result.IsRejected() {
		t.Fatal(result, err)
	}
	if left := result.Outcomes[1].Balance.Balance.String(); left != "3" {
		t.Fatal(left)
	}
	batch = append(batch[:1:1], &signed{dollars("1"), ""})
	result, err = engine.ApplyAccountAdjustment(account, batch)
	if index, _ := result.FailedIndex.Get(); err != nil || index != 1 {
		t.Fatal(result, err)
	}
	if len(seen) != 4 || seen[0] != batch[0] || seen[2] != batch[0] || seen[3] != batch[1] {
		t.Fatal(seen)
	}
}

func TestAdjustmentHooksGetWhatWasSubmitted(t *testing.T) {
	var signers []string
	var batch []signed
	engine := auditedBuild(t, func(one signed) error {
		batch[1].signedBy = "changed"
		signers = append(signers, one.signedBy)
		return nil
	})
	batch = []signed{{dollars("5"), "ann"}, {dollars("5"), "bob"}}
	if _, err := engine.ApplyAccountAdjustment(account, batch); err != nil {
		t.Fatal(err)
	}
	if strings.Join(signers, " ") != "ann bob" {
		t.Fatal(signers)
	}
}

func TestAdjustmentsWithoutRecordsAreRefused(t *testing.T) {
	engine := auditedBuild(t, func(*signed) error {
		t.Error("a hook was asked")
		return nil
	})
	good := &signed{dollars("5"), "ann"}
	_, err := engine.ApplyAccountAdjustment(account, []*signed{good, nil})
	if !errors.Is(err, openpit.ErrParam) {
		t.Fatal(err)
	}
	_, err = engine.ApplyAccountAdjustment(account, []*signed{good, {dollars("5"), "panics"}})
	if !errors.Is(err, openpit.ErrCallback) ||
		!strings.Contains(err.Error(), "`adjustment_record`") {
		t.Fatal(err)
	}
	if balances, err := engine.Balances(); err != nil || len(balances) != 0 {
		t.Fatal(balances, err)
	}
}

func TestAdjustmentHooksForOtherTypesAreFaults(t *testing.T) {
	_, err := openpit.NewClientEngineBuilder[openpit.Order, openpit.ExecutionReport, *signed]().
		NoSync().PreTrade(auditor[openpit.AccountAdjustment]{}).Build()
	if err == nil || !strings.Contains(err.Error(), "method `ApplyAccountAdjustment` takes other "+
		"types: allowed is `func(pretrade.Context, param.AccountID, *openpit_test.signed) ") {
		t.Fatal(err)
	}
}

func ExampleClientAdjustment() {
	engine, err := openpit.NewClientEngineBuilder[
		openpit.Order, openpit.ExecutionReport, signed]().
		NoSync().
		PreTrade(auditor[signed]{func(one signed) error {
			if one.signedBy == "" {
				return errors.New("a deposit needs a signature")
			}
			return nil
		}}).
		Build()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer engine.Close()
	for _, signer := range []string{"ann", ""} {
		batch := []signed{{dollars("100"), signer}}
		result, err := engine.ApplyAccountAdjustment(param.AccountIDFromInt(1), batch)
		fmt.Println(result.IsRejected(), err)
	}
	// Output:
	// false <nil>
	// true <nil>
}
