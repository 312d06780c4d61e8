"""A panel's ranking as sentences and tables, the same in the terminal and on the page."""

from __future__ import annotations

import platform
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Final

from attending import __version__
from attending.analytics.impact.words import counted, percent
from attending.analytics.panel import CellAgreement, Coefficient
from attending.analytics.panel.coefficient import Name
from attending.analytics.preference import PanelistGaps, PanelRanking, RankedItem, Verdict, words
from attending.analytics.preference.words import share
from attending.charts.numbers import decimal
from attending.documents.grid import Grid
from attending.sources.judgements import JudgementFile

_GROUPS: Final[tuple[tuple[Verdict, str], ...]] = (
    ("stable winner", "Stable winners"),
    ("contested", "Contested middle"),
    ("clear no", "Clear no"),
)
_COEFFICIENTS: Final[dict[Name, str]] = {
    "kendall_w": "Kendall's W",
    "icc_2_1": "ICC(2,1)",
    "icc_2_k": "ICC(2,k)",
    "krippendorff_alpha": "Ordinal alpha",
}
_NAMED: Final = 12
_BEYOND_PLACES: Final = 5
_DASH: Final = "\N{EN DASH}"


@dataclass(frozen=True)
class RankPaper:
    """A ranking with its title and what it was read from."""

    title: str
    read: JudgementFile
    ranking: PanelRanking

    @property
    def summary(self) -> str:
        """Who scored what, and for how many places."""
        scored = sum(1 for each in self.ranking.panel if each.scored)
        return (
            f"{counted(scored, 'panelist')} scored {counted(len(self.ranking.items), 'use case')} on "
            f"{len(self.ranking.criteria)} {'criterion' if len(self.ranking.criteria) == 1 else 'criteria'}; "
            f"there is room for {self.ranking.top}."
        )

    @property
    def versions(self) -> dict[str, str]:
        """What computed it."""
        told = {name: version(name) for name in ("numpy", "scipy")}
        return {"attending": __version__, "python": platform.python_version(), **told}


def answers(ranking: PanelRanking) -> Iterator[str]:
    """Stable winners, contested middle and clear no, each with what it means."""
    goal = "came first" if ranking.top == 1 else f"came in the top {ranking.top}"
    limits = ranking.limits
    meaning = {
        "stable winner": f"{goal} in at least {percent(limits.winner_from)} of the re-runs",
        "contested": f"{goal} in more than {percent(limits.no_upto)} and less than {percent(limits.winner_from)}",
        "clear no": f"{goal} in at most {percent(limits.no_upto)}",
    }
    for verdict, heading in _GROUPS:
        found = ranking.having(verdict)
        names = ", ".join(each.item for each in found[:_NAMED])
        more = f" and {len(found) - _NAMED:,} more" if len(found) > _NAMED else ""
        yield f"{heading} ({len(found):,}): {names or 'none'}{more}; {meaning[verdict]}."


def rerun(ranking: PanelRanking) -> str:
    """What was done to see how sure the ranking is."""
    scored = sum(1 for each in ranking.panel if each.scored)
    return words.rerun(samples=ranking.resampling.samples, panelists=scored)


