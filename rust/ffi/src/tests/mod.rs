// SPDX-License-Identifier: Apache-2.0
//! The border under test: hostile input, lifecycles, callbacks, and the header.

mod header;
