"""Published values for comparisons and counts."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from attending.analytics.alert_burden import alerts_per_day
from attending.analytics.paired_comparison import compare_paired
from attending.analytics.paired_scores import PairedScores


def test_mid_p_mcnemar_of_fagerland_2013() -> None:
    """Airway hyper-responsiveness of 21 children before and after transplantation: 1 against 7 discordant, mid-p 0.039.

    Fagerland, Lydersen & Laake 2013, BMC Medical Research Methodology 13:91 (data of Bentur et al. 2009).
    Seen: the counts in the R package contingencytables, by the paper's authors. The p-value was looked for and not
    found: from memory, not verified.
    """
    before = np.repeat([0.9, 0.9, 0.1, 0.1], [1, 1, 7, 12])
    after = np.repeat([0.9, 0.1, 0.9, 0.1], [1, 1, 7, 12])
    found = compare_paired(PairedScores.from_arrays(before, after, np.ones(21), thresholds=[Decimal("0.5")]))
    sensitivity = found.at_thresholds[0].differences["sensitivity"]
    assert sensitivity.value == pytest.approx(-6 / 21)
    assert sensitivity.p == pytest.approx(0.039, abs=5e-4)


def test_poisson_limits_of_garwood_1936() -> None:
    """The exact 95 % limits of a Poisson mean when 10 are counted: 4.795 and 18.39."""
    found = alerts_per_day(10, 1)
    assert found.low == pytest.approx(4.795, abs=5e-4)
    assert found.high == pytest.approx(18.39, abs=5e-3)
