"""What the room tells the others, through ``program.registries.events``."""

from __future__ import annotations

from dataclasses import dataclass

from attending.decisions.models import Decision, Proposal


@dataclass(frozen=True, slots=True)
class DecisionMade:
    """A proposal was decided. Handlers act on it in the same transaction; one that raises undoes the signature too."""

    decision: Decision


@dataclass(frozen=True, slots=True)
class ProposalWithdrawn:
    """A proposal was taken back without a decision."""

    proposal: Proposal
