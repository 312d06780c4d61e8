"""Every action of the program: what it changes, who may, what it refuses, and that a refusal leaves nothing behind."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone

from attending.decisions.models import Decision
from attending.ledger.models import Entry, Payload
from attending.ledger.queries import verify
from attending.program.actions import (
    capabilities,
    clinical_input,
    deployments,
    measures,
    organisation,
    people,
    use_cases,
)
from attending.program.models import (
    AiModel,
    Capability,
    ClinicalInput,
    Deployment,
    Discipline,
    EnterprisePriority,
    ModelVersion,
    OutcomeMeasure,
    Person,
    Seat,
    SeatHolding,
    Site,
    Stage,
    StrategicAnswer,
    Unit,
    UseCase,
)
from attending.program.models.capabilities import CapabilityKind, CapabilityState, Relation
from attending.program.models.clinical_input import About, Effect
from attending.program.models.deployments import State
from attending.program.models.use_cases import Question, RiskTier
from attending.program.queries.seats import holder, seats_of
from attending.program.rules import NotAllowed, Refused
from tests.integration.house import House, outcome, thesis
from tests.integration.pages import stranger

OUTCOME = outcome()
TODAY = date(2026, 6, 30)
SOURCE = {"name": "log", "sha256": "0" * 64, "period_start": TODAY - timedelta(29), "period_end": TODAY}


def measured(**changes: Any) -> measures.Measured:
    values = {
        "measure": "auroc",
        "attribute": "overall",
        "level": "all",
        "period_start": SOURCE["period_start"],
        "period_end": TODAY,
        "n": 10,
        "events": 2,
        "value": 0.8,
    }
    return measures.Measured(**{**values, **changes})


def source(rows: int = 10) -> measures.Source:
    return measures.Source(**SOURCE, rows_read=rows, rows_loaded=rows)


def name_feed(house: House, acting: Person, name: str = "Daily log") -> Capability:
    kinds = {"kind": CapabilityKind.DATA_FEED, "state": CapabilityState.AVAILABLE}
    return capabilities.name_capability(acting, name=name, description="Every score.", **kinds)


def register(house: House, acting: Person, **changes: Any) -> ModelVersion:
    values = {"name": "Falls model", "maker": "In-house", "intended_use": "Alert", "version": "1"}
    return deployments.register_version(acting, house.use_case, released_on=TODAY, **{**values, **changes})


def plan(house: House, acting: Person) -> Deployment:
    return deployments.plan_deployment(
        acting, house.use_case, unit=Unit.objects.get(name="5 East"), model_version=ModelVersion.objects.get()
    )


@dataclass(frozen=True)
class Case:
    """One action as somebody who may do it, as somebody who may not, and what goes into the ledger."""

    verb: str
    act: Callable[[House, Person], Any]
    may: str
    may_not: str
    refused: tuple[Callable[[House, Person], Any], ...] = ()


def given(house: House) -> ClinicalInput:
    return ClinicalInput.objects.get()


UNMEASURABLE: tuple[dict[str, Any], ...] = (
    {"target": 90.0},
    {"minimum_effect": 0.0},
    {"minimum_effect": -5.0},
    {"minimum_effect": 31.0},
    {"minimum_effect": float("nan")},
    {"target": float("inf")},
    {"horizon_quarters": 0},
    {"horizon_quarters": 13},
    {"how_measured": " "},
    {"who_pays": ""},
    {"who_benefits": ""},
)
PROMISE = use_cases.Promise(
    target=3.0,
    horizon_quarters=4,
    minimum_effect=1.0,
    how_measured="Deaths over discharges with sepsis, each quarter.",
    who_pays="Hospital Medicine",
    who_benefits="Patients with sepsis",
)
CASES = (
    Case(
        "organisation.renamed",
        lambda h, p: organisation.rename_organisation(p, "Harbour"),
        "administrator",
        "cmio",
    ),
    Case(
        "site.added",
        lambda h, p: organisation.add_site(p, "North"),
        "administrator",
        "cmio",
        (lambda h, p: organisation.add_site(p, "Main"),),
    ),
    Case(
        "unit.added",
        lambda h, p: organisation.add_unit(p, Site.objects.get(), "6 East"),
        "administrator",
        "owner",
        (lambda h, p: organisation.add_unit(p, Site.objects.get(), "4 West"),),
    ),
    Case(
        "site.ehr_recorded",
        lambda h, p: organisation.record_ehr(p, Site.objects.get(), "May 2026"),
        "platform",
        "owner",
        (lambda h, p: organisation.record_ehr(p, Site.objects.get(), " "),),
    ),
    Case(
        "person.added",
        lambda h, p: people.add_person(p, printed_name="New Nurse", discipline=Discipline.NURSING),
        "administrator",
        "cmio",
        (lambda h, p: people.add_person(p, printed_name="Nia Nurse", discipline=Discipline.NURSING),),
    ),
    Case(
        "seat.taken",
        lambda h, p: people.seat_person(p, h.nurse, Seat.OPERATIONAL_OWNER, h.use_case),
        "owner",
        "platform",
        (
            lambda h, p: people.seat_person(p, h.nurse, Seat.NURSING_LEAD, h.use_case),
            lambda h, p: people.seat_person(p, h.nurse, Seat.CMIO, h.use_case),
            lambda h, p: people.seat_person(p, h.nurse, Seat.CLINICAL_OWNER),
            lambda h, p: people.seat_person(p, Person.objects.get(active=False), Seat.CLINICAL_OWNER, h.use_case),
        ),
    ),
    Case(
        "seat.vacated",
        lambda h, p: people.vacate_seat(p, SeatHolding.objects.get(person=h.platform, ended_on=None), reason="Left"),
        "administrator",
        "nurse",
        (lambda h, p: people.vacate_seat(p, SeatHolding.objects.exclude(ended_on=None).first(), reason="Left"),),
    ),
    Case(
        "person.deactivated",
        lambda h, p: people.deactivate_person(p, h.platform, reason="Left"),
        "administrator",
        "cmio",
        (lambda h, p: people.deactivate_person(p, p, reason="Left"),),
    ),
    Case(
        "priority.set",
        lambda h, p: use_cases.set_priority(p, title="Sepsis", statement="Sepsis is treated in time."),
        "cmio",
        "owner",
    ),
    Case(
        "use_case.proposed",
        lambda h, p: use_cases.propose_use_case(p, thesis("Falls risk")),
        "nurse",
        "gone",
        (
            lambda h, p: use_cases.propose_use_case(p, thesis("Sepsis Alert")),
            lambda h, p: use_cases.propose_use_case(p, thesis("!!!")),
            *(
                lambda h, p, name=name: use_cases.propose_use_case(p, thesis("Falls", **{name: " "}))
                for name in ("problem", "alternative", "burden_lifted", "burden_added")
            ),
        ),
    ),
    Case(
        "use_case.question_answered",
        lambda h, p: use_cases.answer_question(p, h.use_case, Question.VALUE, "Minutes saved."),
        "platform",
        "safety",
    ),
    Case(
        "use_case.outcome_agreed",
        lambda h, p: use_cases.agree_outcome(p, h.use_case, OUTCOME),
        "owner",
        "safety",
        (
            lambda h, p: [use_cases.agree_outcome(p, h.use_case, OUTCOME) for _ in range(2)],
            *(
                lambda h, p, wrong=wrong: use_cases.agree_outcome(p, h.use_case, outcome(**wrong))
                for wrong in UNMEASURABLE
            ),
        ),
    ),
    Case(
        "use_case.outcome_completed",
        lambda h, p: use_cases.complete_outcome(p, OutcomeMeasure.objects.get(name="Deaths"), PROMISE),
        "platform",
        "safety",
        (
            lambda h, p: use_cases.complete_outcome(
                p, OutcomeMeasure.objects.get(name="Deaths"), replace(PROMISE, minimum_effect=3.0)
            ),
            lambda h, p: use_cases.complete_outcome(p, OutcomeMeasure.objects.get(name="Hours"), PROMISE),
        ),
    ),
    Case(
        "use_case.priority_changed",
        lambda h, p: use_cases.answer_to_priority(p, h.use_case, EnterprisePriority.objects.get()),
        "owner",
        "safety",
    ),
    Case(
        "use_case.stage_moved",
        lambda h, p: use_cases.move_stage(p, h.use_case, Stage.VALUE_THESIS, reason="Another problem"),
        "sponsor",
        "operations",
        (
            lambda h, p: use_cases.move_stage(p, h.use_case, Stage.CONTROLS, reason="Ready"),
            lambda h, p: use_cases.move_stage(p, h.use_case, Stage.DEPLOYMENT, reason="Ready"),
            lambda h, p: use_cases.move_stage(p, h.use_case, Stage.CONTROLS, reason="Ready", decision="decision:1"),
        ),
    ),
    Case(
        "use_case.risk_assessed",
        lambda h, p: use_cases.assess_risk(p, h.use_case, RiskTier.HIGH, reason="A missed sepsis kills."),
        "safety",
        "nurse",
        (lambda h, p: use_cases.assess_risk(p, h.use_case, RiskTier.LOW, reason=" "),),
    ),
    Case(
        "clinical_input.given",
        lambda h, p: clinical_input.give_input(p, h.use_case, About.RISK, " It alarms too often. "),
        "safety",
        "gone",
        (lambda h, p: clinical_input.give_input(p, h.use_case, About.RISK, "  \n"),),
    ),
    Case(
        "clinical_input.answered",
        lambda h, p: clinical_input.answer_input(p, given(h), answer="Raised.", effect=Effect.CHANGED),
        "owner",
        "safety",
        (
            lambda h, p: clinical_input.answer_input(p, given(h), answer=" ", effect=Effect.CHANGED),
            lambda h, p: [
                clinical_input.answer_input(p, given(h), answer="Raised.", effect=Effect.CHANGED) for _ in range(2)
            ],
        ),
    ),
    Case(
        "capability.named",
        lambda h, p: name_feed(h, p),
        "cmio",
        "owner",
        (lambda h, p: name_feed(h, p, "Alert on a worklist"),),
    ),
    Case(
        "capability.linked",
        lambda h, p: capabilities.link_capability(p, h.use_case, Capability.objects.get(), Relation.NEEDS),
        "platform",
        "safety",
        (
            lambda h, p: [
                capabilities.link_capability(p, h.use_case, Capability.objects.get(), each) for each in Relation
            ],
        ),
    ),
    Case(
        "model_version.registered",
        lambda h, p: register(h, p),
        "platform",
        "safety",
        (
            lambda h, p: register(h, p, name="Sepsis model", version="2.1"),
            lambda h, p: register(h, p, name="Sepsis model", maker="Somebody else"),
        ),
    ),
    Case(
        "deployment.planned",
        lambda h, p: plan(h, p),
        "operations",
        "safety",
        (lambda h, p: [plan(h, p) for _ in range(2)],),
    ),
    Case(
        "deployment.state_changed",
        lambda h, p: deployments.change_state(p, h.deployment, State.RETIRED, reason="Replaced"),
        "safety",
        "platform",
        (
            lambda h, p: deployments.change_state(p, h.deployment, State.SILENT, reason="Back"),
            lambda h, p: deployments.change_state(p, h.deployment, State.PAUSED, reason="Harm"),
        ),
    ),
    Case(
        "deployment.threshold_set",
        lambda h, p: deployments.set_action_threshold(p, h.deployment, Decimal("0.3"), reason="Agreed"),
        "safety",
        "platform",
        (
            lambda h, p: deployments.set_action_threshold(p, h.deployment, Decimal("1.3"), reason="Agreed"),
            lambda h, p: deployments.set_action_threshold(p, h.deployment, Decimal("0.3"), reason=" "),
        ),
    ),
    Case(
        "measures.recorded",
        lambda h, p: measures.record_measures(p, h.deployment, source(), [measured()]),
        "platform",
        "nurse",
        (lambda h, p: measures.record_measures(p, h.deployment, source(), []),),
    ),
)


@pytest.fixture
def house(house: House) -> House:
    """With a unit to deploy on, a capability, input, a priority, somebody who has left, and two measures of value.

    One of them was agreed before all that makes it measurable was asked for.
    """
    use_cases.set_priority(house.cmio, title="Deterioration", statement="Seen in time.")
    use_cases.agree_outcome(house.owner, house.use_case, outcome("Hours"))
    OutcomeMeasure.objects.create(
        use_case=house.use_case, name="Deaths", unit="%", baseline=5, baseline_n=90, target=3, horizon_quarters=4
    )
    organisation.add_unit(house.administrator, Site.objects.get(), "5 East")
    name_feed(house, house.cmio, "Alert on a worklist")
    clinical_input.give_input(house.nurse, house.use_case, About.WORKFLOW, "Nobody reads it at night.")
    gone = people.add_person(house.administrator, printed_name="Gone Since", discipline=Discipline.MEDICINE)
    people.seat_person(house.administrator, gone, Seat.BOARD_MEMBER)
    people.deactivate_person(house.administrator, gone, reason="Left")
    UseCase.objects.update(stage=Stage.READINESS)
    house.gone = Person.objects.get(pk=gone.pk)  # type: ignore[attr-defined]
    return house


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the program and the number of entries in the ledger."""
    models = apps.get_app_config("program").get_models()
    rows = {model.__name__: sorted(model._default_manager.values_list(), key=repr) for model in models}
    return {**rows, "entries": [(Entry.objects.count(),)]}


