// SPDX-License-Identifier: Apache-2.0

// Package param holds the values: exact decimal numbers, names and ids (V-1 to V-6).
//
// A number is sign, 96-bit coefficient and a scale of 0 to 28. Input is exact or an error, never
// silently rounded; types do not mix; arithmetic is exact or an error. Values are normalised, so
// `==` compares them by value and they may be keys of maps. The zero value of a number is zero; the
// zero value of an enum, a name, an amount or a leverage is unset, prints so, and is refused where
// a value is needed.
//
// # Doors
//
// Every type meets package fmt, encoding/json, encoding (so keys of JSON maps, XML and YAML too),
// encoding/gob and database/sql. No door takes what the constructor refuses, and each refuses with
// the same *Error, which errors.As and errors.Is find through what other packages wrap around it:
//
//   - Text is the canonical text of String, and is read as the constructor reads. Unset has none.
//   - In JSON a value is a string of its text; an amount is an object of one field. A number may
//     also be read from a JSON number, by the digits that stand there and never by a float.
//   - In SQL a value is its text. Text is read as it is, an integer column exactly, a float column
//     by its shortest text.
//   - null in JSON and NULL in SQL are unset, both ways, where a type has that. A number, an
//     AccountID or an AccountGroupID has not and refuses them: there an Option, a pointer or an
//     sql.Null is what may be null.
package param
