# SPDX-License-Identifier: Apache-2.0
"""``python -m openpit.replay`` is the console command ``openpit``."""

import sys

from .entry import main

sys.exit(main())
