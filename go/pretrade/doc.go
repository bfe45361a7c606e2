// SPDX-License-Identifier: Apache-2.0

// Package pretrade is the vocabulary of the staged pipeline: policies and what they answer, rejects
// and blocks (P, R, K).
package pretrade
