"""A panel's ranking for people without a statistics course: who is sure, who is contested, who is out, and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from attending import charts
from attending.analytics.preference import PanelistGaps, PanelRanking, RankedItem, words
from attending.charts.rows import Table
from attending.program.registries.pages import url_of
from attending.strategy.models import PanelItem
from attending.strategy.rules.panel import SHOWN_FROM
from attending.strategy.rules.panel_results import RoundResults
from attending.ui import formats
from attending.ui.parts import DataTable, Figure, Link, Status, SummaryRow

if TYPE_CHECKING:
    import altair as alt

VERDICTS = {
    "stable winner": Status("ok", "Stable winner"),
    "contested": Status("watch", "Contested"),
    "clear no": Status("neutral", "Clear no"),
}
_TITLES = {
    "stable winner": "Stable winners",
    "contested": "The contested middle",
    "clear no": "Clear no",
}
_EMPTY = {
    "stable winner": "None: nothing is surely among the first.",
    "contested": "None: the choice is settled.",
    "clear no": "None: nothing is surely out.",
}


@dataclass(frozen=True, slots=True)
class VerdictCard:
    """The use cases of one verdict."""

    title: str
    meaning: str
    status: Status
    rows: Sequence[SummaryRow]
    empty: str


@dataclass(frozen=True, slots=True)
class ItemDetail:
    """What can be said of one use case, in sentences to be read aloud."""

    place: str
    title: str
    answer: str
    status: Status
    sentences: Sequence[str]
    link: Link


def scorers(ranking: PanelRanking) -> list[int]:
    """The primary keys of the panelists whose scores count."""
    return [int(each.panelist.rpartition(" ")[2]) for each in ranking.panel if each.scored]


def thin(ranking: PanelRanking) -> list[str]:
    """The use cases that fewer than three scored on some criterion: what it adds would tell who gave which score."""
    few = {cell.item for cell in ranking.cells if cell.n < SHOWN_FROM}
    return [each.item for each in ranking.items if each.item in few]


def discreet(ranking: PanelRanking) -> PanelRanking:
    """The ranking without what each criterion adds to those use cases."""
    hidden = set(thin(ranking))
    return replace(
        ranking,
        items=tuple(replace(each, contributions={}) if each.item in hidden else each for each in ranking.items),
    )


def places_text(top: int) -> str:
    """Such as ``the first 5``."""
    return "first" if top == 1 else f"in the first {top}"


def method_text(ranking: PanelRanking, panelists: int) -> str:
    """What was done, in words that can be repeated in a meeting."""
    told = words.rerun(samples=ranking.resampling.samples, panelists=panelists)
    if panelists == 1:
        return f"{told} This is one person's opinion, however often it is reckoned."
    return told


def verdict_cards(ranking: PanelRanking) -> list[VerdictCard]:
    """Stable winners, the contested middle, clear no."""
    place, limits = places_text(ranking.top), ranking.limits
    meanings = {
        "stable winner": f"{place.capitalize()} in at least {formats.percent(limits.winner_from, 0)} of the re-runs.",
        "contested": "It depends on who is in the room. Talk about these.",
        "clear no": f"{place.capitalize()} in at most {formats.percent(limits.no_upto, 0)} of the re-runs.",
    }
    return [
        VerdictCard(
            _TITLES[verdict],
            meanings[verdict],
            status,
            [_row(each, ranking.top) for each in ranking.items if each.verdict == verdict],
            _EMPTY[verdict],
        )
        for verdict, status in VERDICTS.items()
    ]


def _row(item: RankedItem, top: int) -> SummaryRow:
    near = " Close to the limit: with more re-runs it might fall on the other side." if item.near_limit else ""
    return SummaryRow(
        item.item,
        f"{places_text(top).capitalize()} in {words.share(item.resampled.within_top)} of the re-runs",
        note=f"Value {_points(item.value)} of 100, n {item.scorers}.{near}",
    )


def notes_of(ranking: PanelRanking, results: RoundResults, panelists: int) -> list[str]:
    """What qualifies the whole."""
    told = [note for note in ranking.notes if not (panelists == 1 and note.startswith("Only"))]
    told += [f"{each.name} is not ranked: {each.why}." for each in results.unranked]
    if panelists < SHOWN_FROM:
        told.append(
            f"Only {panelists} judged. What each criterion adds and the medians would show whose scores they are, so "
            "they are left out."
        )
    elif hidden := thin(ranking):
        told.append(
            f"What each criterion adds is left out of {', '.join(hidden)}: fewer than three scored some criterion, and "
            "it would show whose scores they are."
        )
    return told


def details(ranking: PanelRanking, items: Mapping[str, PanelItem]) -> list[ItemDetail]:
    """Every use case with its sentences, in the order of the ranking."""
    return [
        ItemDetail(
            f"item-{at}",
            f"{each.rank}. {each.item}",
            f"Value {_points(each.value)} of 100; {places_text(ranking.top)} in "
            f"{words.share(each.resampled.within_top)}",
            VERDICTS[each.verdict],
            [
                words.fared(each.item, each.resampled.within_top, top=ranking.top),
                *each.sentences[1:],
                *([f"Worth the same as {', '.join(each.tied_with)}."] if each.tied_with else []),
            ],
            Link("Its page", url_of(items[each.item].use_case)),
        )
        for at, each in enumerate(ranking.items, start=1)
    ]


def value_figure(ranking: PanelRanking) -> Figure:
    """What each use case is worth, and what that is made of, as far as it tells nobody's scores."""
    ranking = discreet(ranking)
    return _figure(lambda width: charts.value_contributions(ranking, width=width), charts.value_rows(ranking))


