"""Methods of rating as tables, each with its source, its version and whether the source was read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from attending.analytics.catalogs.hazards import Band, End, Method
from attending.program.models import Seat
from attending.ui.parts import DataTable, Status, SummaryRow
from attending.workflow.presenters.hazards.words import KINDS

_WAYS = {End.STOP.value: "stop here", End.PROCEED.value: "an action is asked for"}


@dataclass(frozen=True, slots=True)
class MethodCard:
    """One version of a method; ``notice`` says what was not verified."""

    key: str
    title: str
    offered: Status
    notice: str
    rows: Sequence[SummaryRow]
    matrix: DataTable
    severities: Sequence[tuple[str, str]]
    likelihoods: Sequence[tuple[str, str]]
    bands: DataTable
    tree: Sequence[str]


def cards(methods: Iterable[Method], offered: Sequence[Method]) -> list[MethodCard]:
    """Every version that is installed, those that are offered first."""
    return [card(each, offered=each in offered) for each in sorted(methods, key=lambda each: each not in offered)]


def card(method: Method, *, offered: bool) -> MethodCard:
    """One version."""
    rows = [
        SummaryRow("Version", method.version),
        SummaryRow("Source", method.source),
        SummaryRow("Read", method.verification),
        SummaryRow("Who accepts", method.acceptance_source),
    ]
    if method.adapted:
        rows.append(SummaryRow("Adapted here", method.adapted))
    return MethodCard(
        key=f"{method.key}-{method.version}",
        title=f"{method.title}, version {method.version}",
        offered=Status("ok", "New ratings are made by it") if offered else Status("neutral", "Superseded"),
        notice="" if method.verified else method.verification,
        rows=rows,
        matrix=matrix(method),
        severities=[(each.name, each.means) for each in method.severities],
        likelihoods=[(each.name, each.means) for each in method.likelihoods],
        bands=DataTable(
            ["Rating", "Means", "Who may accept it"],
            [[_numbers(each), _means(each), _accepted_by(each)] for each in method.bands],
            method.rating_name,
            stacks=True,
        ),
        tree=[_question(method, each.key) for each in method.tree],
    )


def matrix(method: Method) -> DataTable:
    """The table: a row for each likelihood, a column for each severity."""
    return DataTable(
        ["Likelihood", *(each.name for each in method.severities)],
        [
            [likelihood.name, *(method.table[likelihood.key, severity.key] for severity in method.severities)]
            for likelihood in method.likelihoods
        ],
        f"{method.rating_name} by {method.name} {method.version}",
        numeric=range(1, len(method.severities) + 1),
        stacks=False,
    )


def _numbers(band: Band) -> Status:
    numbers = (
        f"{band.lowest}"
        if band.lowest == band.highest
        else f"{band.lowest}\N{NO-BREAK SPACE}to\N{NO-BREAK SPACE}{band.highest}"
    )
    return Status(KINDS[band.standing], numbers)


def _means(band: Band) -> str:
    return f"{band.name}. {band.means}"


def _accepted_by(band: Band) -> str:
    return ", ".join(str(Seat(seat).label) for seat in band.accepted_by) or "Nobody"


def _question(method: Method, key: str) -> str:
    questions = {each.key: (at, each) for at, each in enumerate(method.tree, 1)}
    _, question = questions[key]

    def way(to: str) -> str:
        return _WAYS[to] if to in _WAYS else f"question {questions[to][0]}"

    return f"{question.question} Yes: {way(question.yes)}. No: {way(question.no)}."
