"""Marks that several pages of hazards share."""

from __future__ import annotations

from typing import Final

from attending.analytics.catalogs.hazards import Method, Standing
from attending.ui.parts import Status
from attending.workflow.models import HazardRating, HazardState
from attending.workflow.rules.hazard_entry import FindMethod

KINDS: Final = {
    Standing.UNACCEPTABLE: "stop",
    Standing.CONTROLS_FIRST: "breach",
    Standing.JUSTIFIED: "watch",
    Standing.TOLERABLE: "info",
    Standing.ACCEPTABLE: "ok",
}
STATES: Final = {HazardState.OPEN: "pending", HazardState.TRANSFERRED: "info", HazardState.CLOSED: "ok"}


def rating_status(rating: HazardRating | None, method_of: FindMethod) -> Status:
    """A rating with what it means, or that there is none."""
    if rating is None:
        return Status("neutral", "Not rated")
    method = method_of(rating.method, rating.method_version)
    if method is None:
        return Status("watch", f"{rating.rating} by a method that is not installed")
    band = method.band(rating.rating)
    return Status(KINDS[band.standing], f"{rating.rating} {band.name.lower()}")


def method_name(method: Method) -> str:
    """A method with its version, marked where its source was not read."""
    return f"{method.name} {method.version}{'' if method.verified else ', not verified'}"


def rated_by(rating: HazardRating, method_of: FindMethod) -> str:
    """By which method a rating was made."""
    method = method_of(rating.method, rating.method_version)
    return method_name(method) if method else f"{rating.method} {rating.method_version}, not installed"


def state_status(state: str) -> Status:
    """The state of a hazard."""
    return Status(STATES[HazardState(state)], HazardState(state).label)
