"""Every table of a review, in reading order: the same on the page, on paper and in the terminal."""

from __future__ import annotations

from attending.analytics import PerformanceReview
from attending.documents.grid import Grid
from attending.review.report.beside import beside_grids
from attending.review.report.drift import drift_grids
from attending.review.report.figures import comparison_grid, month_grid, overall_grid, subgroup_grids, threshold_grid
from attending.review.report.groups import equity_grids, gap_grid
from attending.review.supplements import Supplements

NOTHING = Supplements()


def grids(
    review: PerformanceReview,
    *,
    model: str = "Model",
    comparator: str = "Comparator",
    beside: Supplements = NOTHING,
    every_group: bool = True,
) -> list[Grid]:
    """Every table of a review; ``beside`` is what stands beside its measures.

    Without ``every_group`` the groups compared are told by their widest gaps alone: there may be hundreds of rows.
    """
    found = [overall_grid(review.overall)]
    if review.thresholds:
        found.append(threshold_grid(review.overall))
    if review.comparator is not None:
        found.append(comparison_grid(review.comparator, model, comparator))
    found += beside_grids(review.overall, review.comparator, beside)
    found.extend(subgroup_grids(review))
    if every_group:
        found += equity_grids(beside.equity)
    elif beside.equity is not None:
        found.append(gap_grid(beside.equity.gaps))
    found.append(month_grid(review))
    return found + drift_grids(beside)
