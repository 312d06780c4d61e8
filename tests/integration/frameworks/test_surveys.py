"""Surveys: what they keep, that they are one at a time, and that a binder says what the rooms said."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from attending.analytics.catalogs.frameworks import frameworks
from attending.frameworks.actions.surveying import ABANDONED_AFTER, begin_survey, make_survey
from attending.frameworks.daily_survey import survey_daily
from attending.frameworks.models import Survey, SurveyedFinding
from attending.frameworks.queries import binders, surveys
from attending.frameworks.rules.answers import Answer
from attending.ledger.models import Entry
from attending.program.registries import evidence
from attending.program.rules import NotAllowed
from tests.integration.house import House


def look(house: House) -> Survey:
    return make_survey(begin_survey(house.cmio.organisation, acting=house.cmio))


def test_a_survey_keeps_what_every_room_said(house: House) -> None:
    survey = look(house)
    said = {(each.item, str(each.state)) for each in evidence.findings(house.use_case)}
    kept = set(survey.findings.filter(use_case=house.use_case).values_list("item", "state"))
    assert kept == said
    assert set(survey.findings.filter(use_case=house.use_case).values_list("owner", flat=True)) == {house.owner.pk}
    assert list(Entry.objects.order_by("-seq").values_list("verb", flat=True)[:2]) == [
        "evidence.surveyed",
        "evidence.survey_begun",
    ]


def test_a_later_survey_takes_the_place_of_the_earlier(house: House) -> None:
    first, second = look(house), look(house)
    assert surveys.newest(house.cmio.organisation) == second
    assert not SurveyedFinding.objects.filter(survey=first).exists()


def test_there_is_one_survey_at_a_time(house: House) -> None:
    begun = begin_survey(house.cmio.organisation, acting=house.cmio)
    assert begin_survey(house.cmio.organisation, acting=None) == begun
    with pytest.raises(IntegrityError), transaction.atomic():
        Survey.objects.create(organisation=house.cmio.organisation, begun_at=timezone.now(), total=0)


def test_an_abandoned_survey_ends_and_is_never_shown(house: House) -> None:
    begun = begin_survey(house.cmio.organisation, acting=house.cmio)
    Survey.objects.filter(pk=begun.pk).update(begun_at=timezone.now() - ABANDONED_AFTER - timedelta(minutes=1))
    assert begin_survey(house.cmio.organisation, acting=None) != begun
    assert surveys.newest(house.cmio.organisation) is None


@pytest.fixture
def launched(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """The processes that would have been started."""
    found: list[tuple[str, ...]] = []
    monkeypatch.setattr("attending.frameworks.daily_survey.launch", lambda *arguments: found.append(arguments))
    return found


def test_the_clock_has_it_looked_at_once_a_day_by_a_process_of_its_own(
    house: House, launched: list[tuple[str, ...]], django_capture_on_commit_callbacks: Any
) -> None:
    now = timezone.now()
    with django_capture_on_commit_callbacks(execute=True):
        assert list(survey_daily(now)) == [
            f"A look at the evidence of 1 use case of {house.cmio.organisation} has begun."
        ]
        assert launched == [], "nothing starts before what it reads is there"
    begun = Survey.objects.get()
    assert launched == [("frameworks", "survey", str(begun.pk))]
    assert list(survey_daily(now)) == [], "one runs"
    make_survey(begun)
    assert list(survey_daily(now + timedelta(hours=1))) == []
    assert len(list(survey_daily(now + timedelta(days=1, minutes=1)))) == 1


def test_the_clock_begins_anew_after_one_that_was_abandoned(house: House, launched: list[tuple[str, ...]]) -> None:
    begun = begin_survey(house.cmio.organisation, acting=None)
    Survey.objects.filter(pk=begun.pk).update(begun_at=timezone.now() - ABANDONED_AFTER - timedelta(minutes=1))
    assert len(list(survey_daily(timezone.now()))) == 1
    assert Survey.objects.filter(finished_at=None).exclude(pk=begun.pk).exists()


def test_only_who_may_asks_for_a_survey(house: House) -> None:
    with pytest.raises(NotAllowed, match="To record evidence that is kept elsewhere"):
        begin_survey(house.nurse.organisation, acting=house.nurse)
    assert not Survey.objects.exists()


def test_a_binder_of_one_use_case_counts_only_its_records(house: House) -> None:
    look(house)
    organisation = house.cmio.organisation
    whole = binders.binder(frameworks()["nist-ai-rmf"], organisation)
    single = binders.binder(frameworks()["nist-ai-rmf"], organisation, house.use_case)
    assert len(whole.items) == 72
    assert [each.answer for each in whole.items] == [each.answer for each in single.items]
    assert 0 < whole.count(Answer.GAP) < 72


def test_without_a_survey_everything_is_a_gap_or_unmapped(house: House) -> None:
    found = binders.binder(frameworks()["ruaih"], house.cmio.organisation)
    assert found.survey is None
    assert {each.answer for each in found.items} <= {Answer.GAP, Answer.UNMAPPED}
