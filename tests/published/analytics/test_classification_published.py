"""Paired readers and verification bias as printed in papers."""

from __future__ import annotations

from statistics import NormalDist

import pytest

from attending.analytics.classification import (
    ReadingTable,
    mcnemar_exact,
    mcnemar_mid_p,
    paired_difference,
    review_classification,
    review_verification,
)
from attending.analytics.paired_proportions import tango_limits


def rounded(counts: tuple[int, int, int, int], digits: int) -> tuple[float, float, float]:
    """Tango's limits and McNemar's mid-p of counts right by both, first only, second only, neither."""
    found = paired_difference("accuracy_difference", *counts)
    assert found.difference.low is not None
    assert found.difference.high is not None
    assert found.p_value is not None
    return round(found.difference.low, digits), round(found.difference.high, digits), round(found.p_value, 6)


def test_consolidation_therapy_of_cavo_2012_in_contingencytables() -> None:
    """Complete response before and after therapy: 59, 6, 16, 80. Tango's interval -0.1240 to -0.0054, McNemar mid-p
    0.034690, exact 0.052479: tests/testthat/test-ch8.R of the R package contingencytables, by the authors of the book
    that recommends these methods (Fagerland, Lydersen & Laake 2017, Statistical Analysis of Contingency Tables).
    Seen: https://github.com/ocbe-uio/contingencytables.
    """
    assert rounded((59, 6, 16, 80), 4) == (-0.1240, -0.0054, 0.034690)
    assert round(mcnemar_exact(6, 16), 6) == 0.052479


def test_examples_of_tango_1998() -> None:
    """Statistics in Medicine 17:891, section 6: sleeping difficulties, 9 and 3 of 32, -0.027 to 0.390; soft contact
    lenses, 0 and 1 of 44, lower 90 % limit -0.096.

    Seen as quoted in tests of other implementations on GitHub, not in the paper.
    """
    assert rounded((10, 9, 3, 10), 3)[:2] == (-0.027, 0.390)
    assert round(tango_limits(0, 1, 44, quantile=NormalDist().inv_cdf(0.95))[0], 3) == -0.096


def test_airways_of_fagerland_lydersen_and_laake_2014() -> None:
    """Statistics in Medicine 33:2850, airway hyper-responsiveness of 21 children (Bentur et al. 2009): 1, 1, 7, 12.

    Tango's interval -0.517 to -0.026, McNemar mid-p 0.039, exact 0.070. Counts seen in the R package contingencytables
    (Tango_asymptotic_score_CI_paired_2x2.R) and their margins, 2 and 8 of 21, in the abstract of Bentur et al.; the
    results were looked for and not found: from memory, not verified.
    """
    assert rounded((1, 1, 7, 12), 3) == (-0.517, -0.026, 0.039063)
    assert round(mcnemar_mid_p(1, 7), 3) == 0.039
    assert round(mcnemar_exact(1, 7), 3) == 0.070


def test_culture_media_of_armitage_and_berry_1994() -> None:
    """Statistical Methods in Medical Research, p. 127: 20, 12, 2, 16 specimens; exact P 0.0129. From memory, not
    verified."""
    assert round(mcnemar_exact(12, 2), 4) == 0.0129
    result = paired_difference("accuracy_difference", 20, 12, 2, 16).difference
    assert result.value == pytest.approx(0.2)
    assert (result.n, result.events) == (50, 14)


def test_liver_scans_of_begg_and_greenes_1983() -> None:
    """Biometrics 39:207 with the 650 liver scans of Drum & Christacopoulos 1972: 429 positive scans, 263 of them
    verified (231 diseased); 221 negative, 81 verified (27 diseased). Sensitivity 0.895 becomes 0.836, specificity
    0.628 becomes 0.738. Seen: 650 patients, 344 of them verified, in the R package PVBcorrect (hepatic_pvb) and in
    Diagnostics 12:2839 (2022). The cells and the corrected values were looked for and not found: from memory, not
    verified."""
    table = ReadingTable.from_arrays(
        categories=("normal", "abnormal"),
        ordered=True,
        period="1972",
        reference=["abnormal"] * 231 + ["normal"] * 32 + ["abnormal"] * 27 + ["normal"] * 54 + [None] * 306,
        ai=["abnormal"] * 263 + ["normal"] * 81 + ["abnormal"] * 166 + ["normal"] * 140,
    )
    review = review_verification(table.slice(), "ai", cut="abnormal", positive_from="abnormal")
    assert round(review.as_verified.measures["sensitivity"].value, 3) == 0.895
    assert round(review.as_verified.measures["specificity"].value, 3) == 0.628
    assert round(review.corrected_sensitivity.value, 3) == 0.836
    assert round(review.corrected_specificity.value, 3) == 0.738
    assert review.corrected_sensitivity.low < 0.836 < review.corrected_sensitivity.high
    told = review.warning.replace("\N{NO-BREAK SPACE}", " ")
    assert "61 % of those read as abnormal, but 37 % of those read as normal" in told


def test_tomograms_of_hanley_and_mcneil_1982() -> None:
    """Radiology 143:29: 109 computed tomograms rated in five classes, area 0.893. Where it was seen:
    test_published_values.py."""
    normal, abnormal = [33, 6, 6, 11, 2], [3, 2, 2, 11, 33]
    grades = ("1", "2", "3", "4", "5")
    table = ReadingTable.from_arrays(
        categories=grades,
        references=("normal", "abnormal"),
        ordered=True,
        period="1982",
        reference=["normal"] * sum(normal) + ["abnormal"] * sum(abnormal),
        ai=[g for counts in (normal, abnormal) for g, k in zip(grades, counts, strict=True) for _ in range(k)],
    )
    reader = review_classification(table, positive_from="abnormal", cut="4").readers["ai"]
    assert round(reader.auroc.value, 3) == 0.893
    assert reader.auroc.bound == 0
    at_four = reader.cuts["4"]
    assert (at_four.tp, at_four.fn, at_four.fp, at_four.tn) == (44, 7, 13, 45)
