"""Sample sizes and agreement as printed in papers and standards."""

from __future__ import annotations

from decimal import Decimal

import pytest

from attending.analytics.peer_review import (
    Ratings,
    cohen_kappa,
    discovery_sample,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
    pair_agreement,
)

N = None
# Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", section C: four observers, twelve units. Seen: the
# data in the R package irr (kripp.alpha, "the C data from Krippendorff") with its printed output, 0.743 nominal and
# 0.815 ordinal; nominal 0.743421 in NLTK's tests (test_disagreement.py); 0.743, 0.815 and 0.849 quoted as the paper's.
OBSERVERS = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, N, N, N),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, N, 3),
    (N, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, N),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, N),
)
# Fleiss 1971, Psychological Bulletin 76:378 counts 30 patients; these ten subjects by 14 raters are the example of
# statsmodels' and Wikipedia's page on the same kappa (0.210).
TEN_SUBJECTS = [
    [0, 0, 0, 0, 14],
    [0, 2, 6, 4, 2],
    [0, 0, 3, 5, 6],
    [0, 3, 9, 2, 0],
    [2, 2, 8, 1, 1],
    [7, 7, 0, 0, 0],
    [3, 2, 6, 3, 0],
    [2, 5, 3, 2, 2],
    [6, 5, 2, 1, 0],
    [0, 2, 2, 3, 7],
]


@pytest.mark.parametrize(("scale", "alpha"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)])
def test_alpha_of_krippendorff_2011(scale: str, alpha: float) -> None:
    rows = tuple(tuple(None if v is None else str(v) for v in row) for row in zip(*OBSERVERS, strict=True))
    counts = Ratings(tuple("12345"), True, ("A", "B", "C", "D"), rows).counts()
    estimate = krippendorff_alpha(counts, scale=scale)
    assert round(estimate.value, 3) == alpha
    assert estimate.n == 11, "the unit that one observer rated pairs with nothing"


def test_kappa_of_ten_subjects_and_fourteen_raters() -> None:
    assert round(fleiss_kappa(TEN_SUBJECTS).value, 3) == 0.210


def test_weighted_kappa_of_fleiss_cohen_and_everitt_1969() -> None:
    """Two psychiatrists, 200 patients: table of proportions in Psychological Bulletin 72:323; kappa 0.429 unweighted.
    Seen: the 200 counts in the R package psych (cohen.kappa, "Fleiss, Cohen and Everitt"). Kappa and its standard error
    are from memory, not verified.

    The standard error printed for that kappa is 0.054, so on the plain scale the interval is 0.429 -/+ 0.106.
    """
    estimate = cohen_kappa([[106, 10, 4], [22, 28, 10], [2, 12, 6]])
    assert round(estimate.value, 3) == 0.429
    assert (estimate.high - estimate.low) / 2 == pytest.approx(1.96 * 0.054, abs=0.002)


def test_the_paradox_of_feinstein_and_cicchetti_1990() -> None:
    """Journal of Clinical Epidemiology 43:543: both agree on 85 %, kappa is 0.70 and 0.32.

    Seen as reprinted in Gerstman, Epidemiology Kept Simple, p. 227, table 10.6.
    """
    even = pair_agreement([[40, 9], [6, 45]], ordered=False)
    uneven = pair_agreement([[80, 10], [5, 5]], ordered=False)
    assert (even.percent_agreement.value, uneven.percent_agreement.value) == (0.85, 0.85)
    assert (round(even.kappa.value, 2), round(uneven.kappa.value, 2)) == (0.70, 0.32)
    assert even.paradox is None
    assert "85%" in uneven.paradox
    assert "AC1" in uneven.paradox
    assert (uneven.prevalence_index, uneven.bias_index) == (0.75, 0.05)


def test_ac1_stays_high_where_kappa_collapses() -> None:
    """Gwet 2008, British Journal of Mathematical and Statistical Psychology 61:29, table 2: 118, 5, 2, 0 of 125.

    Agreement 0.944, kappa (Cohen's) -0.0234, AC1 0.9408. Seen: the counts and -0.023392 and 0.940776, computed in exact
    arithmetic, in the design notes of another program that cite the paper; not in the paper itself.
    """
    counts = [[2, 0]] * 118 + [[1, 1]] * 7
    assert round(cohen_kappa([[118, 5], [2, 0]]).value, 4) == -0.0234
    assert round(gwet_ac1(counts).value, 4) == 0.9408


@pytest.mark.parametrize(("allowed", "n"), [(0, 59), (1, 93), (2, 124), (3, 153), (4, 181), (5, 208)])
def test_discovery_samples_at_five_percent(allowed: int, n: int) -> None:
    """Attribute sampling at 95 % confidence and 5 % tolerable rate: 59, 93, 124, 153, 181, 208 (AICPA Audit Guide,
    Audit Sampling, statistical sample sizes; the one-sided 95/95 tolerance table of Wilks 1941)."""
    assert discovery_sample(Decimal("0.05"), allowed=allowed).n == n
