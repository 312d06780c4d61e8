"""Requirements: asked before a use case or a deployment moves on, each room says what still forbids it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from attending.program.models import Deployment, UseCase
from attending.program.models.deployments import State
from attending.program.models.use_cases import Stage
from attending.program.rules import Refused


class Provider(Protocol):
    """What a room that guards a step answers: sentences that say what is missing and who can mend it."""

    def before_stage(self, use_case: UseCase, to: Stage) -> Iterable[str]:
        """What forbids a use case to go forward to this stage."""

    def before_state(self, deployment: Deployment, to: State) -> Iterable[str]:
        """What forbids a deployment to become this."""


_providers: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Add a room's provider; called once, at start-up."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def unmet_before_stage(use_case: UseCase, to: Stage, *, besides: Provider | None = None) -> tuple[str, ...]:
    """What every room, ``besides`` one, still misses before a use case may go forward to this stage."""
    asked = (provider for provider in _providers if provider is not besides)
    return tuple(sentence for provider in asked for sentence in provider.before_stage(use_case, to))


def unmet_before_state(deployment: Deployment, to: State, *, besides: Provider | None = None) -> tuple[str, ...]:
    """What every room, ``besides`` one, still misses before a deployment may become this."""
    asked = (provider for provider in _providers if provider is not besides)
    return tuple(sentence for provider in asked for sentence in provider.before_state(deployment, to))


def require(unmet: tuple[str, ...]) -> None:
    """Raise Refused with every sentence, unless there is none."""
    if unmet:
        raise Refused(" ".join(unmet))
