// SPDX-License-Identifier: Apache-2.0

package param

import (
	"math/rand/v2"
	"testing"

	"go.openpit.dev/openpit/internal/native"
)

// edges is the coefficients around which words overflow, or zeros have to go.
var edges = []uint64{0, 1, 2, 5, 10, 100, 12345, 1e9, 1<<32 - 1, 1 << 32, 1<<48 - 1, 1 << 48,
	1e18, 1e19, 1<<63 - 1, 1 << 63, 1<<64 - 1}

func randomNumber(random *rand.Rand, kind uint32) number {
	n := number{lo: edges[random.IntN(len(edges))], scale: uint8(random.IntN(maxScale + 1))}
	switch random.IntN(4) {
	case 0:
		n.lo += uint64(random.IntN(21)) - 10
	case 1:
		n.lo = random.Uint64() >> random.IntN(64)
	case 2:
		n.lo, n.hi = random.Uint64(), uint32(random.IntN(3))
	}
	if n = n.normalised(); random.IntN(2) == 0 && n.negated().takes(kind) {
		return n.negated()
	}
	return n
}

// TestExactlyAsTheCore holds that what is computed here is what the core computes, and that it
// never judges anything wrong.
func TestExactlyAsTheCore(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	ops := []uint32{native.OpAdd, native.OpSub, native.OpMul, native.OpMulPlain, native.OpMulAbs,
		native.OpRem, native.OpDiv}
	computed := map[uint32]int{}
	for range 200_000 {
		kind := uint32(1 + random.IntN(native.NumberPositionSize))
		op := ops[random.IntN(len(ops))]
		a, b := randomNumber(random, kind), randomNumber(random, kind)
		here, ok := exactly(kind, op, a, b)
		if !ok {
			continue
		}
		computed[op]++
		var operands native.Operands
		a.put(&operands.A)
		b.put(&operands.B)
		if there, err := apply(kind, op, &operands, ""); err != nil || here != there {
			t.Fatalf("type %d, operation %d of %v and %v: %v here; in the core %v, %v",
				kind, op, a, b, here, there, err)
		}
	}
	for _, op := range ops[:5] {
		if computed[op] < 1000 {
			t.Errorf("operation %d was computed here %d times: too few", op, computed[op])
		}
	}
}
