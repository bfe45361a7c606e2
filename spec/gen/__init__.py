# SPDX-License-Identifier: Apache-2.0
"""Generator of everything that `spec/*.toml` lists: Rust, C, Python, Go and docs tables.

Standard library only. Run from anywhere: `python3 -m spec.gen --write` or `--check`.
"""
