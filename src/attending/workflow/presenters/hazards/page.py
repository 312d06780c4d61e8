"""The page of one hazard: what it is, how large the risk is and by which method, and what is done about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.urls import reverse
from django.utils import timezone

from attending.analytics.catalogs.hazards import End, walk
from attending.ui import formats
from attending.ui.parts import Status, SummaryRow
from attending.workflow.models import Hazard, HazardControl, HazardRating, HazardState, RatingPhase
from attending.workflow.presenters.hazards.words import rated_by, rating_status
from attending.workflow.queries.hazard_maps import Drawn
from attending.workflow.queries.hazard_methods import method_of
from attending.workflow.rules.hazard_entry import LogEntry, is_in_place

_ENDS = {End.STOP: "Nothing more is asked of it.", End.PROCEED: "An action is asked for."}
_ACTIONS = {"eliminate": "Eliminate it", "control": "Control it", "accept": "Accept it as it is"}


def about(entry: LogEntry, on_map: Drawn) -> list[SummaryRow]:
    """The hazard in words."""
    hazard = entry.hazard
    step = on_map.step_name(hazard.step) if hazard.step in on_map.steps else f"{hazard.step}, gone from the map"
    rows = [
        SummaryRow("Step", step if hazard.step else "On no single step"),
        SummaryRow("Causes", "; ".join(hazard.causes)),
        SummaryRow("Consequences", "; ".join(hazard.consequences)),
        SummaryRow("What it may do to a patient", hazard.impact),
        SummaryRow("Anything else", hazard.description),
        SummaryRow("Owner", str(hazard.owner) if hazard.owner else Status("watch", "Nobody")),
    ]
    if hazard.state == HazardState.TRANSFERRED:
        rows.append(SummaryRow("Transferred to", hazard.transferred_to))
    if hazard.from_map:
        rows.append(
            SummaryRow("Came from", "the map" if hazard.key in on_map.hazards else "the map, gone from it since")
        )
    return [row for row in rows if row.value]


@dataclass(frozen=True, slots=True)
class RatingCard:
    """The rating of one phase: what counts, how the decision tree was walked, what it was before, where to rate."""

    title: str
    status: Status
    rows: Sequence[SummaryRow]
    tree: Sequence[tuple[str, str]]
    tree_end: str
    earlier: Sequence[str]
    url: str


def rating_cards(entry: LogEntry, *, may: bool) -> list[RatingCard]:
    """Before further controls, and after them."""
    return [_card(entry, phase, may=may) for phase in RatingPhase]


def _card(entry: LogEntry, phase: RatingPhase, *, may: bool) -> RatingCard:
    found = [each for each in entry.ratings if each.phase == phase]
    counts = found[-1] if found else None
    tree, end = _walk(counts) if counts else ([], "")
    hazard = entry.hazard
    open_to = may and hazard.state == HazardState.OPEN and (phase == RatingPhase.INITIAL or entry.initial is not None)
    return RatingCard(
        title=phase.label,
        status=rating_status(counts, method_of),
        rows=_rows(counts) if counts else [],
        tree=tree,
        tree_end=end,
        earlier=[_earlier(before, after) for before, after in pairwise(found)][::-1],
        url=reverse("workflow:rate-hazard", args=[hazard.use_case.key, hazard.number, phase]) if open_to else "",
    )


def _rows(rating: HazardRating) -> list[SummaryRow]:
    method = method_of(rating.method, rating.method_version)
    name = method.level_name if method else str
    rows = [
        SummaryRow("How bad", name(rating.severity)),
        SummaryRow("How likely", name(rating.likelihood)),
        SummaryRow("Why", rating.reason),
        SummaryRow("Method", rated_by(rating, method_of), note=method.source if method else ""),
        SummaryRow("Rated by", f"{rating.rated_by}, {formats.date(rating.rated_at)}"),
    ]
    if rating.action:
        rows.append(SummaryRow("Action", f"{_ACTIONS[rating.action]}: {rating.action_owner}"))
        rows.append(SummaryRow("Seen to work by", rating.outcome_measure))
    return rows


def _walk(rating: HazardRating) -> tuple[list[tuple[str, str]], str]:
    method = method_of(rating.method, rating.method_version)
    if method is None or not method.tree:
        return [], ""
    walked = walk(method, rating.rating, rating.answers)
    answers = [(question.question, "Yes" if yes else "No") for question, yes in walked.answered]
    return answers, _ENDS[walked.end] if walked.end else ""


def _earlier(before: HazardRating, after: HazardRating) -> str:
    """What a rating was before, and whether the method changed since: then the two numbers are not comparable."""
    said = f"{before.rating} by {rated_by(before, method_of)}, {before.rated_by}, {formats.date(before.rated_at)}"
    if (before.method, before.method_version) == (after.method, after.method_version):
        return f"{said}: {before.reason}"
    return f"{said}: {before.reason} Then the method changed, so the numbers before and after cannot be compared."


@dataclass(frozen=True, slots=True)
class ControlCard:
    """A control with its state, and what may be done with it."""

    what: str
    detail: str
    status: Status
    proof: str
    done_url: str
    confirm_url: str
    withdraw_url: str


def control_cards(entry: LogEntry, on_map: Drawn, *, person: int, may: bool) -> list[ControlCard]:
    """Controls of the hazard, as a person sees them who may keep the log or not."""
    return [_control(each, entry.hazard, on_map, person=person, may=may) for each in entry.controls]


def _control(control: HazardControl, hazard: Hazard, on_map: Drawn, *, person: int, may: bool) -> ControlCard:
    parts = [
        control.get_side_display(),
        control.get_kind_display(),
        f"step {on_map.step_name(control.step)}" if control.step else "",
        f"owner {control.owner}",
    ]
    is_open = hazard.state == HazardState.OPEN

    def url(name: str, possible: bool) -> str:
        return reverse(f"workflow:{name}", args=[hazard.use_case.key, hazard.number, control.pk]) if possible else ""

    undone = is_open and not is_in_place(control)
    return ControlCard(
        what=control.what,
        detail=", ".join(filter(None, parts)),
        status=_control_status(control),
        proof=_proof(control),
        done_url=url("control-done", undone and control.done_at is None and (may or control.owner_id == person)),
        confirm_url=url("confirm-control", undone and may and control.done_by_id not in {None, person}),
        withdraw_url=url("withdraw-control", is_open and may),
    )


def _control_status(control: HazardControl) -> Status:
    if control.existing:
        return Status("ok", "There already")
    if control.confirmed_at is not None:
        return Status("ok", "Done and confirmed")
    if control.done_at is not None:
        return Status("pending", "Done, to be confirmed by somebody else")
    late = control.due_on is not None and control.due_on < timezone.localdate()
    return Status(
        "watch" if late else "pending", f"{'Overdue since' if late else 'Due'} {formats.date(control.due_on)}"
    )


def _proof(control: HazardControl) -> str:
    if control.done_at is None:
        return ""
    confirmed = (
        f" Confirmed by {control.confirmed_by}, {formats.date(control.confirmed_at)}." if control.confirmed_by else ""
    )
    return f"{control.done_by}, {formats.date(control.done_at)}: {control.proof}{confirmed}"