def named(case: Case) -> str:
    return case.verb


@pytest.mark.parametrize("case", CASES, ids=named)
def test_it_is_done_by_who_may_and_entered_in_the_ledger(house: House, case: Case) -> None:
    acting = getattr(house, case.may)
    before = Entry.objects.count()
    case.act(house, acting)
    entries = list(Entry.objects.order_by("seq")[before:])
    assert case.verb in [entry.verb for entry in entries]
    assert {entry.actor for entry in entries} - {"system"} == {f"person:{acting.pk}"}
    assert verify().ok


@pytest.mark.parametrize("case", CASES, ids=named)
def test_it_is_refused_to_who_may_not_and_nothing_is_left_behind(house: House, case: Case) -> None:
    before = everything()
    with pytest.raises(NotAllowed):
        case.act(house, getattr(house, case.may_not))
    assert everything() == before


@pytest.mark.parametrize(
    ("case", "number"),
    [(case, number) for case in CASES for number in range(len(case.refused))],
    ids=lambda value: value.verb if isinstance(value, Case) else str(value),
)
def test_what_is_wrong_is_refused_in_words(house: House, case: Case, number: int) -> None:
    with pytest.raises(Refused) as refusal:
        case.refused[number](house, getattr(house, case.may))
    assert not isinstance(refusal.value, NotAllowed)
    assert str(refusal.value).endswith(".")


