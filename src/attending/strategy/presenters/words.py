"""Marks that several pages of strategy share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.urls import reverse

from attending.program.models import Capability, Stage, UseCase
from attending.program.models.capabilities import CapabilityState
from attending.program.models.deployments import State
from attending.program.presenters import STATE_MARKS
from attending.ui import formats
from attending.ui.parts import Link, Status

SHOWN_FIRST = (State.PAUSED, State.LIVE, State.PILOT, State.SILENT, State.PLANNED)


def capability_status(capability: Capability) -> Status:
    kinds = {"available": "ok", "building": "info", "wished": "pending", "retired": "neutral"}
    return Status(kinds[capability.state], capability.get_state_display())


def outlook_link(capability: Capability) -> Link:
    """When a capability is expected, leading to where that is said; ``outlook`` must be loaded."""
    outlook = getattr(capability, "outlook", None)
    expected = formats.date(outlook.expected_on) if outlook and outlook.expected_on else ""
    worth = (
        f"worth {formats.number(outlook.end_value, 0)} at the end of a plan" if outlook and outlook.end_value else ""
    )
    there = "Now" if capability.state == CapabilityState.AVAILABLE else "Say when"
    return Link(expected or there, reverse("strategy:outlook", args=[capability.pk]), worth)


def running_status(states: Sequence[State]) -> Status:
    """What the deployments of a use case are doing: paused before live before pilot, with how many of each."""
    counts = Counter(State(state) for state in states)
    found = [state for state in SHOWN_FIRST if counts[state]]
    if not found:
        return Status("neutral", "Not deployed")
    words = [f"{state.label} on {counts[state]}" if counts[state] > 1 else str(state.label) for state in found]
    return Status(STATE_MARKS[found[0]], ", ".join(words).capitalize())


def stage_text(use_case: UseCase) -> str:
    """Such as ``Stage 4 of 5: deployment``."""
    return f"Stage {list(Stage).index(Stage(use_case.stage)) + 1} of 5: {use_case.get_stage_display().lower()}"
