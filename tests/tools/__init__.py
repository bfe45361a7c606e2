# SPDX-License-Identifier: Apache-2.0
"""What the repository's own checks and commands share; nothing here is part of the product."""