def test_every_action_is_tried() -> None:
    modules = (capabilities, clinical_input, deployments, measures, organisation, people, use_cases)
    public = {
        name
        for module in modules
        for name, value in vars(module).items()
        if getattr(value, "__module__", "") == module.__name__ and hasattr(value, "__wrapped__")
    }
    assert len(public - {"found_organisation"}) == len(CASES)


def test_a_second_organisation_is_refused(house: House) -> None:
    with pytest.raises(Refused, match="already has its organisation"):
        organisation.found_organisation(
            "Another", printed_name="A", user_id=None, discipline=Discipline.MEDICINE, synthetic=False
        )


def test_a_synthetic_organisation_is_for_the_demonstration_only(db: None) -> None:
    with pytest.raises(Refused, match="demonstration only"):
        organisation.found_organisation(
            "Made up", printed_name="A", user_id=None, discipline=Discipline.MEDICINE, synthetic=True
        )


def test_who_takes_a_seat_of_a_use_case_replaces_who_held_it(house: House) -> None:
    people.seat_person(house.administrator, house.nurse, Seat.CLINICAL_OWNER, house.use_case)
    assert holder(house.use_case, Seat.CLINICAL_OWNER) == house.nurse
    ended = SeatHolding.objects.get(person=house.owner, seat=Seat.CLINICAL_OWNER)
    assert ended.ended_on == timezone.localdate()


