"""Accepting what risk is left: when the log may be put to a decision, who may accept it, and what may be decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Final

from attending.analytics.catalogs.hazards import Method, Standing
from attending.decisions.rules.options import Option
from attending.program.models import Seat
from attending.program.rules import Refused
from attending.workflow.models import HazardRating, RatingPhase
from attending.workflow.rules.hazard_entry import FindMethod, LogEntry, asks_for_control

KIND: Final = "workflow.residual-risk"


class Outcome(StrEnum):
    """What a decision about residual risk may end with."""

    ACCEPT = "accept"
    CONDITIONS = "accept-with-conditions"
    SEND_BACK = "send-back"


ACCEPTED: Final = frozenset({Outcome.ACCEPT, Outcome.CONDITIONS})

OPTIONS: Final = (
    Option(
        Outcome.ACCEPT,
        "Accept the risks that are left",
        "The log counts as accepted as it is here; whatever changes in it later is put again.",
        reason_required=True,
        reasons=(
            "What is left is outweighed by the benefit to patients",
            "Reducing it further is not practical, and the controls are in place",
        ),
    ),
    Option(
        Outcome.CONDITIONS,
        "Accept them with conditions",
        "The log counts as accepted under conditions, each with an owner and a date.",
        conditions_required=True,
    ),
    Option(
        Outcome.SEND_BACK,
        "Send the log back",
        "Nothing is accepted. The log is worked on and put again.",
        reason_required=True,
        reasons=("A hazard is missing", "A control is not enough", "A risk is rated too low"),
    ),
)


def lacking(entries: Sequence[LogEntry], method_of: FindMethod, not_taken_over: Sequence[str]) -> list[str]:
    """What keeps the log from being put to a decision, each as a sentence with its mend; empty when nothing does.

    ``not_taken_over`` are names of hazards that are on the map and not in the log.
    """
    if not entries and not not_taken_over:
        return ["There is no hazard in the log. Take them over from the map, or add them."]
    found = [f"“{name}” is on the map and not in the log: take it over." for name in not_taken_over]
    for entry in entries:
        if entry.is_ours:
            found += [f"Hazard {entry.hazard.number}, {entry.hazard.name}: {each}" for each in _lacks(entry, method_of)]
    return found


def _lacks(entry: LogEntry, method_of: FindMethod) -> Iterator[str]:
    if entry.hazard.owner_id is None:
        yield "nobody owns it; name an owner."
    elif entry.hazard.owner is not None and not entry.hazard.owner.active:
        yield f"its owner, {entry.hazard.owner}, is no longer active; name another."
    for phase, rating in ((RatingPhase.INITIAL, entry.initial), (RatingPhase.RESIDUAL, entry.residual)):
        if rating is None:
            yield f"it has no {phase} rating; rate it {phase.label.lower()}."
        elif method_of(rating.method, rating.method_version) is None:
            yield f"it was rated by {rating.method} {rating.method_version}, which is not installed; rate it anew."
    residual = entry.residual
    method = method_of(residual.method, residual.method_version) if residual else None
    if residual is not None and method is not None:
        yield from _too_high(entry, residual, method, method_of)


def _too_high(entry: LogEntry, residual: HazardRating, method: Method, method_of: FindMethod) -> Iterator[str]:
    band = method.band(residual.rating)
    said = f"{residual.rating} ({band.name.lower()})"
    if band.standing is Standing.UNACCEPTABLE:
        yield f"its residual rating is {said}, which nobody may accept; eliminate or control it, then rate it anew."
    elif (band.standing is Standing.CONTROLS_FIRST or asks_for_control(residual, method_of)) and (
        entry.open_controls or not entry.controls_in_place
    ):
        open_ones = ", ".join(f"“{each.what}”" for each in entry.open_controls)
        missing = f"controls not confirmed as done: {open_ones}" if open_ones else "no control is in place"
        yield f"its residual rating is {said}, and {missing}."


def accepting_seats(entries: Sequence[LogEntry], method_of: FindMethod) -> tuple[Seat, ...]:
    """The seats that may accept every residual rating of the log: by house policy, each method's highest rules.

    Raises Refused where the log is rated by methods that no seat may accept together, or holds nothing of ours.
    """
    allowed = [
        set(method.band(residual.rating).accepted_by)
        for entry in entries
        if entry.is_ours
        and (residual := entry.residual) is not None
        and (method := method_of(residual.method, residual.method_version)) is not None
    ]
    if not allowed:
        raise Refused(
            "Every hazard of this log is transferred, so there is no risk here to accept, and no unit begins "
            "without an accepted log. Open the one again whose risk stays with the unit, and rate what is left of it."
        )
    common = set.intersection(*allowed)
    if not common:
        raise Refused(
            "No seat may accept all of these ratings together, because they were made by different methods. Rate the "
            "hazards by one method."
        )
    return tuple(seat for seat in Seat if seat in common)


def raters(entries: Sequence[LogEntry]) -> frozenset[int]:
    """Whoever made a residual rating that counts: they do not accept it."""
    return frozenset(each.residual.rated_by_id for each in entries if each.is_ours and each.residual is not None)
