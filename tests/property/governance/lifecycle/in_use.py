"""What happens to an AI in use: versions, scores, units, pauses, and time."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st
from hypothesis.stateful import rule

from attending.decisions.models import Proposal
from attending.governance.actions.pausing import ask_to_pause, ask_to_resume
from attending.governance.actions.tiering import assess
from attending.policies.default import default_policy
from attending.program.actions import deployments, organisation, use_cases
from attending.program.models import Deployment, Stage
from attending.program.models.deployments import State
from attending.program.rules import STAGE_ORDER
from tests.integration.house import outcome
from tests.property.governance.lifecycle.at_gates import AtGates
from tests.property.governance.lifecycle.strategies import numbers, people

QUESTIONS = {each.key: list(each.answers) for each in default_policy().questions}


class InUse(AtGates):
    """Deployments, the use case itself, and the clock."""

    @rule(who=people, version=st.integers(1, 9), year=st.sampled_from([2025, 2026, 2027]))
    def release(self, who: str, version: int, year: int) -> None:
        self.attempt(
            lambda: deployments.register_version(
                self.people[who],
                self.use_case,
                name="Sepsis model" if version < 8 else "Fever model",
                maker="In-house",
                intended_use="Alert",
                version=f"{version}.0",
                released_on=date(year, 6, 1),
            )
        )

    @rule(who=people, score=st.sampled_from(["0.4", "0.5", "0.6"]), number=numbers)
    def set_score(self, who: str, score: str, number: int) -> None:
        acting, deployment = self.people[who], self.deployment(number)
        self.attempt(
            lambda: deployments.set_action_threshold(acting, deployment, Decimal(score), reason="As the unit can bear.")
        )

    @rule(who=people, answers=st.fixed_dictionaries({key: st.sampled_from(each) for key, each in QUESTIONS.items()}))
    def assess(self, who: str, answers: dict[str, str]) -> None:
        self.attempt(lambda: assess(self.people[who], self.use_case, answers))

    @rule(who=people, release=st.sampled_from(["May 2026", "August 2026"]))
    def upgrade(self, who: str, release: str) -> None:
        site = self.deployment(0).unit.site
        self.attempt(lambda: organisation.record_ehr(self.people[who], site, release))

    @rule(who=people, site=st.sampled_from(["North", "South"]))
    def plan(self, who: str, site: str) -> None:
        def act() -> None:
            added = organisation.add_site(self.people["administrator"], site)
            unit = organisation.add_unit(self.people["administrator"], added, "ICU")
            version = self.deployment(0).model_version
            deployments.plan_deployment(self.people[who], self.use_case, unit=unit, model_version=version)

        self.attempt(act)

    @rule(who=people, to=st.sampled_from(State), number=numbers)
    def move(self, who: str, to: State, number: int) -> None:
        deployment = self.deployment(number)
        self.attempt(lambda: deployments.change_state(self.people[who], deployment, to, reason="Wanted."))

    @rule(who=people, resume=st.booleans(), number=numbers, signed=st.booleans())
    def pause_or_resume(self, who: str, resume: bool, number: int, signed: bool) -> None:
        ask = ask_to_resume if resume else ask_to_pause
        asked: list[Proposal] = []
        deployment = self.deployment(number)
        done = self.attempt(lambda: asked.append(ask(self.people[who], deployment, reason="Seen on the ward.")))
        if done and signed:
            self.everybody_signs(asked[0], "resume" if resume else "pause", number)

    @rule(number=numbers)
    def run_again(self, number: int) -> None:
        """As people do who know the way: a paused deployment is approved again and resumed."""
        paused = list(Deployment.objects.filter(state=State.PAUSED).values_list("pk", flat=True).order_by("pk"))
        if paused:
            places = list(Deployment.objects.values_list("pk", flat=True).order_by("pk"))
            place = places.index(paused[number % len(paused)])
            self.go_through("operations", "approve", True, place)
            self.pause_or_resume("operations", True, place, True)

    @rule(who=people, to=st.sampled_from(STAGE_ORDER))
    def move_stage(self, who: str, to: Stage) -> None:
        self.attempt(lambda: use_cases.move_stage(self.people[who], self.use_case, to, reason="Wanted."))

    @rule(who=people)
    def agree_value(self, who: str) -> None:
        self.attempt(lambda: use_cases.agree_outcome(self.people[who], self.use_case, outcome()))

    @rule(hours=st.sampled_from([3, 13, 24, 49, 144, 360, 744, 2400]))
    def time_passes(self, hours: int) -> None:
        self.let_time_pass(timedelta(hours=hours))
