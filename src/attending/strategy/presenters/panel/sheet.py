"""A panelist's own sheet: how far it is, one use case with its criteria, and what is handed in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.forms import BaseForm, BoundField
from django.urls import reverse

from attending.program.registries.pages import url_of
from attending.strategy.models import Panel, PanelItem
from attending.strategy.queries.panels import OwnSheet
from attending.ui import formats
from attending.ui.parts import Link, Status, SummaryRow, Task


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """One criterion to score: its field, its anchors, and the own earlier score."""

    field: BoundField
    anchors: Sequence[tuple[int, str]]
    before: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a use case stands among those to score, and the addresses of its neighbours."""

    at: int
    of: int
    before: str
    after: str


def _address(item: PanelItem) -> str:
    return reverse("strategy:panel-score", args=[item.panel_id, item.position])


def _left(own: OwnSheet, item: PanelItem) -> int:
    return sum(at == item.pk for at, _ in own.blank)


def item_tasks(own: OwnSheet) -> list[Task]:
    """Every use case that is asked for, and those with a declared interest."""
    asked = {each.pk for each in own.asked_items()}
    found = []
    for item in own.items:
        url = _address(item)
        if item.pk in own.conflicts:
            note = "You declared an interest; your scores of it are left out."
            found.append(Task(item.use_case.title, url, Status("neutral", "Left out"), note))
        elif item.pk in asked:
            left, of = _left(own, item), len(own.asked_criteria(item))
            status = Status("ok", "Scored") if not left else Status("watch" if left < of else "pending", _far(left, of))
            found.append(Task(item.use_case.title, url, status))
    return found


def _far(left: int, of: int) -> str:
    return "Not begun" if left == of else f"{of - left} of {of} scored"


def next_item(own: OwnSheet) -> str:
    """The address of the first use case that is not scored whole; empty when all are."""
    return next((_address(each) for each in own.asked_items() if _left(own, each)), "")


def after(own: OwnSheet, item: PanelItem) -> str:
    """Where to go on after a use case: the next one, or the list after the last."""
    later = [each for each in own.asked_items() if each.position > item.position]
    return _address(later[0]) if later else reverse("strategy:panel-sheet", args=[item.panel_id])


def place(own: OwnSheet, item: PanelItem) -> Place:
    """Its place among those to score."""
    asked = own.asked_items()
    before = [each for each in asked if each.position < item.position]
    later = [each for each in asked if each.position > item.position]
    return Place(
        len(before) + 1,
        len(asked),
        _address(before[-1]) if before else "",
        _address(later[0]) if later else "",
    )


def item_facts(item: PanelItem) -> list[SummaryRow]:
    """What a panelist needs to know of a use case."""
    use_case = item.use_case
    rows = [SummaryRow("Problem", use_case.problem)]
    for label, text in (
        ("Burden lifted", use_case.burden_lifted),
        ("Burden added", use_case.burden_added),
        ("Without AI", use_case.alternative),
    ):
        if text:
            rows.append(SummaryRow(label, text))
    rows.append(SummaryRow("More", Link("Its page, with what clinicians said", url_of(use_case))))
    return rows


def criterion_rows(form: BaseForm, own: OwnSheet, item: PanelItem) -> list[CriterionRow]:
    """One row a criterion, in order."""
    rows = []
    for each in own.asked_criteria(item):
        before = own.before.get((item.pk, each.pk))
        anchors = ((1, each.anchor_1), (5, each.anchor_5), (9, each.anchor_9))
        told = "" if before is None else f"You scored {before} before the discussion. Left blank, that stands."
        if before is None and own.sheet.round.number > 1:
            told = "You left this blank before the discussion."
        rows.append(CriterionRow(form[f"score_{each.key}"], anchors, told))
    return rows


def saved_text(own: OwnSheet, item: PanelItem) -> str:
    """What is kept of a use case."""
    if own.sheet.handed_in_at is not None:
        return f"Handed in {formats.moment(own.sheet.handed_in_at)}."
    left, of = _left(own, item), len(own.asked_criteria(item))
    if left == of:
        return "Nothing scored yet."
    return f"Kept: {of - left} of {of} scored. {len(own.asked) - len(own.blank)} of {len(own.asked)} in all."


def blank_text(own: OwnSheet) -> list[str]:
    """What is blank, use case by use case."""
    labels = {each.pk: each.label.lower() for each in own.criteria}
    found = []
    for item in own.asked_items():
        blank = [labels[criterion] for at, criterion in own.blank if at == item.pk]
        whole = len(blank) == len(own.asked_criteria(item))
        if blank:
            found.append(f"{item.use_case.title}: {'everything' if whole else ', '.join(blank)}")
    return found


def hand_in_text(own: OwnSheet, *, weighed: bool) -> str:
    """What handing in means."""
    told = "Handed in is for good: no score can be changed after. Nobody sees your scores before the round is closed."
    if own.before and own.blank:
        told += " What you leave blank stands as you scored it before."
    if own.sheet.round.number == 1 and not weighed:
        told += " You have not said yet what matters most to you; until the round is closed you still can."
    return told


def weights_task(panel: Panel, *, weighed: bool) -> list[Task]:
    """Weights are asked for in the first round only."""
    if panel.state != "scoring":
        return []
    status = Status("ok", "Given") if weighed else Status("pending", "Not given")
    url = reverse("strategy:panel-weights", args=[panel.pk])
    return [Task("Say what matters most to you", url, status, "Points for each improvement, on one page.")]
