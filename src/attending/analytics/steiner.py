"""Steiner's weights: what one patient's outcome says for other odds than those that were predicted."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def steiner_weights(risk: ArrayLike, odds_ratio: float, *, null_ratio: float = 1.0) -> tuple[Floats, Floats]:
    """Log likelihood ratio of one patient with and without the event (Steiner et al. 2000, Biostatistics 1:441).

    `risk` in [0, 1]; the odds are `null_ratio` times the predicted odds under the null and `odds_ratio` times under
    the alternative. The first array is for patients with the event, the second for those without.
    """
    p = np.asarray(risk, dtype=np.float64)
    without = np.log1p((null_ratio - 1) * p) - np.log1p((odds_ratio - 1) * p)
    return without + np.log(odds_ratio / null_ratio), without
