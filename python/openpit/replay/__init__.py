# SPDX-License-Identifier: Apache-2.0
"""The console command ``openpit``: replays recorded order flow through limits, converts recordings.

Installed by the extra ``openpit[replay]``. One file per concept: ``flow`` reads the order-flow
format, ``runner`` drives the engine with it, ``tables`` prints, ``journal`` collects what
``report`` draws, ``compare`` finds the orders whose outcome flips, ``explain`` tells why one was
decided so, ``bitstamp`` makes the format from a recording, ``cli`` and ``commands_limits`` are the
command line.
"""
