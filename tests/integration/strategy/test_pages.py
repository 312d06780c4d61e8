"""The pages of strategy: lists, the portfolio, a use case, and the forms that shape it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from attending.decisions.models import Proposal
from attending.program.actions import capabilities, clinical_input, deployments, organisation, people, use_cases
from attending.program.models import (
    Capability,
    ClinicalInput,
    ModelVersion,
    OutcomeMeasure,
    Person,
    RiskTier,
    Seat,
    SeatHolding,
    Unit,
    UseCase,
)
from attending.program.models.capabilities import CapabilityKind, CapabilityState, Relation
from attending.program.models.clinical_input import About, Effect
from attending.program.models.deployments import State
from attending.program.models.use_cases import Question
from attending.program.registries import evidence, worklist
from attending.program.registries.evidence import Finding, FindingState
from attending.strategy.presenters.use_case import asked_cards
from attending.ui.parts import Status
from tests.integration.house import House, outcome, thesis
from tests.integration.pages import Page, queries_of, stranger, try_page, visitor

pytestmark = pytest.mark.usefixtures("demonstration")


def key(_house: House) -> tuple[str]:
    return ("sepsis-alert",)


def said(house: House) -> tuple[str, int]:
    given = ClinicalInput.objects.first() or clinical_input.give_input(
        house.nurse, house.use_case, About.WORKFLOW, "Nobody reads it at night."
    )
    return ("sepsis-alert", given.pk)


def feed(house: House, name: str = "Daily log") -> Capability:
    return capabilities.name_capability(
        house.cmio, name=name, kind=CapabilityKind.DATA_FEED, state=CapabilityState.AVAILABLE, description="Scores."
    )


def somewhere_else(house: House) -> dict[str, object]:
    unit = organisation.add_unit(house.administrator, Unit.objects.get().site, "5 East")
    return {"unit": unit.pk, "model_version": ModelVersion.objects.get().pk, "action_threshold": "0.25"}


def incomplete(house: House) -> OutcomeMeasure:
    """A measure agreed before all that makes it measurable was asked for."""
    values = {"unit": "minutes", "baseline": 90, "baseline_n": 9, "target": 80, "horizon_quarters": 4}
    return OutcomeMeasure.objects.get_or_create(use_case=house.use_case, name="Old measure", defaults=values)[0]


VERSION = {
    "name": "Falls model",
    "maker": "In-house",
    "intended_use": "Alert",
    "version": "1",
    "released_on": "2026-01-01",
}
OUTCOME = {
    "name": "Time to antibiotics",
    "unit": "minutes",
    "baseline": "90",
    "baseline_n": "400",
    "baseline_period": "2025",
    "baseline_source": "Chart review",
    "target": "60",
    "horizon_quarters": "4",
    "minimum_effect": "10",
    "how_measured": "Chart review, each month.",
    "who_pays": "Hospital Medicine",
    "who_benefits": "Patients with sepsis",
}
PROMISE = {
    name: OUTCOME[name]
    for name in ("target", "horizon_quarters", "minimum_effect", "how_measured", "who_pays", "who_benefits")
}
PAGES = (
    Page(name="strategy:use-cases", may="nurse"),
    Page(name="strategy:portfolio", may="nurse"),
    Page(name="strategy:portfolio-mistakes", may="nurse"),
    Page(name="strategy:library", may="nurse"),
    Page(name="strategy:use-case", args=key, may="nurse"),
    Page(name="strategy:propose", may="nurse", valid=lambda h: {}),
    Page(
        name="strategy:add-priority",
        may="cmio",
        may_not="owner",
        valid=lambda h: {"title": "Sepsis", "statement": "In time."},
        invalid={"title": "", "statement": ""},
    ),
    Page(
        name="strategy:add-capability",
        may="cmio",
        may_not="owner",
        valid=lambda h: {"name": "Log", "kind": "data_feed", "state": "available", "description": "Scores."},
        invalid={"name": "Log", "kind": "spell", "state": "available", "description": "Scores."},
    ),
    Page(
        name="strategy:give-input",
        args=key,
        may="safety",
        valid=lambda h: {"about": "risk", "said": "It alarms too often."},
        invalid={"about": "weather", "said": ""},
    ),
    Page(
        name="strategy:answer-input",
        args=said,
        may="owner",
        may_not="safety",
        valid=lambda h: {"answer": "Raised the threshold.", "effect": "changed"},
        invalid={"answer": "Raised the threshold."},
    ),
    Page(
        name="strategy:answer-question",
        args=key,
        may="owner",
        may_not="safety",
        valid=lambda h: {"question": "value", "answer": "Minutes saved."},
        invalid={"question": "value", "answer": ""},
    ),
    Page(
        name="strategy:agree-outcome",
        args=key,
        may="owner",
        may_not="safety",
        valid=lambda h: OUTCOME,
        invalid={**OUTCOME, "horizon_quarters": "13"},
    ),
    Page(
        name="strategy:complete-outcome",
        args=lambda h: ("sepsis-alert", incomplete(h).pk),
        may="owner",
        may_not="safety",
        valid=lambda h: PROMISE,
        invalid={**PROMISE, "minimum_effect": "31"},
    ),
    Page(
        name="strategy:answer-to-priority",
        args=key,
        may="owner",
        may_not="safety",
        valid=lambda h: {"priority": use_cases.set_priority(h.cmio, title="Sepsis", statement="In time.").pk},
        invalid={"priority": "0"},
    ),
    Page(
        name="strategy:seat",
        args=key,
        may="owner",
        may_not="platform",
        valid=lambda h: {"seat": "operational_owner", "person": h.nurse.pk},
        invalid={"seat": "cmio", "person": "0"},
    ),
    Page(
        name="strategy:move-stage",
        args=key,
        may="owner",
        may_not="platform",
        valid=lambda h: (
            UseCase.objects.filter(pk=h.use_case.pk).update(stage="controls")
            and {"stage": "readiness", "reason": "The unit is another."}
        ),
        invalid={"stage": "learning", "reason": "Forward is through a gate."},
    ),
    Page(
        name="strategy:link-capability",
        args=key,
        may="owner",
        may_not="safety",
        valid=lambda h: {"capability": feed(h).pk, "relation": "builds"},
        invalid={"capability": "0", "relation": "builds"},
    ),
    Page(
        name="strategy:register-version",
        args=key,
        may="platform",
        may_not="safety",
        valid=lambda h: VERSION,
        invalid={**VERSION, "released_on": "soon"},
    ),
    Page(
        name="strategy:plan-deployment",
        args=key,
        may="platform",
        may_not="safety",
        valid=somewhere_else,
        invalid={"action_threshold": "1.5"},
    ),
    Page(
        name="strategy:change-state",
        args=lambda h: ("sepsis-alert", h.deployment.pk),
        may="safety",
        may_not="platform",
        valid=lambda h: {"state": "retired", "reason": "Replaced."},
        invalid={"state": "paused", "reason": "Not this way."},
    ),
)


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_page_is_for_whom_it_is(house: House, page: Page) -> None:
    try_page(page, house)


def page_of(house: House, person: Person, name: str = "use-case", *args: object) -> str:
    args = args or (("sepsis-alert",) if name == "use-case" else ())
    return visitor(person).get(reverse(f"strategy:{name}", args=args)).content.decode()


def test_the_tier_and_the_way_on_are_said_in_the_words_of_the_policy(house: House) -> None:
    html = page_of(house, house.nurse)
    assert "Risk not assessed: held to tier 3" in html
    gate = reverse("governance:gate-of-use-case", args=["sepsis-alert"])
    assert f'<a href="{gate}">What its next gate asks, what is missing and who signs</a>' in html
    use_cases.assess_risk(house.owner, house.use_case, RiskTier.MODERATE, reason="It informs.")
    assert "Tier 2, moderate risk" in page_of(house, house.nurse)


def test_a_list_without_use_cases_leads_to_the_first(house: House) -> None:
    html = page_of(house, stranger(), "use-cases")
    assert "No use case yet" in html
    assert reverse("strategy:propose") in html
    assert reverse("strategy:import-file") in html
    assert "No use case yet" not in page_of(house, house.nurse, "use-cases")


def test_a_measure_that_lacks_something_says_what_and_leads_to_its_completion(house: House) -> None:
    def value() -> Finding:
        return next(each for each in evidence.findings(house.use_case) if each.item == "value-thesis")

    assert value().state == FindingState.MISSING
    old = incomplete(house)
    assert value().state == FindingState.PARTIAL
    assert "0 of 1 measurable; Old measure needs a minimum worthwhile effect" in value().summary
    complete = reverse("strategy:complete-outcome", args=["sepsis-alert", old.pk])
    html = page_of(house, house.owner)
    assert "Not measurable yet" in html
    assert complete in html
    assert complete not in page_of(house, house.safety)
    assert "what would make its value known is not agreed in full" in html
    visitor(house.owner).post(complete, PROMISE)
    assert value().state == FindingState.MET
    assert "Worth the effort from" in page_of(house, house.nurse)


def test_what_is_met_is_folded_behind_what_is_missing(house: House) -> None:
    house.agree()
    html = page_of(house, house.nurse)
    assert html.index("No outcome measure: value") < html.index("Met, or does not apply: ")
    assert "<details><summary>Met, or does not apply" in html


def vacate(house: House, seat: Seat) -> None:
    holding = SeatHolding.objects.get(use_case=house.use_case, seat=seat, ended_on=None)
    people.vacate_seat(house.administrator, holding, reason="Left")


def test_what_is_asked_now_comes_before_everything_else(house: House) -> None:
    house.agree()
    house.measure(0.62)
    html = page_of(house, house.nurse)
    assert "passed its stop limit" in html
    assert html.index("Read and decide") < html.index("Where it stands")


def test_a_question_that_was_due_is_marked(house: House) -> None:
    house.agree()
    house.measure(0.62)
    html = page_of(house, house.nurse)
    assert "Overdue since" not in html
    due = timezone.now() - timedelta(days=2)
    with_due = list(Proposal.objects.all())
    for proposal in with_due:
        proposal.due_at = due
    [card] = asked_cards(with_due)
    value = card.rows[1].value
    assert isinstance(value, Status)
    assert value.word.startswith("Overdue since")


def test_empty_seats_say_what_cannot_happen(house: House) -> None:
    assert "Nobody is" not in page_of(house, house.nurse)
    vacate(house, Seat.CLINICAL_OWNER)
    html = page_of(house, house.nurse)
    assert "Nobody is clinical owner" in html
    assert "it cannot leave its stage" in html
    assert "Name who answers" not in html
    assert "Name who answers" in page_of(house, house.sponsor)


def test_nobody_is_offered_what_they_may_not_do(house: House) -> None:
    said(house)
    UseCase.objects.filter(pk=house.use_case.pk).update(stage="readiness")
    offers = ("Go back a stage", "Replace", "Plan a deployment", "Change state", ">Answer<")
    html = page_of(house, house.nurse)
    assert [offer for offer in offers if offer in html] == ["Plan a deployment", ">Answer<"]
    assert [offer for offer in offers if offer not in page_of(house, house.owner)] == []
    assert [offer for offer in offers if offer in page_of(house, house.safety)] == ["Change state"]


def test_the_portfolio_names_the_mistakes_that_are_seen(house: House) -> None:
    html = page_of(house, house.nurse, "portfolio")
    for name in (
        "Isolated initiative",
        "A pilot before governance, accountability and outcome measures are agreed",
        "Technology exposure without operational design",
        "Local optimisation without enterprise leverage",
    ):
        assert f"<h3>{name}</h3>" in html
    assert "Fragmented ownership" not in html
    assert "Endless debate" not in html


def test_a_mistake_that_is_mended_is_no_longer_named(house: House) -> None:
    house.agree()
    priority = use_cases.set_priority(house.cmio, title="Sepsis", statement="In time.")
    UseCase.objects.update(priority=priority)
    use_cases.agree_outcome(house.owner, house.use_case, outcome())
    clinical_input.give_input(house.nurse, house.use_case, About.WORKFLOW, "Nobody reads it at night.")
    capabilities.link_capability(house.owner, house.use_case, feed(house), Relation.BUILDS)
    html = page_of(house, house.nurse, "portfolio")
    assert "Common mistakes" not in html
    assert "Isolated initiatives" not in html


def test_fragmented_ownership_and_endless_debate_are_seen(house: House) -> None:
    vacate(house, Seat.PLATFORM_OWNER)
    use_cases.agree_outcome(house.owner, house.use_case, outcome())
    UseCase.objects.filter(pk=house.use_case.pk).update(stage="readiness")
    old = use_cases.propose_use_case(house.nurse, thesis("Old idea"))
    UseCase.objects.filter(pk=old.pk).update(proposed_on=timezone.localdate() - timedelta(days=120))
    html = page_of(house, house.nurse, "portfolio")
    assert "Beyond its value thesis, nobody is platform owner." in html
    assert "It has been a value thesis for 120 days" in html


def test_the_portfolio_of_500_use_cases_shows_ten_of_each_and_leads_to_the_rest(house: House) -> None:
    url = reverse("strategy:portfolio")
    before = queries_of(house.nurse, url)
    priority = use_cases.set_priority(house.cmio, title="Sepsis", statement="In time.")
    old = {
        "organisation": house.use_case.organisation,
        "proposed_by": house.nurse,
        "problem": "x",
        "kind": "predictive",
    }
    long_ago = timezone.localdate() - timedelta(days=120)
    UseCase.objects.bulk_create(
        UseCase(**old, key=f"c{n}", title=f"Case {n}", proposed_on=long_ago, priority=priority if n % 2 else None)
        for n in range(500)
    )
    html = page_of(house, house.nurse, "portfolio")
    assert queries_of(house.nurse, url) == before
    of_priority, isolated = (f"{reverse('strategy:use-cases')}?priority={key}" for key in (priority.pk, 0))
    debate = f"{reverse('strategy:portfolio-mistakes')}?mistake=debate"
    for link, count in ((of_priority, "250"), (isolated, "251"), (debate, "500")):
        assert f'<a href="{link}">See all {count}</a>' in html
    assert html.count("Case ") == 40
    assert "250 use cases" in visitor(house.nurse).get(of_priority).content.decode()
    assert "251 use cases" in visitor(house.nurse).get(isolated).content.decode()
    assert "of 500 signs" in visitor(house.nurse).get(debate).content.decode()


def test_clinical_input_waits_for_its_owner_and_for_nobody_else(house: House) -> None:
    _, pk = said(house)
    [waiting] = worklist.for_person(house.owner)
    assert waiting.link == reverse("strategy:answer-input", args=["sepsis-alert", pk])
    assert waiting.due is not None
    assert (waiting.due - waiting.since).days == 14
    assert worklist.for_person(house.sponsor) == ()
    clinical_input.answer_input(house.owner, ClinicalInput.objects.get(), answer="Yes.", effect=Effect.CHANGED)
    assert worklist.for_person(house.owner) == ()


def grow(house: House, count: int) -> None:
    """``count`` further use cases, each with seats, a deployment, input, an answer and a capability."""
    unit, version = Unit.objects.get(name="4 West"), ModelVersion.objects.get()
    for number in range(count):
        case = use_cases.propose_use_case(house.cmio, thesis(f"Case {number}"))
        people.seat_person(house.administrator, house.owner, Seat.CLINICAL_OWNER, case)
        deployments.plan_deployment(house.cmio, case, unit=unit, model_version=version)
        capabilities.link_capability(house.cmio, case, feed(house, f"Feed {number}"), Relation.BUILDS)
        use_cases.set_priority(house.cmio, title=f"Priority {number}", statement="x")


@pytest.mark.parametrize("name", ["use-cases", "portfolio", "portfolio-mistakes", "library"])
def test_lists_take_the_same_number_of_queries_at_3_and_30_rows(house: House, name: str) -> None:
    url = reverse(f"strategy:{name}")
    grow(house, 2)
    before = queries_of(house.nurse, url)
    for number in range(2, 29):
        case = use_cases.propose_use_case(house.cmio, thesis(f"Case {number}"))
        capabilities.link_capability(house.cmio, case, feed(house, f"Feed {number}"), Relation.NEEDS)
    assert queries_of(house.nurse, url) == before


def hold_more(house: House, number: int) -> None:
    clinical_input.give_input(house.nurse, house.use_case, About.RISK, f"{number} times.")
    unit = organisation.add_unit(house.administrator, Unit.objects.first().site, f"Unit {number}")
    planned = deployments.plan_deployment(
        house.cmio, house.use_case, unit=unit, model_version=house.deployment.model_version
    )
    deployments.change_state(house.cmio, planned, State.SILENT, reason="Try")
    use_cases.answer_question(house.owner, house.use_case, Question.VALUE, f"{number} minutes.")
    capabilities.link_capability(house.cmio, house.use_case, feed(house, f"Feed {number}"), Relation.NEEDS)


def test_a_use_case_takes_the_same_number_of_queries_however_much_it_holds(house: House) -> None:
    url = reverse("strategy:use-case", args=["sepsis-alert"])
    house.agree()
    house.measure(0.62)
    hold_more(house, 0)
    before = queries_of(house.nurse, url)
    for number in range(1, 13):
        hold_more(house, number)
    assert queries_of(house.nurse, url) == before


def test_words_of_staff_that_could_tell_who_a_patient_is_are_asked_about_once(house: House) -> None:
    address = reverse("strategy:give-input", args=[house.use_case.key])
    said = {"about": "risk", "said": "MRN 00482913 alarmed twice in the scanner."}
    nurse = visitor(house.nurse)
    asked = nurse.post(address, said)
    assert asked.status_code == 422
    assert "“MRN 00482913” looks like a record number" in asked.content.decode()
    assert "nobody could know a patient by these words" in asked.content.decode()
    assert not house.use_case.clinical_input.exists()
    assert nurse.post(address, {**said, "nobody_known": "on"}).status_code == 302
    assert house.use_case.clinical_input.get().said == said["said"]
