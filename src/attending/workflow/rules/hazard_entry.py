"""One hazard with all that the log holds of it, and what can be told from that alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from attending.analytics.catalogs.hazards import Band, End, HazardAction, Method, walk
from attending.workflow.models import Hazard, HazardControl, HazardRating, HazardState, RatingPhase

FindMethod = Callable[[str, str], Method | None]
"""A version of a method of rating by its key and version, or None where this installation does not hold it."""


@dataclass(frozen=True, slots=True)
class LogEntry:
    """``ratings`` are oldest first; ``controls`` leave out those that were withdrawn."""

    hazard: Hazard
    ratings: tuple[HazardRating, ...]
    controls: tuple[HazardControl, ...]

    def rating(self, phase: RatingPhase) -> HazardRating | None:
        """The rating of a phase that counts: the newest."""
        return next((each for each in reversed(self.ratings) if each.phase == phase), None)

    @property
    def initial(self) -> HazardRating | None:
        return self.rating(RatingPhase.INITIAL)

    @property
    def residual(self) -> HazardRating | None:
        return self.rating(RatingPhase.RESIDUAL)

    @property
    def open_controls(self) -> tuple[HazardControl, ...]:
        """Further controls that nobody else has confirmed yet."""
        return tuple(each for each in self.controls if not is_in_place(each))

    @property
    def controls_in_place(self) -> tuple[HazardControl, ...]:
        """Controls that were there already, or were done and confirmed."""
        return tuple(each for each in self.controls if is_in_place(each))

    @property
    def is_ours(self) -> bool:
        """Whether the risk is kept here, not transferred to somebody else."""
        return self.hazard.state != HazardState.TRANSFERRED


def is_in_place(control: HazardControl) -> bool:
    """Whether a control can be counted on."""
    return control.existing or control.confirmed_at is not None


def band_of(rating: HazardRating, method_of: FindMethod) -> Band | None:
    """How a rating is treated; None where its version of the method is not installed any more."""
    method = method_of(rating.method, rating.method_version)
    return method.band(rating.rating) if method else None


def asks_for_control(rating: HazardRating, method_of: FindMethod) -> bool:
    """Whether the decision tree of its method ended in an action that is not to accept the hazard as it is."""
    method = method_of(rating.method, rating.method_version)
    proceeds = method is not None and walk(method, rating.rating, rating.answers).end is End.PROCEED
    return proceeds and rating.action != HazardAction.ACCEPT
