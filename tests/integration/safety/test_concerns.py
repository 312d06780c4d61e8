"""Concerns: raised without an account, routed, answered in time, counted; and what is refused."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from attending.ledger.models import Entry
from attending.ledger.queries import verify
from attending.program.actions import people
from attending.program.models import Deployment, MeasureResult, SeatHolding
from attending.program.models.deployments import State
from attending.program.registries import evidence, worklist
from attending.program.registries.evidence import FindingState
from attending.program.rules import NotAllowed, Refused
from attending.safety.actions import codes
from attending.safety.actions.concerns import CodeClosed, answer_concern, name_ai, raise_concern
from attending.safety.actions.record import Identifying
from attending.safety.models import Concern, ConcernAnswer, ConcernCode, Outcome
from attending.safety.queries.answering import asked
from attending.safety.queries.concerns import concerns as all_concerns
from attending.safety.queries.counting import counts
from tests.integration.governance.policy_world import LATER, build_world
from tests.integration.house import House
from tests.integration.pages import stranger, visitor
from tests.integration.safety.world import opened, raised, said, second_ai

ITEM = "frontline-concerns"


def titles(person: Any) -> list[str]:
    return [each.title for each in worklist.for_person(person) if "oncern" in each.title]


def finding(subject: Any) -> tuple[FindingState, str]:
    found = next(each for each in evidence.findings(subject) if each.item == ITEM)
    return found.state, found.summary


def test_a_concern_is_kept_without_a_person_and_its_words_stay_out_of_the_record(house: House) -> None:
    code, secret = opened(house)
    concern = raised(house, code)
    assert secret not in code.secret_sha256
    entry = Entry.objects.get(verb="concern.raised")
    assert (entry.actor, entry.object) == (f"concerncode:{code.pk}", f"concern:{concern.pk}")
    assert concern.words not in entry.payload.body
    assert "nurse" not in entry.payload.body
    assert {field.name for field in Concern._meta.fields} == {
        "id",
        "code",
        "deployment",
        "happened",
        "words",
        "role",
        "receipt",
        "once",
        "raised_at",
    }
    assert verify().ok


def test_the_same_form_twice_is_one_concern(house: House) -> None:
    code, _ = opened(house)
    form = said(house)
    assert raise_concern(code, form) == raise_concern(code, form)
    assert Concern.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "refusal", "kind"),
    [
        ({"words": "MRN 1234567"}, "record number", Identifying),
        ({"words": "call 555-123-4567"}, "phone number", Identifying),
        ({"words": "x" * 501}, "501 characters; write at most 500", Refused),
        ({"happened": "evil"}, "tap one of the buttons", Refused),
        ({"happened": "other", "words": " \x00"}, "What it was is missing", Refused),
        ({"role": "surgeon general"}, "Choose a role from the list", Refused),
    ],
)
def test_what_cannot_be_kept_leaves_nothing_behind(
    house: House, changes: dict[str, Any], refusal: str, kind: type[Refused]
) -> None:
    code, _ = opened(house)
    before = Entry.objects.count()
    with pytest.raises(kind, match=refusal):
        raised(house, code, **changes)
    assert (Concern.objects.count(), Entry.objects.count()) == (0, before)


@pytest.mark.parametrize("days", [-1, 31])
def test_a_concern_on_paper_is_recent_and_not_yet_to_come(house: House, days: int) -> None:
    code, _ = opened(house)
    with pytest.raises(Refused, match="in the last 30 days"):
        raise_concern(code, said(house), on_paper_at=timezone.now() - timedelta(days=days))


def test_an_ai_elsewhere_or_out_of_use_cannot_be_blamed(house: House) -> None:
    code, _ = opened(house)
    house.deployment.state = State.SILENT
    with pytest.raises(Refused, match="not in use on this unit"):
        raised(house, code)


def test_a_closed_code_takes_nothing_and_another_can_be_opened(house: House) -> None:
    code, _ = opened(house)
    with pytest.raises(Refused, match="4 West has an open code"):
        opened(house)
    codes.close_code(house.nurse, code)
    with pytest.raises(CodeClosed, match="closed"):
        raised(house, code)
    with pytest.raises(Refused, match="closed already"):
        codes.close_code(house.nurse, code)
    opened(house)
    assert ConcernCode.objects.count() == 2


def test_rights_to_open_and_answer(house: House) -> None:
    outsider = stranger()
    concern = raised(house)
    for act in (
        lambda: codes.open_code(outsider, house.deployment.unit),
        lambda: answer_concern(outsider, concern, outcome=Outcome.NOTHING, text="No."),
        lambda: answer_concern(house.administrator, concern, outcome=Outcome.NOTHING, text="No."),
        lambda: name_ai(outsider, concern, house.deployment),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert not ConcernAnswer.objects.exists()


def test_it_is_routed_to_the_clinical_owner_then_to_whoever_stands_in(house: House) -> None:
    concern = raised(house)
    organisation = house.cmio.organisation

    def who() -> list[str]:
        return [each.printed_name for each in asked(organisation, [Concern.objects.get()])[concern.pk]]

    assert who() == ["Olga Owner"]
    assert titles(house.owner) == ["Answer a concern"]
    for name in ("Olga Owner", "Omar Operations", "Sue Safety"):
        held = SeatHolding.objects.get(person__printed_name=name)
        people.vacate_seat(house.administrator, held, reason="Left.")
        assert name not in who()
    assert who() == ["Cleo Cmio"]


@pytest.mark.usefixtures("demonstration")
def test_a_policy_that_gives_less_time_holds_for_every_concern_from_then_on(house: House) -> None:
    code, secret = opened(house)
    raise_concern(code, said(house), on_paper_at=timezone.now() - timedelta(hours=25))
    assert titles(house.owner) == ["Answer a concern"]
    build_world(house).adopted(
        LATER.replace("[concerns]\nanswer_within_hours = 72", "[concerns]\nanswer_within_hours = 24")
    )
    assert titles(house.owner) == ["Answer a concern: overdue"]
    assert finding(house.deployment)[0] == FindingState.PARTIAL
    assert "within 24 hours" in Client().get(reverse("safety:raise", args=[secret])).content.decode()
    assert "In 24 hours" in visitor(house.nurse).get(reverse("safety:home")).content.decode()


def test_where_nobody_knows_which_ai_the_safety_officer_is_asked_and_finds_out(house: House) -> None:
    other = second_ai(house)
    concern = raised(house, deployment=None)
    organisation = house.cmio.organisation
    assert asked(organisation, [concern])[concern.pk] == (house.safety,)
    name_ai(house.safety, concern, other)
    again = all_concerns(organisation).get()
    assert asked(organisation, [again])[concern.pk] == (house.owner,)
    assert [row.deployment for row in counts(organisation, timezone.now() - timedelta(1), timezone.now())] == [other]
    with pytest.raises(Refused, match="said already"):
        name_ai(house.safety, again, house.deployment)


def test_the_clock_runs_to_the_chief_and_an_answer_stops_it(house: House) -> None:
    long_ago = timezone.now() - timedelta(hours=73)
    code, _ = opened(house)
    assert finding(house.deployment)[0] == FindingState.MET
    concern = raise_concern(code, said(house), on_paper_at=long_ago)
    assert titles(house.owner) == ["Answer a concern: overdue"]
    assert titles(house.cmio) == ["Answer a concern: overdue"]
    state, told = finding(house.use_case)
    assert (state, told) == (
        FindingState.PARTIAL,
        "A code is open on 1 of 1 units. 1 concern in 90 days, 1 of them overdue.",
    )
    answer_concern(house.owner, concern, outcome=Outcome.LOOKING, text="We look at the threshold.")
    assert titles(house.owner) == ["Say what came of a concern"]
    assert titles(house.cmio) == []
    assert finding(house.use_case)[0] == FindingState.MET
    answer_concern(house.owner, concern, outcome=Outcome.CHANGED, text="It is higher at night now.")
    assert titles(house.owner) == []
    row = counts(house.cmio.organisation, timezone.now() - timedelta(90), timezone.now())[0]
    assert (row.tally.raised, row.tally.open, row.tally.in_time, row.tally.judged) == (1, 0, 0, 1)
    assert row.alerts is None


def test_an_answer_names_no_patient_and_is_not_given_twice(house: House) -> None:
    concern = raised(house)
    with pytest.raises(Identifying, match="record number"):
        answer_concern(house.owner, concern, outcome=Outcome.NOTHING, text="MRN 1234567 was right.")
    with pytest.raises(Refused, match="The answer is missing"):
        answer_concern(house.owner, concern, outcome=Outcome.NOTHING, text=" ")
    answer_concern(house.owner, concern, outcome=Outcome.NOTHING, text="It was right.")
    with pytest.raises(Refused, match="already"):
        answer_concern(house.owner, concern, outcome=Outcome.NOTHING, text="It was right.")


def test_without_a_code_the_evidence_is_missing_and_the_owner_is_asked_to_open_one(house: House) -> None:
    assert finding(house.deployment) == (
        FindingState.MISSING,
        "No unit has an open code at which staff could raise a concern.",
    )
    assert titles(house.owner) == [], "there is a week to open one"
    Deployment.objects.update(state_since=timezone.now() - timedelta(days=8))
    assert titles(house.owner) == ["Open a code for concerns"]
    opened(house)
    assert titles(house.owner) == []


def test_where_no_unit_uses_it_there_is_nobody_to_raise_a_concern(house: House) -> None:
    Deployment.objects.update(state=State.RETIRED)
    assert finding(house.use_case) == (FindingState.NOT_APPLICABLE, "No unit uses it or is to use it.")


def test_concerns_for_a_thousand_alerts_only_where_alerts_are_counted(house: House) -> None:
    batch = house.measure(0.8)
    last = timezone.localdate()
    MeasureResult.objects.create(
        batch=batch,
        measure="flag_rate",
        attribute="overall",
        level="all",
        threshold=house.deployment.action_threshold,
        period_start=last - timedelta(30),
        period_end=last,
        value=0.25,
        n=1_000,
        events=100,
        numerator=250,
        denominator=1_000,
    )
    code, _ = opened(house)
    raised(house, code, once=uuid.uuid4())
    raised(house, code, once=uuid.uuid4())
    row = counts(house.cmio.organisation, timezone.now() - timedelta(90), timezone.now())[0]
    assert row.alerts is not None
    assert (row.alerts.alerts, row.alerts.concerns, row.alerts.per_thousand) == (250, 2, 8.0)
