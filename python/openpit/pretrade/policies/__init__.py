# SPDX-License-Identifier: Apache-2.0
"""Built-in policies (L): builders for `EngineBuilder.builtin`, and their barriers.

Builders are values: each method gives a new one. What is wrong with a configuration is in the
`ConfigError` of `EngineBuilder.build`, every fault at once.

>>> import datetime
>>> burst = build_rate_limit().named("burst").broker_barrier(
...     RateLimitBrokerBarrier(
...         limit=RateLimit(max_orders=100, window=datetime.timedelta(seconds=1))
...     )
... )
"""

from typing import TypeAlias

from openpit.pretrade.policies.notional_limit import (
    NotionalAccountAssetBarrier,
    NotionalAssetBarrier,
    NotionalBrokerAssetBarrier,
    NotionalLimitBuilder,
    build_notional_limit,
)
from openpit.pretrade.policies.order_size_limit import (
    OrderSizeAccountAssetBarrier,
    OrderSizeAssetBarrier,
    OrderSizeBrokerBarrier,
    OrderSizeLimit,
    OrderSizeLimitBuilder,
    build_order_size_limit,
)
from openpit.pretrade.policies.order_validation import (
    OrderValidationBuilder,
    build_order_validation,
)
from openpit.pretrade.policies.pnl_bounds_killswitch import (
    PnlBoundsAccountAssetBarrier,
    PnlBoundsBrokerBarrier,
    PnlBoundsKillSwitchBuilder,
    build_pnl_bounds_killswitch,
)
from openpit.pretrade.policies.rate_limit import (
    RateLimit,
    RateLimitAccountAssetBarrier,
    RateLimitAccountBarrier,
    RateLimitAssetBarrier,
    RateLimitBrokerBarrier,
    RateLimitBuilder,
    build_rate_limit,
)

__all__ = [
    "BuiltinBuilder",
    "NotionalAccountAssetBarrier",
    "NotionalAssetBarrier",
    "NotionalBrokerAssetBarrier",
    "NotionalLimitBuilder",
    "OrderSizeAccountAssetBarrier",
    "OrderSizeAssetBarrier",
    "OrderSizeBrokerBarrier",
    "OrderSizeLimit",
    "OrderSizeLimitBuilder",
    "OrderValidationBuilder",
    "PnlBoundsAccountAssetBarrier",
    "PnlBoundsBrokerBarrier",
    "PnlBoundsKillSwitchBuilder",
    "RateLimit",
    "RateLimitAccountAssetBarrier",
    "RateLimitAccountBarrier",
    "RateLimitAssetBarrier",
    "RateLimitBrokerBarrier",
    "RateLimitBuilder",
    "build_notional_limit",
    "build_order_size_limit",
    "build_order_validation",
    "build_pnl_bounds_killswitch",
    "build_rate_limit",
]

BuiltinBuilder: TypeAlias = (
    OrderValidationBuilder
    | RateLimitBuilder
    | OrderSizeLimitBuilder
    | PnlBoundsKillSwitchBuilder
    | NotionalLimitBuilder
)
builtin_builders: tuple[type[BuiltinBuilder], ...] = (
    OrderValidationBuilder,
    RateLimitBuilder,
    OrderSizeLimitBuilder,
    PnlBoundsKillSwitchBuilder,
    NotionalLimitBuilder,
)
