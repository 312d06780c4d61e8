"""The rooms that no history enters, in one: what they would say of each evidence item, as the history turns it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from attending.policies.vocabulary import EVIDENCE
from attending.program.models import Deployment, UseCase
from attending.program.registries import evidence
from attending.program.registries.evidence import Finding, FindingState

OF_GOVERNANCE = frozenset(
    {"risk-tier", "intake-reviews", "oversight-thresholds", "escalation-drill", "gate-decision", "stage-reached"}
)
"""What governance itself says, from what the histories do."""
LACKING = frozenset({FindingState.MISSING, FindingState.PARTIAL, FindingState.STALE})
TURNED = sorted(set(EVIDENCE) - OF_GOVERNANCE)


class Ward:
    """A provider of evidence: every item is met until a history says otherwise."""

    def __init__(self) -> None:
        self.states: dict[str, FindingState] = {}

    def __call__(self, subject: UseCase | Deployment) -> Iterable[Finding]:
        for item in TURNED:
            state = self.states.get(item, FindingState.MET)
            yield Finding(item, EVIDENCE[item].title, state, "As seen on the ward.", None, "/")

    def lacking(self) -> frozenset[str]:
        """The items that keep a gate shut now."""
        return frozenset(item for item, state in self.states.items() if state in LACKING)


@contextmanager
def only(ward: Ward) -> Iterator[None]:
    """Ask the ward and governance for evidence, and no other room: histories record nothing there to be asked for."""
    before = evidence.registered()
    governance = {each: items for each, items in before.items() if each.__module__.startswith("attending.governance.")}
    evidence._providers = {**governance, ward: frozenset(TURNED)}
    try:
        yield
    finally:
        evidence._providers = before
