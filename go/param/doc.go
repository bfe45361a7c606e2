// SPDX-License-Identifier: Apache-2.0

// Package param holds the values: exact decimal numbers, names and ids (V-1 to V-6).
//
// A number is sign, 96-bit coefficient and a scale of 0 to 28. Input is exact or an error, never
// silently rounded; types do not mix; arithmetic is exact or an error. Values are normalised, so
// `==` compares them by value and they may be keys of maps. The zero value of a number is zero; the
// zero value of an enum or a name is unset, prints so, and is refused where a value is needed.
package param
