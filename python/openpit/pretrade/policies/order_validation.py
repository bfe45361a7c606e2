# SPDX-License-Identifier: Apache-2.0
"""L-1: the order has what every venue asks for."""

from __future__ import annotations

from dataclasses import dataclass, replace

from openpit._checks import check_text

__all__ = ["OrderValidationBuilder", "build_order_validation"]


@dataclass(frozen=True)
class OrderValidationBuilder:
    """Start-stage policy: required fields are present, the trade amount is not zero (L-1).

    Rejects with `MissingRequiredField` or `InvalidFieldValue`.
    """

    name: str | None = None

    def __post_init__(self) -> None:
        if self.name is not None:
            check_text("name", self.name)

    def named(self, name: str) -> OrderValidationBuilder:
        """Give the same policy under another name than `OrderValidation` (P-1)."""
        check_text("name", name)
        return replace(self, name=name)


def build_order_validation() -> OrderValidationBuilder:
    """Start the policy `OrderValidation` (L-1)."""
    return OrderValidationBuilder()
