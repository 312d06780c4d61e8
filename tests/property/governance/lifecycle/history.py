"""One history: people, time and evidence; every attempt stands whole or changes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant

from attending.decisions.models import Proposal
from attending.decisions.queries import standing
from attending.decisions.rules.eligibility import meaning_for, voices
from attending.decisions.rules.options import Option, read_options
from attending.ledger.queries import verify
from attending.program.models import Deployment, Person, UseCase
from attending.program.registries import clock as tasks
from attending.program.rules import Refused
from tests.integration.signing import sign
from tests.property.governance.lifecycle import changes, figures
from tests.property.governance.lifecycle.clock import Clock
from tests.property.governance.lifecycle.replay import Replay
from tests.property.governance.lifecycle.rows import rows
from tests.property.governance.lifecycle.standing import never_faults, use_faults
from tests.property.governance.lifecycle.ward import Ward


@dataclass(frozen=True)
class World:
    """What every history begins with: built once, and put back after each."""

    people: dict[str, int]
    use_case: int
    clock: Clock
    ward: Ward
    replay: Replay


class History(RuleBasedStateMachine):
    """What the rules of all subjects use, and what holds after each step."""

    world: World
    met: Counter[str]
    """What happened in all histories together, so that the figures say whether anything was tried."""

    @initialize()
    def begin(self) -> None:
        self.world.clock.ahead = timedelta()
        self.world.ward.states.clear()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.replay = self.world.replay.copy()
        self.ends: dict[int, str] = {}
        found = Person.objects.select_related("user", "organisation").in_bulk()
        self.people = {who: found[pk] for who, pk in self.world.people.items()}
        self.moved, self.faulty = True, False

    @property
    def use_case(self) -> UseCase:
        return UseCase.objects.select_related("organisation").get(pk=self.world.use_case)

    def deployment(self, number: int) -> Deployment:
        found = Deployment.objects.select_related("use_case__organisation", "unit__site", "model_version__ai_model")
        return found.order_by("pk")[number % found.count()]

    def attempt(self, act: Callable[[], object]) -> bool:
        """Whether it was done. What is refused leaves nothing behind; what is done is in the record, row by row."""
        try:
            with transaction.atomic():
                act()
        except Refused as refused:
            self.met[f"refused as {type(refused).__name__}"] += 1
            self.require([f"{each} was left behind by what was refused: {refused}" for each in changes.taken()])
            return False
        written, entries = changes.taken(), changes.entries_since(self.replay.next)
        self.require(changes.unrecorded(written, entries))
        self.met["attempts that changed something" if written else "attempts that changed nothing"] += 1
        self.replay.lacking = self.world.ward.lacking()
        self.require(self.replay.follow(entries))
        self.moved = self.moved or bool(written)
        return True

    def require(self, faults: list[str]) -> None:
        """Raise AssertionError with what is wrong, if anything is."""
        self.faulty = self.faulty or bool(faults)
        assert not faults, "\n".join(faults)

    def everybody_signs(self, proposal: Proposal, choice: int | str, first: int = 0) -> None:
        """Whoever may sign does, one after the other, until it is decided; the first is any, and one may be away."""
        names = sorted(self.people)
        away = dict(enumerate(names)).get(first // 10 % 30)
        for who in (*names[first % len(names) :], *names[: first % len(names)]):
            proposal.refresh_from_db(fields=["state"])
            if who != away and proposal.state == "open":
                self.signs(proposal, self.people[who], choice)

    def signs(self, proposal: Proposal, person: Person, choice: int | str) -> None:
        """One person signs where they may, on behalf of another if they can; where they may not, nothing is tried."""
        options = read_options(proposal.options)
        if isinstance(choice, int):
            option = options[choice % len(options)]
        else:
            option = next((each for each in options if each.key == choice), options[0])
        known = standing(proposal, person)
        places = voices(known, meaning_for(option, known), missing=option.seats)
        if places and not known.recused and not known.signed_newest:
            place = min(places, key=lambda each: each.delegation is None)
            votes = {"conditions": self.conditions(option), "on_behalf_of": place.delegation}
            self.attempt(lambda: sign(proposal, person, place.seat, option.key, **votes))

    def conditions(self, option: Option) -> list[dict[str, object]]:
        due_on = (timezone.localdate() + timedelta(days=9)).isoformat()
        owner = self.people["platform"].pk
        return [{"text": "Count it", "owner": owner, "due_on": due_on}] if option.conditions_required else []

    def let_time_pass(self, passed: timedelta) -> None:
        """Turn the clock on, and run what runs by the clock, each task as ``attending clock`` does."""
        self.world.clock.ahead += passed
        self.moved = True
        for task in tasks.tasks():
            if task.tick.__module__.startswith("attending.governance."):  # nothing is recorded in other rooms
                said: list[str] = []
                self.attempt(lambda tick=task.tick, said=said: said.extend(tick(timezone.now())))
                self.require([each for each in said if isinstance(each, tasks.Failed)])

    @invariant()
    def holds(self) -> None:
        """Everything that may never be otherwise, looked at whenever something was written or time passed."""
        self.met["steps"] += 1
        if self.moved:
            self.moved = False
            self.require([*use_faults(timezone.now()), *never_faults(), *self._later_ends()])

    def _later_ends(self) -> list[str]:
        now = {each["id"]: each["ends_at"] for each in rows("SELECT id, ends_at FROM governance_approval")}
        later = [f"approval {pk} ends later than it did" for pk, at in self.ends.items() if now[pk] > at]
        self.ends = now
        return later

    def teardown(self) -> None:
        if not hasattr(self, "savepoint"):
            return
        try:
            if not self.faulty:
                verified = verify()
                assert verified.ok, verified.disagreements
                assert verified.size == self.replay.next
                figures.count(self.met, self.world.replay.next)
        finally:
            changes.taken()
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)
