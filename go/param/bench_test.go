// SPDX-License-Identifier: Apache-2.0

package param_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"go.openpit.dev/openpit/param"
)

// Each operation stands beside the same one of shopspring/decimal.

func BenchmarkParse(b *testing.B) {
	for _, text := range []string{"185.5", "-185.5", "12345678.12345678901234"} {
		b.Run("openpit/"+text, func(b *testing.B) {
			for b.Loop() {
				if _, err := param.NewPrice(text); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run("shopspring/"+text, func(b *testing.B) {
			for b.Loop() {
				if _, err := decimal.NewFromString(text); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkAdd(b *testing.B) {
	left := param.Must(param.NewPrice("185.5"))
	a := left.Decimal()
	for _, text := range []string{"0.125", "12.5"} { // Another scale, the same scale.
		right := param.Must(param.NewPrice(text))
		b.Run("openpit/"+text, func(b *testing.B) {
			for b.Loop() {
				if _, err := left.Add(right); err != nil {
					b.Fatal(err)
				}
			}
		})
		c := right.Decimal()
		b.Run("shopspring/"+text, func(b *testing.B) {
			for b.Loop() {
				a.Add(c)
			}
		})
	}
}

func BenchmarkSub(b *testing.B) {
	left, right := param.Must(param.NewPrice("185.5")), param.Must(param.NewPrice("12.5"))
	b.Run("openpit", func(b *testing.B) {
		for b.Loop() {
			if _, err := left.Sub(right); err != nil {
				b.Fatal(err)
			}
		}
	})
	a, c := left.Decimal(), right.Decimal()
	b.Run("shopspring", func(b *testing.B) {
		for b.Loop() {
			a.Sub(c)
		}
	})
}

func BenchmarkMul(b *testing.B) {
	left, right := param.Must(param.NewPrice("185.5")), param.Must(param.NewQuantity("12.25"))
	a, c := left.Decimal(), right.Decimal()
	b.Run("openpit/volume", func(b *testing.B) {
		for b.Loop() {
			if _, err := left.CalculateVolume(right); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("openpit/decimal", func(b *testing.B) {
		for b.Loop() {
			if _, err := left.Mul(c); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("openpit/int", func(b *testing.B) {
		for b.Loop() {
			if _, err := left.MulInt(12); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("shopspring", func(b *testing.B) {
		for b.Loop() {
			a.Mul(c)
		}
	})
}

func BenchmarkDiv(b *testing.B) {
	left := param.Must(param.NewPrice("185.5"))
	a, c := left.Decimal(), decimal.RequireFromString("12.25")
	b.Run("openpit", func(b *testing.B) {
		for b.Loop() {
			if _, err := left.Div(c); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("shopspring", func(b *testing.B) {
		for b.Loop() {
			a.Div(c)
		}
	})
}

func BenchmarkRemainder(b *testing.B) {
	left := param.Must(param.NewPrice("185.5"))
	a := left.Decimal()
	for _, text := range []string{"12", "0.25"} {
		c := decimal.RequireFromString(text)
		b.Run("openpit/"+text, func(b *testing.B) {
			for b.Loop() {
				if _, err := left.Remainder(c); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run("shopspring/"+text, func(b *testing.B) {
			for b.Loop() {
				a.Mod(c)
			}
		})
	}
}

func BenchmarkCompare(b *testing.B) {
	left, right := param.Must(param.NewPrice("185.5")), param.Must(param.NewPrice("185.25"))
	b.Run("openpit", func(b *testing.B) {
		for b.Loop() {
			left.Compare(right)
		}
	})
	a, c := left.Decimal(), right.Decimal()
	b.Run("shopspring", func(b *testing.B) {
		for b.Loop() {
			a.Cmp(c)
		}
	})
}

func BenchmarkString(b *testing.B) {
	price := param.Must(param.NewPrice("185.5"))
	b.Run("openpit", func(b *testing.B) {
		for b.Loop() {
			_ = price.String()
		}
	})
	a := price.Decimal()
	b.Run("shopspring", func(b *testing.B) {
		for b.Loop() {
			_ = a.String()
		}
	})
}
