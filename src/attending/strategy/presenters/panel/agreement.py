"""How far a panel agrees, in words first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attending.analytics.panel import CellAgreement, Coefficient
from attending.analytics.preference import PanelAgreement
from attending.strategy.rules.panel import SHOWN_FROM
from attending.strategy.rules.panel_results import RoundResults
from attending.ui import formats
from attending.ui.parts import DataTable, Status, SummaryRow

NAMES = {
    "kendall_w": "Do they put the use cases in the same order?",
    "icc_2_1": "How far can one panelist alone be relied on?",
    "icc_2_k": "Would another such panel come to the same values?",
    "krippendorff_alpha": "Do they give the same scores?",
}
SYMBOLS = {
    "kendall_w": "Kendall's W",
    "icc_2_1": "ICC(2,1)",
    "icc_2_k": "ICC(2,k)",
    "krippendorff_alpha": "Krippendorff's alpha, ordinal",
}
_ORDER = ((0.7, "Largely"), (0.5, "Moderately"), (0.3, "Weakly"))
"""Kendall's W in words after Schmidt 1997."""
_RELIABLE = ((0.9, "Excellently"), (0.75, "Well"), (0.5, "Moderately"))
"""Reliability in words after Koo & Li 2016, judged by the lower end of the interval."""
_SAME = ((0.8, "Yes"), (0.667, "Tentatively"))
"""Krippendorff 2004: below 0.667 no conclusion."""


def round_text(results: RoundResults) -> str:
    """What a closed round showed, in a sentence."""
    judged = sum(cell.disagreement is not None for cell in results.cells)
    flagged = len(results.flagged())
    told = f"{results.handed_in} of {results.asked} handed in."
    if not judged:
        return f"{told} With fewer than three scores a cell, nothing can be said about disagreement."
    if not flagged:
        return f"{told} The panel disagrees on none of {judged} cells."
    return f"{told} The panel disagrees on {flagged} of {judged} cells; only these are discussed."


def in_words(found: Coefficient) -> str:
    """A coefficient as a word."""
    if found.value is None:
        return "Cannot be told"
    if found.name == "kendall_w":
        return _word(found.value, _ORDER, "Hardly")
    if found.name == "krippendorff_alpha":
        return _word(found.value, _SAME, "No")
    return _word(found.low if found.low is not None else found.value, _RELIABLE, "Poorly")


def agreement_rows(agreement: PanelAgreement) -> list[SummaryRow]:
    """The panel as a whole: the word, then the number with interval and n."""
    return [SummaryRow(NAMES[each.name], in_words(each), note=_number(each)) for each in agreement.value]


def criteria_table(agreement: PanelAgreement) -> DataTable:
    """The same on the scores of each criterion."""
    shown = ("kendall_w", "krippendorff_alpha", "icc_2_k")
    rows = []
    for name, coefficients in agreement.criteria.items():
        by_name: dict[str, Coefficient] = {each.name: each for each in coefficients}
        rows.append((name, *(_short(by_name.get(key)) for key in shown)))
    headers = ["Criterion", *(SYMBOLS[key] for key in shown)]
    return DataTable(headers, rows, "On each criterion, with 95 % intervals", (1, 2, 3), stacks=True)


def disagreement_table(cells: Sequence[CellAgreement]) -> DataTable | None:
    """The cells on which the panel disagrees still."""
    rows = [
        (
            each.item,
            each.criterion,
            formats.count(each.n),
            formats.number(each.median, 1),
            f"{formats.number(each.low, 1)} to {formats.number(each.high, 1)}",
            Status("watch", "Disagree"),
        )
        for each in cells
        if each.disagreement
    ]
    headers = ["Use case", "Criterion", "n", "Median", "30th to 70th percentile", ""]
    return DataTable(headers, rows, "Still in disagreement", (2, 3), stacks=True) if rows else None


def median_rows(cells: Sequence[CellAgreement], criteria: Mapping[str, object]) -> DataTable:
    """The median of every cell, one row a use case; ``!`` marks disagreement.

    A dash where so few scored that the median would tell what one of them gave.
    """
    by_item: dict[str, dict[str, CellAgreement]] = {}
    for cell in cells:
        by_item.setdefault(cell.item, {})[cell.criterion] = cell
    rows = [(item, *(_median(found.get(name)) for name in criteria)) for item, found in by_item.items()]
    return DataTable(["Use case", *criteria], rows, "Medians; ! where the panel disagrees", stacks=False)


def _median(cell: CellAgreement | None) -> str:
    if cell is None or cell.median is None or cell.n < SHOWN_FROM:
        return formats.EN_DASH
    return f"{cell.median:g}{' !' if cell.disagreement else ''}"


def _word(value: float, steps: Sequence[tuple[float, str]], least: str) -> str:
    return next((word for limit, word in steps if value >= limit), least)


def _number(found: Coefficient) -> str:
    if found.value is None:
        return f"{SYMBOLS[found.name]}: {found.reason}."
    told = f"{SYMBOLS[found.name]} {_short(found)}; {found.raters} panelists, {found.items} use cases"
    return f"{told}; {found.note}." if found.note else f"{told}."


def _short(found: Coefficient | None) -> str:
    if found is None or found.value is None:
        return formats.EN_DASH
    interval = f" ({formats.interval(found.low, found.high)})" if found.low is not None else ""
    return f"{formats.number(found.value)}{interval}"
