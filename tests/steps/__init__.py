# SPDX-License-Identifier: Apache-2.0
"""The only step definitions, one file for each topic."""
