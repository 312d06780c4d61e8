"""The page of the hazard log: every hazard, how the log stands, and what it says beside the map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from attending.program.models import UseCase
from attending.ui import formats
from attending.ui.parts import DataTable, Event, Link, Stat, Status
from attending.workflow.models import HazardLogVersion, HazardState, LogState
from attending.workflow.presenters.hazards.words import KINDS, rated_by, rating_status, state_status
from attending.workflow.queries.hazard_maps import Drawn
from attending.workflow.queries.hazard_methods import method_of
from attending.workflow.rules.hazard_entry import LogEntry, band_of
from attending.workflow.rules.log_standing import Accepted, LogStanding

_VERSION_KINDS = {
    LogState.PROPOSED: "pending",
    LogState.ACCEPTED: "ok",
    LogState.SENT_BACK: "watch",
    LogState.TAKEN_BACK: "neutral",
}


def table(use_case: UseCase, entries: Sequence[LogEntry], on_map: Drawn) -> DataTable:
    """One row for each hazard."""
    rows = [
        [
            Link(
                f"{entry.hazard.number}. {entry.hazard.name}",
                reverse("workflow:hazard", args=[use_case.key, entry.hazard.number]),
                _where(entry, on_map),
            ),
            rating_status(entry.initial, method_of),
            rating_status(entry.residual, method_of),
            _controls(entry),
            str(entry.hazard.owner) if entry.hazard.owner else Status("watch", "Nobody"),
            state_status(entry.hazard.state),
        ]
        for entry in entries
    ]
    headers = ["Hazard", "Before further controls", "After controls", "Controls in place", "Owner", "State"]
    return DataTable(headers, rows, stacks=True)


def _where(entry: LogEntry, on_map: Drawn) -> str:
    hazard = entry.hazard
    if not hazard.step:
        return "On no single step"
    if hazard.step not in on_map.steps:
        return f"On a step that is gone from the map: {hazard.step}"
    return f"On: {on_map.step_name(hazard.step)}"


def _controls(entry: LogEntry) -> str:
    if not entry.controls:
        return "None"
    return f"{len(entry.controls_in_place)} of {len(entry.controls)}"


def stats(entries: Sequence[LogEntry]) -> list[Stat]:
    """The log in four numbers."""
    ours = [each for each in entries if each.is_ours]
    rated = [each.residual for each in ours if each.residual is not None]
    known = [(each, band) for each in rated if (band := band_of(each, method_of)) is not None]
    order = list(KINDS)
    worst = min(known, key=lambda pair: order.index(pair[1].standing), default=None)
    open_controls = sum(len(each.open_controls) for each in ours)
    controls = sum(len(each.controls) for each in ours)
    still_open = sum(each.hazard.state == HazardState.OPEN for each in entries)
    return [
        Stat("Hazards", formats.count(len(entries)), note=f"{still_open} open"),
        Stat("Rated after controls", formats.count(len(rated)), denominator=f"of {len(ours)} kept here"),
        Stat(
            "Highest risk left",
            formats.count(worst[0].rating) if worst else "Not known",
            status=Status(KINDS[worst[1].standing], worst[1].name) if worst else None,
            note=rated_by(worst[0], method_of) if worst else "",
        ),
        Stat("Controls not in place", formats.count(open_controls), denominator=f"of {controls}"),
    ]


@dataclass(frozen=True, slots=True)
class BesideTheMap:
    """Hazards of the map that the log has not (``new``), those of the log that are gone from it, and the AI steps."""

    new: Sequence[str]
    gone: Sequence[Link]
    assists: Sequence[Link]


def beside_the_map(use_case: UseCase, entries: Sequence[LogEntry], on_map: Drawn) -> BesideTheMap:
    """What log and map say of each other."""
    known = {each.hazard.key for each in entries}
    counts = {step.key: sum(each.hazard.step == step.key for each in entries) for step in on_map.assists}
    return BesideTheMap(
        new=[each.name for key, each in on_map.hazards.items() if key not in known],
        gone=[
            Link(
                f"{each.hazard.number}. {each.hazard.name}",
                reverse("workflow:hazard", args=[use_case.key, each.hazard.number]),
            )
            for each in entries
            if each.hazard.from_map and each.hazard.key not in on_map.hazards
        ],
        assists=[
            Link(step.name, reverse("workflow:bow-tie", args=[use_case.key, step.key]), _hazards(counts[step.key]))
            for step in on_map.assists
        ],
    )


def _hazards(number: int) -> str:
    return "no hazard in the log" if number == 0 else f"{number} hazard{'' if number == 1 else 's'} in the log"


def standing_words(standing: LogStanding) -> tuple[Status, str]:
    """How the log stands, as a status and a sentence."""
    version = standing.version
    if version is None:
        return Status("pending", "Not accepted yet"), "Nobody has accepted the risks that are left."
    on = formats.date(version.decision.decided_at if version.decision else version.put_at)
    if standing.accepted is Accepted.YES:
        return Status("ok", "Accepted"), f"Log {version.number} was accepted on {on}, and nothing changed since."
    new = f" New on the map: {', '.join(standing.new_on_map)}." if standing.new_on_map else ""
    return Status("watch", "Changed since accepted"), f"Log {version.number} was accepted on {on}.{new} Put it again."


def versions(found: Sequence[HazardLogVersion]) -> list[Event]:
    """Every time the log was put to a decision."""
    return [
        Event(
            when=formats.moment(each.put_at),
            title=f"Log {each.number}: {each.get_state_display().lower()}",
            detail=f"SHA-256 {each.sha256[:16]}…",
            who=str(each.put_by),
            url=reverse("decisions:proposal", args=[each.proposal_id]),
            kind=_VERSION_KINDS[LogState(each.state)],
            machine_when=each.put_at.isoformat(),
        )
        for each in found
    ]
