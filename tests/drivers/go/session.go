// SPDX-License-Identifier: Apache-2.0

package conformance

import (
	"runtime"
	"sync"
	"time"

	"go.openpit.dev/openpit"
	"go.openpit.dev/openpit/pretrade"
)

// numbered is things of one kind, numbered from 1 in the order in which they came.
type numbered[T any] struct {
	items map[uint64]*T
	last  uint64
}

func (n *numbered[T]) add(item T) uint64 { return n.addPointer(&item) }

func (n *numbered[T]) addPointer(item *T) uint64 {
	if n.items == nil {
		n.items = map[uint64]*T{}
	}
	n.last++
	n.items[n.last] = item
	return n.last
}

func (n *numbered[T]) get(number uint64) (*T, error) {
	if found, known := n.items[number]; known {
		return found, nil
	}
	return nil, driverFault("no number %d", number)
}

// held is a request or reservation and what is known of it.
type held[T any] struct {
	it     T
	engine *openpit.Engine
	// spent is true once there is nothing behind it that a drop could give back.
	spent bool
}

// session is everything of one scenario.
type session struct {
	engines  numbered[openpit.Engine]
	requests numbered[held[openpit.Request]]
	orders   map[uint64]*openpit.Order
	// submitted is the caller's own order of the last submit.
	submitted    *openpit.Order
	reservations numbered[held[openpit.Reservation]]
	causes       numbered[pretrade.BlockCause]
}

var (
	current = &session{orders: map[uint64]*openpit.Order{}}
	lock    sync.Mutex
	trace   []data
)

// note keeps what a policy saw; a goroutine of a scenario may come at the same time.
func note(entry data) {
	lock.Lock()
	defer lock.Unlock()
	trace = append(trace, entry)
}

func takeTrace(data) (any, error) {
	lock.Lock()
	defer lock.Unlock()
	found := append([]data{}, trace...)
	trace = nil
	return found, nil
}

func reset(data) (any, error) {
	for _, engine := range current.engines.items {
		// A scripted rollback may fail; nobody looks at it any more.
		_ = engine.Close()
	}
	current = &session{orders: map[uint64]*openpit.Order{}}
	_, err := takeTrace(nil)
	return nil, err
}

func engineOf(asked data) (*openpit.Engine, error) {
	return current.engines.get(handle(asked, "engine"))
}

// release lets go of what is spent. A value that was used up still refers to its pooled handle,
// which may serve another order by now: who keeps it keeps that order from being found.
func release[T any](table *numbered[held[T]]) {
	for _, found := range table.items {
		if found.spent {
			var none T
			found.it = none
		}
	}
}

// forget drops a request or reservation as Go does: nobody holds it, and the garbage collector
// finds it. It returns when the engine knows.
func forget[T any](table *numbered[held[T]], number uint64) error {
	found, err := table.get(number)
	if err != nil {
		return nil // gone already, which is fine for every drop
	}
	delete(table.items, number)
	engine, spent := found.engine, found.spent
	var none T
	found.it = none
	if spent || engine.IsClosed() {
		return nil
	}
	release(&current.requests)
	release(&current.reservations)
	before := engine.Drops().Queued
	for range 2000 {
		runtime.GC()
		if engine.Drops().Queued > before {
			return nil
		}
		time.Sleep(time.Millisecond)
	}
	return driverFault("the garbage collector did not find what was dropped")
}

func drop(asked data) (any, error) {
	if number := handle(asked, "reservation"); number != 0 {
		return nil, forget(&current.reservations, number)
	}
	return nil, forget(&current.requests, handle(asked, "request"))
}
