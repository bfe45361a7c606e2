// SPDX-License-Identifier: Apache-2.0

package pretrade

import "fmt"

// Reject is the business answer "no": who said it, why, and how much of the account it concerns
// . It is a value, never an error.
type Reject struct {
	// Policy is the name of the policy that rejected; `engine` for the engine itself.
	Policy string
	// Code is what a program acts on.
	Code RejectCode
	// Reason is why, in words.
	Reason string
	// Details is the observed value and the limit.
	Details string
	// Scope is whether the order or the account is the problem; it never blocks by itself (K-2).
	Scope RejectScope
	// UserData is the policy's own token; the engine never reads it.
	UserData uint64
	// Failure is what a policy that failed closed (P-8) said of itself: the text of its error or
	// panic. It is in no other language's reject and not in the decision log, since it may differ
	// between runs.
	Failure string
}

// String gives the reject in one line.
func (r Reject) String() string {
	return fmt.Sprintf("policy `%s` rejects with `%s`: %s: %s",
		r.Policy, r.Code, r.Reason, r.Details)
}

// PolicyReject is a reject as a policy makes it; the engine adds the policy's name.
//
// Code and Scope must be set: an unset one is a failed callback (P-8). NewReject sets both.
type PolicyReject struct {
	// Code is what a program acts on.
	Code RejectCode
	// Reason is why, in words.
	Reason string
	// Details is the observed value and the limit.
	Details string
	// Scope is whether the order or the account is the problem.
	Scope RejectScope
	// UserData is the policy's own token; the engine never reads it.
	UserData uint64
}

// NewReject is a reject of the order.
func NewReject(code RejectCode, reason, details string) PolicyReject {
	return PolicyReject{Code: code, Reason: reason, Details: details, Scope: RejectScopeOrder}
}

// AccountBlock is a block of the call's account that a policy asks for. It is applied at once and
// never rolled back (M-3).
type AccountBlock struct {
	// Code is why, as a code; it must be set.
	Code RejectCode
	// Reason is why, in words: the account's rejects will carry it.
	Reason string
}

// BlockCause is one cause of a block: who blocked, with which code and reason. Causes form a set: a
// scope is blocked while any remains (K-2).
type BlockCause struct {
	// Source is who blocked: a policy's name, or `engine` for the admin API.
	Source string
	// Code is why, as a code.
	Code RejectCode
	// Reason is why, in words.
	Reason string
}

// Failure is one callback that failed: which policy's, and where (P-8).
type Failure struct {
	// Policy is the policy whose callback failed.
	Policy string
	// Hook is the callback: `commit`, `rollback`, `apply_execution_report` and so on.
	Hook string
	// Text is what the callback said of itself: its error or panic. Not in the decision log.
	Text string
}

// String gives the failure in one line.
func (f Failure) String() string {
	return fmt.Sprintf("`%s` of policy `%s`: %s", f.Hook, f.Policy, f.Text)
}