def rank_figure(ranking: PanelRanking) -> Figure:
    """How often each place was taken."""
    return _figure(lambda width: charts.rank_acceptability(ranking, width=width), charts.rank_rows(ranking))


def weights_figure(weights: Mapping[str, Sequence[float]], ranking: PanelRanking) -> Figure | None:
    """Everybody's own weights; None where so few gave some that it would show whose they are."""
    if not weights or len(next(iter(weights.values()))) < SHOWN_FROM:
        return None
    rows = [
        (
            each.criterion,
            formats.percent(each.lowest, 0),
            formats.percent(each.median, 0),
            formats.percent(each.highest, 0),
        )
        for each in ranking.criteria
    ]
    headers = ["Criterion", "Least", "Middle", "Most"]
    table = DataTable(headers, rows, "Share of a panelist's weight", (1, 2, 3))
    chart = _figure(lambda width: charts.weight_spread(weights, width=width), None)
    return Figure(chart.title, chart.svg, table, chart.note)


def overtaking_choices(ranking: PanelRanking) -> list[tuple[str, str]]:
    """The use cases to choose two of: the number in the ranking, and the name."""
    return [(str(at), f"{each.rank}. {each.item}") for at, each in enumerate(ranking.items)]


def gap_rows(ranking: PanelRanking, names: Mapping[int, str]) -> list[SummaryRow]:
    """What panelists left open, and what was done about it; never a score."""
    found = [(names[int(each.panelist.rpartition(" ")[2])], _left_open(each)) for each in ranking.panel]
    return [SummaryRow(name, f"{'; '.join(told).capitalize()}.") for name, told in found if told]


def _left_open(gaps: PanelistGaps) -> list[str]:
    told = []
    if gaps.filled:
        told.append(f"{_counted(len(gaps.filled), 'blank')}: the panel's median stands in")
    if gaps.left_out:
        told.append(f"left {_counted(gaps.left_out, 'use case')} out wholly: judged by the others")
    if gaps.weights != "own":
        stand_in = "all criteria weigh alike" if gaps.weights == "equal" else "the mean of the others stands in"
        told.append(f"gave no weights: {stand_in}")
    return told


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def exported(document: Mapping[str, Any], *, small: bool) -> dict[str, Any]:
    """The document without anything that belongs to one panelist alone."""
    whole = document["ranking"]
    hidden = {cell["item"] for cell in whole["cells"] if cell["n"] < SHOWN_FROM}
    weighed = sum(each["weights"] == "own" for each in whole["panel"])
    ranking = {key: value for key, value in whole.items() if key != "panel"}
    ranking["items"] = [
        _without(each, "by_panelist", *(("contributions",) if small or each["item"] in hidden else ()))
        for each in whole["items"]
    ]
    ranking["cells"] = [cell for cell in whole["cells"] if cell["n"] >= SHOWN_FROM]
    if weighed < SHOWN_FROM:
        ranking["criteria"] = [_without(each, "lowest", "median", "highest") for each in whole["criteria"]]
    return {**document, "ranking": ranking}


def _without(record: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {key: value for key, value in record.items() if key not in names}


def csv_rows(ranking: PanelRanking, *, small: bool) -> tuple[list[str], list[list[object]]]:
    """Headers and rows of the download; values as numbers, nothing where it would tell one panelist's scores."""
    criteria = [] if small else [each.criterion for each in ranking.criteria]
    headers = ["rank", "use case", "value of 100", "verdict", "panelists", "first", "within places"]
    headers += ["rank low", "rank high", "within places with any weights", *(f"{name} adds" for name in criteria)]
    rows: list[list[object]] = [
        [
            each.rank,
            each.item,
            round(100 * each.value, 3),
            each.verdict,
            each.scorers,
            each.resampled.first,
            each.resampled.within_top,
            each.resampled.rank_low,
            each.resampled.rank_high,
            each.any_weights.within_top,
            *(round(100 * each.contributions[name], 3) if each.contributions else None for name in criteria),
        ]
        for each in discreet(ranking).items
    ]
    return headers, rows


def table_of(found: Table) -> DataTable:
    """A table of a chart's numbers as the design system lays it out."""
    numeric = tuple(at for at, column in enumerate(found.columns) if column.numeric)
    return DataTable([column.label for column in found.columns], found.rows, found.caption, numeric)


def _figure(draw: Callable[[int], alt.LayerChart], rows: Table | None) -> Figure:
    chart = draw(charts.WIDE)
    table = table_of(rows) if rows else None
    return Figure(charts.answer_of(chart), charts.responsive_svg(draw), table, charts.note_of(chart))


def _points(value: float) -> str:
    return formats.number(100 * value, 0)
