"""What happens to oversight thresholds: agreed, signed, measured, breached, answered, drilled, and left unanswered."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import rule

from attending.governance.actions.acknowledging import acknowledge, acknowledge_drill
from attending.governance.actions.agreements import offer_agreement
from attending.governance.actions.drilling import open_drill
from attending.governance.actions.snoozing import snooze_breach
from attending.governance.actions.thresholds import Terms, agree_threshold, retire_threshold
from attending.governance.models import Breach, Drill, OversightAgreement, OversightThreshold
from attending.program.actions.measures import Measured, Source, record_measures
from attending.program.models import Deployment
from tests.property.governance.lifecycle.in_use import InUse
from tests.property.governance.lifecycle.strategies import numbers, people


class Overseen(InUse):
    """Thresholds, measures, breaches and drills."""

    def agree_threshold(self, who: str, deployment: Deployment, authority: str, deputy: str) -> bool:
        terms = Terms(
            measure="auroc",
            window_months=3,
            minimum_n=100,
            silence_days=45,
            warn_low=0.75,
            stop_low=0.7,
            pause_authority=self.people[authority],
            deputy=self.people[deputy],
            answer_within_hours=24,
            agreed_action="Pause and recalibrate.",
        )
        return self.attempt(lambda: agree_threshold(self.people[who], deployment, terms))

    @rule(who=people, authority=people, number=numbers)
    def agree(self, who: str, authority: str, number: int) -> None:
        self.agree_threshold(who, self.deployment(number), authority, "safety")

    @rule(who=people, number=numbers, signed=st.booleans())
    def offer(self, who: str, number: int, signed: bool) -> None:
        offered: list[OversightAgreement] = []
        deployment = self.deployment(number)
        if self.attempt(lambda: offered.append(offer_agreement(self.people[who], deployment))) and signed:
            self.everybody_signs(offered[0].proposal, "agree", number)

    @rule(number=numbers)
    def sign_thresholds(self, number: int) -> None:
        """As people do who know the way: agree a threshold, offer it, and have it signed."""
        self.agree_threshold("owner", self.deployment(number), "owner", "safety")
        self.offer("safety", number, True)

    @rule(who=people, number=numbers)
    def retire_a_threshold(self, who: str, number: int) -> None:
        found = list(OversightThreshold.objects.select_related("deployment__use_case").order_by("pk"))
        if found:
            threshold = found[number % len(found)]
            self.attempt(lambda: retire_threshold(self.people[who], threshold, reason="Another measure."))

    @rule(who=people, value=st.sampled_from([0.5, 0.65, 0.72, 0.8, None]), number=numbers)
    def measure(self, who: str, value: float | None, number: int) -> None:
        """One AUROC over the last three whole months."""
        deployment, end = self.deployment(number), timezone.localdate().replace(day=1) - timedelta(days=1)
        index = end.year * 12 + end.month - 3
        first = date(index // 12, index % 12 + 1, 1)
        source = Source(
            name="log.parquet",
            sha256=f"{number:064d}",
            period_start=first,
            period_end=end,
            rows_read=400,
            rows_loaded=400,
            uid=UUID(int=self.replay.next),
        )
        measured = Measured(
            measure="auroc",
            attribute="overall",
            level="all",
            period_start=first,
            period_end=end,
            n=400,
            events=80,
            value=value,
            low=None if value is None else value - 0.02,
            high=None if value is None else value + 0.02,
            reason="" if value is not None else "No events among the labelled.",
        )
        self.attempt(lambda: record_measures(self.people[who], deployment, source, [measured]))

    @rule(number=numbers, hours=st.sampled_from([0, 13, 49]))
    def worsen(self, number: int, hours: int) -> None:
        """It gets worse than what was agreed and signed, and for so long nobody answers."""
        self.sign_thresholds(number)
        self.measure("platform", 0.5, number)
        if hours:
            self.let_time_pass(timedelta(hours=hours))

    @rule(who=people, number=numbers, snooze=st.booleans())
    def answer_breach(self, who: str, number: int, snooze: bool) -> None:
        found = list(Breach.objects.select_related("threshold__deployment__use_case").order_by("pk"))
        if found:
            breach, acting = found[number % len(found)], self.people[who]
            until = timezone.now() + timedelta(hours=number % 30)
            self.attempt(
                lambda: (
                    snooze_breach(acting, breach, reason="Data come on Monday.", until=until)
                    if snooze
                    else acknowledge(acting, breach)
                )
            )

    @rule(who=people, by=people, number=numbers)
    def drill(self, who: str, by: str, number: int) -> None:
        found = list(OversightThreshold.objects.select_related("deployment__use_case").order_by("pk"))
        if found:
            threshold = found[number % len(found)]
            self.attempt(lambda: open_drill(self.people[who], threshold))
            running = Drill.objects.select_related("threshold__deployment__use_case").last()
            if running is not None:
                self.attempt(lambda: acknowledge_drill(self.people[by], running))