def test_an_enterprise_seat_may_be_held_by_several(house: House) -> None:
    people.seat_person(house.administrator, house.nurse, Seat.CMIO)
    assert SeatHolding.objects.filter(seat=Seat.CMIO, ended_on=None).count() == 2


def test_a_seat_on_one_use_case_gives_no_right_on_another(house: House) -> None:
    other = use_cases.propose_use_case(house.nurse, thesis("Falls risk"))
    with pytest.raises(NotAllowed):
        use_cases.move_stage(house.owner, other, Stage.READINESS, reason="Mine")


def test_who_leaves_leaves_every_seat(house: House) -> None:
    people.seat_person(house.administrator, house.owner, Seat.COMMITTEE_MEMBER)
    people.deactivate_person(house.administrator, house.owner, reason="Left")
    left = Person.objects.get(pk=house.owner.pk)
    assert not left.active
    assert seats_of(left, house.use_case) == frozenset()


def test_a_use_case_without_its_clinical_owner_stays(house: House) -> None:
    people.vacate_seat(house.administrator, SeatHolding.objects.get(person=house.owner, ended_on=None), reason="Left")
    with pytest.raises(Refused, match="Without a clinical owner"):
        use_cases.move_stage(house.cmio, house.use_case, Stage.CONTROLS, reason="Ready")
    assert UseCase.objects.get().stage == Stage.READINESS


