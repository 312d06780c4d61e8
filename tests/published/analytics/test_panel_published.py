"""Disagreement and agreement of panels as printed in papers and manuals."""

from __future__ import annotations

import numpy as np
import pytest

from attending.analytics.panel import intraclass_correlation, kendall_w, measure_disagreement, ordinal_alpha

N = np.nan


def test_the_range_adjusted_for_symmetry_of_a_panel_of_fifteen() -> None:
    """BMJ Open 2012;2:e001431, table 1, after Fitch et al. 2001: median 7, 30th percentile 7, 70th 8, IPRAS 6.1.

    Seen. The table's counts are 1, 1, 1, 5, 5, 2; the last six columns of nine are meant, as its percentiles show. Its
    text prints 2.5 for the constant, but 6.1 = 2.35 + 1.5 x 2.5: with 2.5 it would be 6.25.
    """
    scores = np.array([4, 5, 6, *[7] * 5, *[8] * 5, 9, 9], dtype=float).reshape(15, 1, 1)
    found = measure_disagreement(scores).cells(("A",), ("x",))[0]
    assert (found.n, found.median, found.low, found.high, found.ipr) == (15, 7, 7, 8, 1)
    assert found.ipras == pytest.approx(6.1)
    assert (found.disagreement, found.classic_disagreement, found.verdict) == (False, False, "high")


@pytest.mark.parametrize(("panel", "needed"), [(8, 3), (9, 3), (10, 3), (11, 4), (13, 4), (14, 5), (16, 5)])
def test_the_classic_rule_for_panels_of_any_size(panel: int, needed: int) -> None:
    """Fitch et al. 2001, MR-1269, chapter 8: disagreement is 3, 4 or 5 ratings in each extreme in panels of 8-10, 11-13
    and 14-16. From memory; the 4 votes outside that a panel of 15 may have are seen in BMJ Open 2012;2:e001431."""
    for low, expected in ((needed, True), (needed - 1, False)):
        scores = np.array([1.0] * low + [9.0] * needed + [5.0] * (panel - low - needed)).reshape(panel, 1, 1)
        assert measure_disagreement(scores).cells(("A",), ("x",))[0].classic_disagreement is expected


def test_six_subjects_and_four_judges_of_shrout_and_fleiss_1979() -> None:
    """Psychological Bulletin 86:420, tables 2 and 4: ICC(2,1) = .29, ICC(2,4) = .62: scores and figures seen in the
    tests of the R package iccbot and in output of DescTools. Intervals .02 to .76 and .07 to .93, as R's psych prints,
    were looked for and not found: from memory."""
    judges = np.array([[9, 6, 8, 7, 10, 6], [2, 1, 4, 1, 5, 2], [5, 3, 6, 2, 6, 4], [8, 2, 8, 6, 9, 7]], dtype=float)
    found = intraclass_correlation(judges)
    assert (round(found.single.value, 2), round(found.mean.value, 2)) == (0.29, 0.62)
    assert (round(found.single.low, 2), round(found.single.high, 2)) == (0.02, 0.76)
    assert (round(found.mean.low, 2), round(found.mean.high, 2)) == (0.07, 0.93)


def test_krippendorffs_four_observers_as_scores() -> None:
    """Krippendorff 2011, section C: ordinal alpha 0.815 on 11 units. Seen as said in test_peer_review_published.py."""
    observers = np.array(
        [
            [1, 2, 3, 3, 2, 1, 4, 1, 2, N, N, N],
            [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, N, 3],
            [N, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, N],
            [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, N],
        ]
    )
    found = ordinal_alpha(observers)
    assert round(found.value, 3) == 0.815
    assert (found.raters, found.items) == (4, 11)


def test_three_executives_rank_six_applicants() -> None:
    """Siegel 1956, Nonparametric Statistics, table 9.5: rank sums 8, 14, 11, 11, 11, 8 and W = .16. Looked for
    and not found: from memory; the sums are checked here."""
    ranks = np.array([[1, 6, 3, 2, 5, 4], [1, 5, 6, 4, 2, 3], [6, 3, 2, 5, 4, 1]], dtype=float)
    assert ranks.sum(axis=0).tolist() == [8, 14, 11, 11, 11, 8]
    assert round(kendall_w(ranks).value, 2) == 0.16


def test_three_rankings_of_ten_with_ties() -> None:
    """Kendall's example, as the NAG Library's manual prints it for g08daf (marks 26.2 and 27, seen): W = 0.828 with the
    correction for ties, significance 0.008. Siegel (1956, chapter 9) has it from Kendall; the book was not seen."""
    ranks = np.array(
        [
            [1, 4.5, 2, 4.5, 3, 7.5, 6, 9, 7.5, 10],
            [2.5, 1, 2.5, 4.5, 4.5, 8, 9, 6.5, 10, 6.5],
            [2, 1, 4.5, 4.5, 4.5, 4.5, 8, 8, 8, 10],
        ]
    )
    sums = ranks.sum(axis=0)
    assert float(((sums - sums.mean()) ** 2).sum()) == 591
    found = kendall_w(ranks)
    assert round(found.value, 3) == 0.828
    assert found.p_value is not None
    assert round(found.p_value, 3) == 0.008