def spoken(ranking: PanelRanking) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The sentences about those that have a place or hang in the balance, by use case."""
    about = [each for each in ranking.items if each.verdict != "clear no"] or list(ranking.items)
    for each in about[: ranking.top + _BEYOND_PLACES]:
        yield each.item, (words.fared(each.item, each.resampled.within_top, top=ranking.top), *each.sentences[1:])


def ranking_grid(ranking: PanelRanking, most: int) -> Grid:
    """Every use case: its rank, its value, how often it had a place, and what any weights would do."""
    place = "First" if ranking.top == 1 else f"In the top {ranking.top}"
    rows = [
        (
            each.item,
            f"{each.verdict}{' (near the limit)' if each.near_limit else ''}",
            share(each.resampled.within_top),
            f"{each.rank}{' (tied)' if each.tied else ''}",
            _range(each),
            _points(each.value),
            share(each.any_weights.within_top),
            f"{each.scorers}",
        )
        for each in ranking.items[:most]
    ]
    run = ranking.resampling
    return Grid(
        "Ranking",
        ("Use case", "Verdict", place, "Rank", "Rank range", "Value of 100", "Any weights", "Scored by"),
        rows,
        (2, 3, 4, 5, 6, 7),
        f"Shares are of {run.samples:,} re-runs, exact to {100 * run.error:.1f} points; seed {run.seed}. Rank range: "
        f"where it came in 9 of 10 re-runs. Any weights: {place.lower()} with any weights "
        "at all that everybody shares."
        f"{_cut(len(ranking.items), most)}",
    )


def turning_grid(ranking: PanelRanking) -> Grid:
    """How sure the order of neighbours is around the last place, and what would turn it."""
    rows = [
        (f"{each.upper} before {each.lower}", share(each.upper_ahead), each.sentence)
        for each in ranking.neighbours[: ranking.top + _BEYOND_PLACES]
    ]
    return Grid("What would turn the order", ("Order", "Sure", "What would turn it"), rows, (1,))


def contribution_grid(ranking: PanelRanking, most: int) -> Grid:
    """What each criterion adds to the value of each use case."""
    names = [each.criterion for each in ranking.criteria]
    rows = [
        (each.item, *(_points(each.contributions[name]) for name in names), _points(each.value))
        for each in ranking.items[:most]
    ]
    return Grid(
        "Where the value comes from",
        ("Use case", *names, "Value of 100"),
        rows,
        range(1, len(names) + 2),
        f"Points of each criterion; they sum to the value.{_cut(len(ranking.items), most)}",
    )


def weight_grid(ranking: PanelRanking) -> Grid:
    """What the panel cares about, and how far its members differ."""
    rows = [
        (each.criterion, percent(each.mean), f"{percent(each.lowest)} to {percent(each.highest)}")
        for each in ranking.criteria
    ]
    return Grid("What the panel cares about", ("Criterion", "Mean weight", "Least to most"), rows, (1, 2))


def disagreement_grid(ranking: PanelRanking, most: int) -> Grid:
    """The cells on which the panel disagrees, the widest first."""
    flagged = sorted((each for each in ranking.cells if each.disagreement), key=_excess, reverse=True)
    judged = sum(1 for each in ranking.cells if each.disagreement is not None)
    rows = [
        (each.item, each.criterion, f"{each.n}", f"{each.median:g}", f"{each.low:g} to {each.high:g}")
        for each in flagged[:most]
    ]
    return Grid(
        "Where the panel disagrees",
        ("Use case", "Criterion", "n", "Median", "30th to 70th percentile"),
        rows,
        (2, 3, 4),
        f"{len(flagged):,} of {judged:,} cells with 3 or more scores: the range is wider than RAND/UCLA allow (IPRAS, "
        f"Fitch et al. 2001).{_cut(len(flagged), most)}",
    )


def agreement_grid(ranking: PanelRanking) -> Grid:
    """Coefficients of agreement over all and on each criterion."""
    found = {"Value of the use cases": ranking.agreement.value, **ranking.agreement.criteria}
    rows = []
    for name, several in found.items():
        told = {each.name: _coefficient(each) for each in several}
        rows.append((name, *(told.get(key, _DASH) for key in _COEFFICIENTS), _counts(several)))
    return Grid(
        "How far the panel agrees",
        ("On", *_COEFFICIENTS.values(), "n"),
        rows,
        range(1, len(_COEFFICIENTS) + 1),
        "With 95 % intervals. W: do they put the use cases in the same order; ICC(2,1) and ICC(2,k): how reliable are "
        "one panelist's scores and the panel's mean; alpha: do they give the same scores. n: panelists x use cases; W "
        "and ICC leave out those with a score missing. All collapse when the use cases are alike: read them beside the "
        "disagreement above.",
    )


def panel_grid(ranking: PanelRanking) -> Grid:
    """Who was heard, what was missing, and what was done about it."""
    rows = [
        (
            each.panelist,
            f"{each.scored:,}",
            ", ".join(each.recused) or _DASH,
            f"{each.left_out:,}",
            _filled(each),
            each.weights,
        )
        for each in ranking.panel
    ]
    return Grid(
        "Who was heard",
        ("Panelist", "Scored", "Out for a conflict", "Left out", "Blank cells filled with the median", "Weights"),
        rows,
        (1, 3),
    )


def _points(value: float) -> str:
    return f"{100 * value:.1f}"


def _range(each: RankedItem) -> str:
    low, high = each.resampled.rank_low, each.resampled.rank_high
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"


def _excess(cell: CellAgreement) -> float:
    return (cell.ipr or 0.0) - (cell.ipras or 0.0)


def _coefficient(each: Coefficient) -> str:
    if each.value is None:
        return each.reason or _DASH
    if each.low is None or each.high is None:
        return decimal(each.value, 2)
    return f"{decimal(each.value, 2)} ({decimal(each.low, 2)} to {decimal(each.high, 2)})"


def _counts(several: Sequence[Coefficient]) -> str:
    return ", ".join(dict.fromkeys(f"{each.raters} x {each.items:,}" for each in several))


def _filled(each: PanelistGaps) -> str:
    named: Sequence[str] = [f"{cell.item}, {cell.criterion}: {cell.median:g}" for cell in each.filled[:3]]
    more = f"; {len(each.filled) - 3:,} more" if len(each.filled) > 3 else ""
    return f"{len(each.filled):,} ({'; '.join(named)}{more})" if named else _DASH


def _cut(count: int, most: int) -> str:
    return f" The first {most:,} of {count:,}; the others are in --format json." if count > most else ""