def test_a_use_case_without_a_measurable_outcome_stays_until_one_is_complete(house: House) -> None:
    OutcomeMeasure.objects.filter(name="Hours").delete()
    with pytest.raises(Refused, match="Without a measurable outcome nothing leaves a stage"):
        use_cases.move_stage(house.cmio, house.use_case, Stage.CONTROLS, reason="Ready")
    use_cases.complete_outcome(house.owner, OutcomeMeasure.objects.get(), PROMISE)
    with pytest.raises(Refused, match="by the signed decision of its gate"):
        use_cases.move_stage(house.cmio, house.use_case, Stage.CONTROLS, reason="Ready")
    assert UseCase.objects.get().stage == Stage.READINESS
    payload = json.loads(Payload.objects.get(entry__verb="use_case.outcome_completed").body or "")
    assert payload["before"]["minimum_effect"] is None
    assert payload["after"]["minimum_effect"] == 1


def test_the_proposers_first_answers_are_part_of_what_they_propose(house: House) -> None:
    answers = {Question.VALUE: "Minutes to antibiotics.", Question.LEADERS: "The nurse manager."}
    proposed = use_cases.propose_use_case(house.nurse, thesis("Falls"), answers=answers)
    written = {each.question: (each.answer, each.answered_by) for each in proposed.answers.all()}
    assert written == {str(question): (answer, house.nurse) for question, answer in answers.items()}
    with pytest.raises(NotAllowed):
        use_cases.answer_question(house.nurse, proposed, Question.VALUE, "Something else.")


def test_the_newest_answer_counts_and_earlier_ones_stay(house: House) -> None:
    for answer in ("First.", "Second."):
        use_cases.answer_question(house.owner, house.use_case, Question.VALUE, answer)
    assert [each.answer for each in StrategicAnswer.objects.all()] == ["First.", "Second."]


