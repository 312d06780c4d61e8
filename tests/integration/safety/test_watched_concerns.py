"""A threshold that watches the concerns of a unit: one that nobody answered in time is a breach."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from attending.governance.actions.readings import read_silence
from attending.governance.models import Breach, OversightThreshold, Reading, Verdict
from attending.program.registries import signals
from attending.program.rules import Refused
from attending.safety.actions.codes import close_code
from attending.safety.actions.concerns import answer_concern
from attending.safety.actions.watching import follow
from attending.safety.models import Outcome
from tests.integration.house import House
from tests.integration.safety.world import opened, raised


def watch(house: House) -> OversightThreshold:
    (chart,) = signals.charts(house.deployment)
    return house.agree(measure="", chart=chart.key, stop_low=None, warn_low=None)


def newest() -> Reading:
    return Reading.objects.latest("pk")


def test_a_concern_is_judged_as_it_is_raised_once_it_is_late_and_as_it_is_answered(house: House) -> None:
    code, _ = opened(house)
    threshold = watch(house)
    concern = raised(house, code)
    assert (newest().verdict, newest().threshold) == (Verdict.WITHIN, threshold)
    assert newest().explanation == "1 concern in 90 days, 0 of them not answered in time."
    assert list(follow(timezone.now())) == []
    late = concern.raised_at + timedelta(hours=73)
    assert list(follow(late)) == [f"{house.deployment}: 1 concern in 90 days, 1 of them not answered in time."]
    breach = Breach.objects.get()
    assert (breach.threshold, breach.reading.verdict) == (threshold, Verdict.STOP)
    assert breach.proposal is not None
    assert breach.proposal.question.startswith("Watch of concerns from the unit shows a signal.")
    assert list(follow(late)) == []
    answer_concern(house.owner, concern, outcome=Outcome.CHANGED, text="It is mended.")
    assert newest().verdict == Verdict.WITHIN
    assert Breach.objects.get().closed_at is None


def test_a_concern_that_names_no_ai_counts_for_each_of_its_unit(house: House) -> None:
    code, _ = opened(house)
    watch(house)
    raised(house, code, deployment=None)
    assert newest().n == 1


def test_without_a_code_nobody_can_say_anything_and_that_is_missing_data(house: House) -> None:
    with pytest.raises(Refused, match="not in force here"):
        house.agree(measure="", chart=f"concerns:{house.deployment.pk}", stop_low=None, warn_low=None)
    code, _ = opened(house)
    watch(house)
    assert len(list(follow(timezone.now()))) == 1
    assert newest().explanation == "No concern in 90 days."
    close_code(house.nurse, code)
    much_later = timezone.now() + timedelta(days=46)
    assert list(follow(much_later)) == []
    (reading,) = read_silence(much_later)
    assert reading.verdict == Verdict.NO_DATA


def test_what_nobody_watches_is_not_judged(house: House) -> None:
    raised(house)
    assert list(follow(timezone.now())) == []
    assert not Reading.objects.exists()
