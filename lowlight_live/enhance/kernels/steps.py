"""How finely an estimate is kept."""

from __future__ import annotations

import numpy as np

STEPS = np.float32(256.0)
"""An estimate is kept in 256ths of a code and its ratio in 32768ths: half the memory traffic of float32."""
RATIO_STEPS = np.float32(32768.0)