def test_a_listener_that_fails_undoes_the_change(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    from attending.program.registries import events

    def fail(_event: object) -> None:
        raise RuntimeError("cannot")

    monkeypatch.setitem(events._handlers, events.StageChanged, [fail])
    before = everything()
    with pytest.raises(RuntimeError):
        use_cases.move_stage(house.cmio, house.use_case, Stage.VALUE_THESIS, reason="Another problem")
    assert everything() == before


REACHING_ACROSS = {
    "a use case": lambda h, p, own: use_cases.move_stage(p, h.use_case, Stage.READINESS, reason="Mine"),
    "its measure": lambda h, p, own: use_cases.complete_outcome(p, OutcomeMeasure.objects.get(name="Deaths"), PROMISE),
    "its priority": lambda h, p, own: use_cases.answer_to_priority(p, own, EnterprisePriority.objects.get()),
    "speaking about it": lambda h, p, own: clinical_input.give_input(p, h.use_case, About.RISK, "Hm."),
    "a seat on it": lambda h, p, own: people.seat_person(p, p, Seat.CLINICAL_OWNER, h.use_case),
    "a person": lambda h, p, own: people.seat_person(p, h.nurse, Seat.CMIO),
    "leaving": lambda h, p, own: people.deactivate_person(p, h.nurse, reason="Not mine"),
    "vacating": lambda h, p, own: people.vacate_seat(
        p, SeatHolding.objects.get(person=h.cmio, use_case=None, ended_on=None), reason="Not mine"
    ),
    "a site": lambda h, p, own: organisation.add_unit(p, Site.objects.get(), "7 North"),
    "a capability": lambda h, p, own: capabilities.link_capability(p, own, Capability.objects.get(), Relation.NEEDS),
    "a unit": lambda h, p, own: deployments.plan_deployment(
        p, own, unit=Unit.objects.get(name="5 East"), model_version=ModelVersion.objects.get()
    ),
    "a deployment": lambda h, p, own: deployments.change_state(p, h.deployment, State.RETIRED, reason="Not mine"),
    "measures": lambda h, p, own: measures.record_measures(p, h.deployment, source(), [measured()]),
    "a priority": lambda h, p, own: use_cases.propose_use_case(
        p, thesis("Other"), priority=use_cases.set_priority(h.cmio, title="Sepsis", statement="x")
    ),
}


@pytest.mark.parametrize("what", REACHING_ACROSS)
def test_no_seat_reaches_into_another_organisation(house: House, what: str) -> None:
    person = stranger()
    own = use_cases.propose_use_case(person, thesis("Their own"))
    with pytest.raises(NotAllowed, match="another organisation"):
        REACHING_ACROSS[what](house, person, own)


def test_what_a_model_is_made_for_is_on_record_with_its_first_version(house: House) -> None:
    version = register(house, house.platform)
    register(house, house.platform, version="2")
    entry = Entry.objects.get(verb="model.registered", object=f"aimodel:{version.ai_model_id}")
    said = json.loads(entry.payload.body)
    assert said == {"name": "Falls model", "maker": "In-house", "intended_use": "Alert"}


def test_another_version_is_made_for_the_use_that_was_registered(house: House) -> None:
    """Approvals rest on what a model was made for, so a version brings no other use with it."""
    same = register(house, house.platform, name="Sepsis model", version="3", intended_use="")
    assert same.ai_model.intended_use == "Alert"
    with pytest.raises(Refused, match="registered for this use: “Alert” Leave the intended use empty"):
        register(house, house.platform, name="Sepsis model", version="4", intended_use="Decide alone")
    with pytest.raises(Refused, match="Say what Brand new is intended for"):
        register(house, house.platform, name="Brand new", intended_use=" ")
    assert not ModelVersion.objects.filter(version="4").exists()
    assert not AiModel.objects.filter(name="Brand new").exists()


@pytest.mark.parametrize("named", ["decision:0", "decision:999999999999999999", "the board said so", "decision:{}"])
def test_a_decision_that_an_action_names_was_signed_about_this_very_subject(house: House, named: str) -> None:
    """The one that put the deployment into use says nothing about its use case or about another deployment."""
    decided = Decision.objects.filter(proposal__subject=f"deployment:{house.deployment.pk}").latest("pk")
    other = deployments.plan_deployment(
        house.cmio,
        house.use_case,
        unit=house.deployment.unit,
        model_version=house.deployment.model_version.ai_model.versions.create(version="9", released_on="2026-05-01"),
    )
    UseCase.objects.filter(pk=house.use_case.pk).update(stage=Stage.READINESS)
    decision, before = named.format(decided.pk), Entry.objects.count()
    for act in (
        lambda: deployments.change_state(house.owner, other, State.SILENT, reason="So.", decision=decision),
        lambda: deployments.set_action_threshold(house.owner, other, Decimal("0.9"), reason="So.", decision=decision),
        lambda: use_cases.move_stage(house.owner, house.use_case, Stage.VALUE_THESIS, reason="So.", decision=decision),
    ):
        with pytest.raises(Refused, match=r"is no signed decision about .*Have it decided and signed"):
            act()
    assert Entry.objects.count() == before


def test_no_decision_that_is_named_reaches_into_another_organisation(house: House) -> None:
    """The name of a decision stands for rights that were checked where it was asked; that is in one's own house."""
    elsa = stranger()
    with pytest.raises(NotAllowed, match="another organisation"):
        deployments.change_state(elsa, house.deployment, State.RETIRED, reason="Mine.", decision="decision:1")
    with pytest.raises(NotAllowed, match="another organisation"):
        deployments.set_action_threshold(elsa, house.deployment, Decimal("0.9"), reason="Mine.", decision="decision:1")
    with pytest.raises(NotAllowed, match="another organisation"):
        use_cases.move_stage(elsa, house.use_case, Stage.VALUE_THESIS, reason="Mine.", decision="decision:1")
