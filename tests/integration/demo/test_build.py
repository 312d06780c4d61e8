"""The demonstration program: what the issue asks of it, built once, and a second build that changes nothing."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from attending.demo.build import build, program
from attending.demo.cast import seats
from attending.governance.models import Breach
from attending.ledger.models import Entry
from attending.ledger.queries import verify
from attending.program.models import (
    Deployment,
    EnterprisePriority,
    Organisation,
    OutcomeMeasure,
    Person,
    Site,
    Stage,
    Unit,
    UseCase,
)
from attending.program.models.deployments import State
from attending.program.models.use_cases import Kind
from attending.program.registries import worklist
from attending.program.rules import outcome_lacks
from attending.review.models import (
    ChartPlan,
    ClassifierReview,
    CycleState,
    ImpactEvaluation,
    ModelClaim,
    PeerReviewRound,
    ReviewCycle,
    RoundState,
)
from attending.strategy.models import (
    Effort,
    Panel,
    PlanStudy,
    ReadinessAssessment,
    ReadinessGap,
    Roadmap,
    RoadmapState,
)
from attending.strategy.queries.gates import standing
from attending.strategy.rules.gates import Eligibility, ruling

pytestmark = pytest.mark.one_database

OWNER = "Medical Director, Serious Illness Care"


@pytest.fixture
def _demonstration(db: None, settings, tmp_path) -> None:
    settings.ATTENDING_DEMO = True
    settings.DATA_DIR = tmp_path


@pytest.mark.usefixtures("_demonstration")
def test_the_demonstration_is_what_it_promises() -> None:
    build()
    assert Organisation.objects.get().synthetic
    counted = [model.objects.count() for model in (Site, Unit, EnterprisePriority, UseCase)]
    assert counted == [3, 12, 6, 15]
    assert {use_case.stage for use_case in UseCase.objects.all()} >= set(Stage) - {Stage.LEARNING}
    assert {Kind.PREDICTIVE, Kind.IMAGING, Kind.DOCUMENTATION, Kind.DRAFTING} <= set(
        UseCase.objects.values_list("kind", flat=True)
    )
    states = set(Deployment.objects.values_list("state", flat=True))
    assert {State.LIVE, State.PAUSED} <= states
    real = UseCase.objects.get(synthetic=False)
    assert "SUPPORT" in real.provenance
    assert real.deployments.get().state == State.LIVE

    breach = Breach.objects.get()
    assert breach.threshold.pause_authority.printed_name == OWNER
    [first, *_] = worklist.for_person(Person.objects.get(printed_name=OWNER))
    assert first.urgency == worklist.Urgency.STOP
    assert verify().ok
    _shows_post_launch_review()
    _shows_readiness()
    _shows_roadmap()

    told = seats()
    assert len(told) == len({user for user, _, _ in told}) >= 8
    assert told[-1][1] == program()["administrator"]["name"]
    for user, name, _ in told:
        client = Client()
        client.force_login(Person.objects.get(user_id=user).user)
        html = client.get(reverse("rounds:my-rounds")).content.decode()
        assert f"<strong>{name}</strong>" in html
    for use_case in UseCase.objects.all():
        assert client.get(reverse("strategy:use-case", args=[use_case.key])).status_code == 200
    _shows_intake()
    _shows_panels()
    portfolio = client.get(reverse("strategy:portfolio")).content.decode()
    assert "Isolated initiatives" in portfolio
    assert "Fragmented ownership" in portfolio

    before = Entry.objects.count()
    build()
    assert Entry.objects.count() == before


def _shows_post_launch_review() -> None:
    cycle = ReviewCycle.objects.get()
    assert cycle.state == CycleState.ASKED
    assert any(item.title == cycle.proposal.question for item in worklist.for_person(_person(OWNER)))
    assert {plan.measure for plan in ChartPlan.objects.all()} == {"oe", "auroc"}
    assert "invented" in ModelClaim.objects.get().source
    assert {each.state for each in PeerReviewRound.objects.all()} == {RoundState.CLOSED, RoundState.OPEN}
    assert all("synthetic" in each.label for each in PeerReviewRound.objects.all())
    assert "synthetic" in ClassifierReview.objects.get().source
    assert "synthetic" in ImpactEvaluation.objects.get().runs.get().source
    client = Client()
    client.force_login(_person(OWNER).user)
    pages = [reverse("review:reviews"), reverse("review:impacts"), reverse("review:cycle", args=[cycle.pk])]
    pages += [reverse("decisions:proposal", args=[cycle.proposal_id])]
    for name in ("deployment", "charts", "peer", "readings", "silent-run"):
        pages += [reverse(f"review:{name}", args=[each.pk]) for each in Deployment.objects.all()]
    for name, model in (
        ("chart", ChartPlan),
        ("peer-round", PeerReviewRound),
        ("readings-review", ClassifierReview),
        ("impact", ImpactEvaluation),
    ):
        pages += [reverse(f"review:{name}", args=[each.pk]) for each in model.objects.all()]
    answers = {page: client.get(page).status_code for page in pages}
    assert set(answers.values()) == {200}, {page: code for page, code in answers.items() if code != 200}


def _shows_readiness() -> None:
    assert ReadinessAssessment.objects.filter(closed_at=None).count() == 1
    closed = ReadinessAssessment.objects.filter(results__isnull=False)
    assert len(closed) == 2
    assert ReadinessGap.objects.filter(capability__state="wished").exists()
    verdicts = standing(list(UseCase.objects.all())).values()
    assert Eligibility.OUT in {ruling(states).eligibility for states in verdicts}
    client = Client()
    client.force_login(_person("Chief Nursing Officer").user)
    html = client.get(reverse("strategy:readiness")).content.decode()
    assert "Lakeside North Hospital wants it most (pull 4.8 of 5) and is ready least." in html
    assert "Never assessed: Lakeside Clinics." in html
    north = closed.get(site__name="Lakeside North Hospital")
    page = client.get(reverse("strategy:readiness-assessment", args=[north.pk])).content.decode()
    assert "says 1, the platform owner (information technology) says 4." in page
    asked = worklist.for_person(_person("Staff Nurse, Medical Intensive Care"))
    assert "Say how ready Lakeside North Hospital is" in {item.title for item in asked}
    assert worklist.for_person(_person("Compliance Officer"))


def _shows_intake() -> None:
    """A nurse finds her unfinished draft, the committee a proposal that waits; no measure of value is incomplete."""
    nurse, chief = _person("Staff Nurse, Medical Intensive Care"), _person("Chief Medical Information Officer")
    [begun] = [item for item in worklist.for_person(nurse) if item.action == "Go on with it"]
    [brought] = [item for item in worklist.for_person(chief) if item.action == "Read it"]
    for person, page, said in (
        (nurse, begun.link, "Sepsis early warning on the wards"),
        (chief, brought.link, "Labour and Delivery, nights"),
        (chief, reverse("strategy:intake-links"), "Night shifts, all sites"),
    ):
        client = Client()
        client.force_login(person.user)
        assert said in client.get(page).content.decode()
    assert not [each for each in OutcomeMeasure.objects.all() if outcome_lacks(each)]
    assert (
        OutcomeMeasure.objects.values("use_case").distinct().count()
        == UseCase.objects.exclude(stage=Stage.VALUE_THESIS).count()
    )


def _shows_panels() -> None:
    """A closed panel whose ranking says why it moved between its rounds, and one in which a nurse is asked to score."""
    nurse, chair = _person("Staff Nurse, Medical Intensive Care"), _person("Chair of the Board Quality Committee")
    closed, open_ = Panel.objects.get(state="closed"), Panel.objects.get(state="scoring")
    assert closed.rankings.count() == 2
    client = Client()
    client.force_login(chair.user)
    html = client.get(reverse("strategy:panel-ranking", args=[closed.pk])).content.decode()
    for said in ("advisory board", "11 of 14 expected panelists were heard.", "they no longer disagree"):
        assert said in html
    assert {"Say what matters most to you", "Score the use cases"} <= {
        item.title for item in worklist.for_person(nurse) if item.subject == open_.title
    }


def _shows_roadmap() -> None:
    assert Effort.objects.count() == 11
    assert UseCase.objects.filter(kind=Kind.ENABLING, effort__reach=0).count() == 3
    roadmap = Roadmap.objects.get()
    assert roadmap.state == RoadmapState.PROPOSED
    worth = PlanStudy.objects.get(plan__roadmap=roadmap, part="worth").document["found"]
    assert any(each["own"] == 0 and each["in_plan"] and each["in_plan"]["low"] > 1_000 for each in worth)
    client = Client()
    client.force_login(_person("Chair of the Board Quality Committee").user)
    pages = [reverse(f"strategy:{name}") for name in ("what-next", "roadmaps", "efforts")]
    pages += [reverse("strategy:roadmap", args=[roadmap.pk])]
    assert {client.get(page).status_code for page in pages} == {200}
    assert "gives value where it is used" in client.get(pages[0]).content.decode()


def _person(name: str) -> Person:
    return Person.objects.get(printed_name=name)
