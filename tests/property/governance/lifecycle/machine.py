"""The lifecycle of an AI as a state machine, and the world that each of its histories begins with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from django.db import transaction
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.internal.conjecture.engine import ConjectureRunner
from hypothesis.stateful import run_state_machine_as_test

from attending.program.models import Person
from tests.integration.governance.policy_world import build_world
from tests.integration.house import begin_with_house
from tests.property.governance.lifecycle import changes
from tests.property.governance.lifecycle.among_people import AmongPeople
from tests.property.governance.lifecycle.clock import Clock, turned_by
from tests.property.governance.lifecycle.history import World
from tests.property.governance.lifecycle.in_session import InSession
from tests.property.governance.lifecycle.overseen import Overseen
from tests.property.governance.lifecycle.replay import Replay
from tests.property.governance.lifecycle.side_by_side import SideBySide
from tests.property.governance.lifecycle.strategies import OF_HOUSE
from tests.property.governance.lifecycle.ward import Ward, only


class Lifecycle(Overseen, AmongPeople, SideBySide, InSession):
    """One health system with one deployment in use, and everything that people, vendors and time may do to it."""


@contextmanager
def prepared() -> Iterator[World]:
    """A world in an empty database, taken back afterwards; its clock and evidence hold within the block."""
    clock, ward = Clock(), Ward()
    with turned_by(clock), only(ward), changes.watched(), transaction.atomic():
        house = begin_with_house()
        seated = build_world(house)
        found: dict[str, Person] = {who: getattr(house, who) for who in OF_HOUSE}
        found |= {"compliance": seated.compliance, "member": seated.member}
        replay = Replay()
        faults = replay.follow(changes.entries_since(0))
        assert not faults, faults
        changes.taken()
        yield World({who: person.pk for who, person in found.items()}, house.use_case.pk, clock, ward, replay)
        transaction.set_rollback(True)


def run(
    world: World, met: Counter[str], *, count: int, steps: int, seeded: int | None = None, shortest: bool = True
) -> None:
    """Try so many histories of at most so many steps, and add to ``met`` what they reached; the same for each seed.

    Each history is drawn anew, not varied from the one before. Raises AssertionError, with the history that shows it
    (``shortest``: the shortest found), where anything is broken.
    """
    machine = type("Histories", (Lifecycle,), {"world": world, "met": met})
    with patch.object(ConjectureRunner, "generate_mutations_from", lambda *_: None):
        run_state_machine_as_test(
            machine if seeded is None else seed(seeded)(machine),
            settings=settings(
                max_examples=count,
                stateful_step_count=steps,
                deadline=None,
                derandomize=seeded is None,
                database=None,
                phases=[Phase.generate, Phase.shrink] if shortest else [Phase.generate],
                report_multiple_bugs=False,
                suppress_health_check=list(HealthCheck),
            ),
        )
