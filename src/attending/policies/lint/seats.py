"""Seats that have to sign or to be told, and that nobody holds now."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from attending.policies.fields import listed
from attending.policies.lint.finding import Finding, should
from attending.policies.model import TIERS, Policy
from attending.policies.vocabulary import DEPUTY, ENTERPRISE_SEATS, GATE_WORDS, SEATS


def seat_findings(policy: Policy, held_seats: Collection[str]) -> Iterator[Finding]:
    """Enterprise seats that nobody holds; seats of a use case are asked about each (``vacant``)."""
    for seat in ENTERPRISE_SEATS:
        if seat in held_seats:
            continue
        signs = [
            f"tiers.{tier}.gates.{gate}.seats"
            for tier in TIERS
            for gate, rule in policy.tiers[tier].gates.items()
            if seat in rule.seats
        ]
        told = [
            f"tiers.{tier}.escalation"
            for tier in TIERS
            if any(step.tell == seat for step in policy.tiers[tier].escalation)
        ]
        if signs or told:
            what = listed(
                [f"signs at {len(signs)} gates"] * bool(signs) + ["is told of unanswered breaches"] * bool(told)
            )
            words = f"Nobody holds the seat “{SEATS[seat]}”, which {what}."
            yield should("seat-held-by-nobody", (signs + told)[0], words, "Seat somebody before this is in force.")


def vacant(policy: Policy, tier: str, held_seats: Collection[str]) -> Mapping[str, tuple[str, ...]]:
    """By seat of a tier that is not in ``held_seats``: the gates that it keeps shut, and the escalation, in words.

    ``tier`` empty means the strictest, as for every AI that nobody has assessed.
    """
    rule = policy.tier(tier)
    found: dict[str, list[str]] = {}
    for gate, asked in rule.gates.items():
        for seat in asked.seats:
            if seat not in held_seats:
                found.setdefault(seat, []).append(GATE_WORDS[gate])
    for step in rule.escalation:
        if step.tell != DEPUTY and step.tell not in held_seats:
            found.setdefault(step.tell, []).append("Escalation of a breach")
    return {seat: tuple(where) for seat, where in found.items()}
