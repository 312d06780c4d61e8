"""The workload page: a study from a form, any point answered, a point made the contract, and what is seen later."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from attending.governance.actions.pausing import ask_to_pause, ask_to_resume
from attending.program.actions.measures import Measured, Source, record_measures
from attending.program.models import Deployment, Seat
from attending.program.models.deployments import State
from attending.program.registries import worklist
from attending.program.registries.evidence import findings
from attending.program.rules import Refused
from attending.workflow.models import WorkflowContract, WorkloadStudy
from attending.workflow.presenters.seen import seen_words
from attending.workflow.queries.measured_points import measured_points
from attending.workflow.queries.seen import seen_of
from attending.workflow.rules.operating_points import validation_of
from attending.workflow.rules.seen import Seen
from tests.integration.house import House, sign
from tests.integration.pages import visitor
from tests.integration.workflow.contract_world import World, build

FORM = {
    "validation": "preset",
    "preset": "epic-sepsis-v1",
    "per_day": "60",
    "shape": "ward",
    "hours": "",
    "people_day": "2",
    "people_night": "1",
    "minutes": "8",
    "spread": "4",
    "deadline": "30",
    "after": "lapses",
    "needless": "20",
}


IMPOSSIBLE = [
    ("threshold=high", "is no score; give a number from 0 to 1"),
    ("threshold=0.1234", "give the edge of a bin"),
    ("people_day=-1", "give a whole number from 0 to 500"),
    ("people_day=0&people_night=0", "nobody is ever on duty"),
    ("order=alphabetical", "There is no order"),
]
NONSENSE: list[tuple[dict[str, str], str]] = [
    ({"per_day": ""}, "Say how many patients are scored"),
    ({"per_day": "6000"}, "more than one unit sees"),
    ({"hours": "1 2 3"}, "There are 3 numbers; give 24"),
    ({"hours": "5 " * 23 + "many"}, "&#x27;many&#x27; is no number of patients"),
    ({"hours": "0 " * 24}, "Every hour has 0 patients"),
    ({"people_day": "0", "people_night": "0"}, "nobody is ever on duty"),
    ({"people_day": "501"}, "Write 500 or less."),
    ({"minutes": "nan"}, "Write a number"),
    ({"validation": "points", "points": "0.2, 0.6, 0.9"}, "Say how many patients with and without"),
    (
        {"validation": "points", "points": "0.2, 62, 0.9", "with_event": "9", "without_event": "90"},
        "Line 1, sensitivity: &#x27;62&#x27; is no number from 0 to 1",
    ),
    (
        {"validation": "points", "points": "0.2,.5,.9\n0.4,.6,.95", "with_event": "9", "without_event": "90"},
        "more people are flagged",
    ),
]


@pytest.fixture
def world(house: House) -> World:
    return build(house)


FIRST_QUARTER = (date(2026, 1, 1), date(2026, 3, 31))


def measure(
    house: House,
    *,
    flagged: int = 300,
    hits: int = 60,
    half: float | None = 0.01,
    period: tuple[date, date] = FIRST_QUARTER,
) -> None:
    """1,000 rows with 100 events, at thresholds 0.2 and 0.4; ``flagged`` and ``hits`` are at 0.2."""
    source = Source(
        name="log.parquet",
        sha256="0" * 64,
        period_start=period[0],
        period_end=period[1],
        rows_read=1000,
        rows_loaded=1000,
    )

    def at(measure: str, threshold: str, part: int, whole: int) -> Measured:
        value = part / whole
        return Measured(
            measure=measure,
            attribute="overall",
            level="all",
            period_start=period[0],
            period_end=period[1],
            n=1000,
            events=100,
            value=value,
            low=None if half is None else value - half,
            high=None if half is None else value + half,
            numerator=part,
            denominator=whole,
            threshold=Decimal(threshold),
        )

    results = [
        at("sensitivity", "0.2", hits, 100),
        at("specificity", "0.2", 900 - (flagged - hits), 900),
        at("flag_rate", "0.2", flagged, 1000),
        at("ppv", "0.2", hits, flagged),
        at("sensitivity", "0.4", 30, 100),
        at("specificity", "0.4", 850, 900),
    ]
    record_measures(house.platform, house.deployment, source, results)


@pytest.mark.one_database
class TestStudy:
    @pytest.fixture(autouse=True)
    def _demonstration(self, settings: Any) -> None:
        settings.ATTENDING_DEMO = True

    def post(self, house: House, **changes: str) -> HttpResponse:
        address = reverse("workflow:study-workload", args=[house.deployment.pk])
        answer: HttpResponse = visitor(house.owner).post(address, FORM | changes, follow=True)
        return answer

    def test_a_study_is_made_from_the_form_and_its_page_answers(self, world: World) -> None:
        page = self.post(world.house)
        shown = page.content.decode()
        assert page.status_code == 200
        for part in (
            "each person gets",
            "are begun within 30 minutes",
            "Begun in time",
            "Which threshold is best",
            "<svg",
        ):
            assert part in shown
        study = WorkloadStudy.objects.get()
        assert study.inputs["basis"]["acts"] == "Ward nurse"
        assert study.seconds > 0

    def test_the_form_begins_with_what_the_map_and_the_measures_say(self, world: World) -> None:
        measure(world.house)
        address = reverse("workflow:study-workload", args=[world.house.deployment.pk])
        shown = visitor(world.house.owner).get(address).content.decode()
        assert "As measured here: log.parquet, January 2026 to March 2026, 2 thresholds" in shown
        assert 'name="people_day" value="3"' in shown
        assert 'name="deadline" value="30"' in shown

    def test_measured_points_become_the_validation_with_their_counts(self, world: World) -> None:
        measure(world.house)
        found = measured_points(world.house.deployment)
        assert found is not None
        assert [(each.threshold, each.true, each.false) for each in found.points] == [(0.2, 60, 240), (0.4, 30, 50)]
        self.post(world.house, validation="measured")
        bins = WorkloadStudy.objects.get().inputs["workload"]["validation"]["bins"]
        assert [(each["low"], each["without"], each["having"]) for each in bins] == [
            (0.0, 660, 40),
            (0.2, 190, 30),
            (0.4, 50, 30),
        ]

    def test_nonsense_is_refused_in_words_and_nothing_is_kept(self, world: World) -> None:
        for changes, why in NONSENSE:
            page = self.post(world.house, **changes)
            assert page.status_code == 422
            assert why in page.content.decode()
        assert not WorkloadStudy.objects.exists()


@pytest.mark.one_database
class TestPoint:
    @pytest.fixture(autouse=True)
    def _demonstration(self, settings: Any) -> None:
        settings.ATTENDING_DEMO = True

    @pytest.fixture
    def study(self, world: World) -> WorkloadStudy:
        world.sign_map()
        return world.study()

    def ask(self, client: Client, study: WorkloadStudy, query: str) -> str:
        return client.get(f"{reverse('workflow:workload-answer', args=[study.pk])}?{query}").content.decode()

    def test_any_team_and_a_step_are_answered_with_and_without_script(self, world: World, study: WorkloadStudy) -> None:
        client = visitor(world.house.owner)
        assert "with 5 on day and 2 on night" in self.ask(client, study, "people_day=5&people_night=2")
        page = client.get(f"{reverse('workflow:deployment-workload', args=[study.deployment_id])}?step=night:1")
        assert "with 3 on day and 2 on night" in page.content.decode()
        charts = client.get(f"{reverse('workflow:workload-charts', args=[study.pk])}?people_day=5&people_night=2")
        assert "<svg" in charts.content.decode()

    def test_a_point_that_cannot_be_is_refused_in_words(self, world: World, study: WorkloadStudy) -> None:
        client = visitor(world.house.owner)
        for query, why in IMPOSSIBLE:
            assert why in self.ask(client, study, query)

    def test_a_point_becomes_the_contract_and_the_gate_refuses_on_its_page(
        self, world: World, study: WorkloadStudy
    ) -> None:
        client = visitor(world.house.owner)
        point = {"threshold": repr(world.near(0.2)), "people_day": "3", "people_night": "0", "order": "first-come"}
        page = client.post(reverse("workflow:take-point", args=[study.pk]), point, follow=True)
        shown = page.content.decode()
        assert "It cannot be put to the unit yet" in shown
        assert "nobody is on duty" in shown
        contract = WorkflowContract.objects.get()
        put = client.post(reverse("workflow:put-contract", args=[contract.pk]), {"reason": "We try"})
        assert put.status_code == 422
        client.post(reverse("workflow:take-point", args=[study.pk]), point | {"people_night": "1"})
        put = client.post(reverse("workflow:put-contract", args=[contract.pk]), {"reason": "We try"}, follow=True)
        assert "Sign the workflow contract of 4 West" in put.content.decode()


class TestLater:
    def test_what_is_seen_is_held_against_what_was_agreed(self, world: World) -> None:
        measure(world.house)
        world.sign_map()
        points = measured_points(world.house.deployment)
        assert points is not None
        validation = validation_of(
            points.points, having=points.having, without=points.without, source=points.source, aggregate=False
        )
        contract = world.contract(world.study(validation=validation), 0.2)
        proposal = world.put(contract)
        sign(proposal, world.house.nurse, Seat.NURSING_LEAD, "sign")
        sign(proposal, world.house.operations, Seat.OPERATIONAL_OWNER, "sign")
        contract.refresh_from_db()
        assert list(seen_of(contract)) == [], "what the study was told by would agree with itself"
        today = timezone.localdate()
        since = (today, today)
        measure(world.house, half=None, period=since)
        told = {each.item: each for each in findings(contract.deployment)}
        assert told["workflow-contract-seen"].state == "missing"
        assert "cannot be held against" in seen_words(seen_of(contract))
        measure(world.house, period=since)
        assert {each.measure: each.verdict for each in seen_of(contract)}["flag_rate"] == Seen.AS_AGREED
        measure(world.house, flagged=600, hits=70, period=since)
        contract = WorkflowContract.objects.get(pk=contract.pk)
        seen = {each.measure: each for each in seen_of(contract)}
        assert seen["flag_rate"].verdict == Seen.MORE
        assert (seen["flag_rate"].numerator, seen["flag_rate"].denominator) == (600, 1000)
        told = {each.item: each for each in findings(contract.deployment)}
        assert told["workflow-contract"].state == "met"
        assert told["workflow-capacity"].state == "met"
        assert "%) begun in time" in told["workflow-capacity"].summary, "time enough is not in time"
        assert "flagged, of all patients scored more than agreed" in told["workflow-contract-seen"].summary

    def test_nothing_is_said_where_nothing_was_measured(self, world: World) -> None:
        world.sign_map()
        contract = world.signed_contract()
        assert list(seen_of(contract)) == []
        told = {each.item: each.state for each in findings(contract.deployment)}
        assert told["workflow-contract-seen"] == "missing"


class TestWork:
    def test_a_signed_map_asks_its_owners_for_the_contract(self, world: World) -> None:
        assert not [each for each in worklist.for_person(world.house.nurse) if "threshold and the team" in each.title]
        world.sign_map()
        item = next(each for each in worklist.for_person(world.house.nurse) if "threshold and the team" in each.title)
        assert item.urgency == "warn"
        world.put(world.contract(world.study(), world.near(0.2)))
        assert not [each for each in worklist.for_person(world.house.nurse) if "threshold and the team" in each.title]

    def test_resuming_asks_for_the_contract_too(self, world: World) -> None:
        house = world.house
        pause = ask_to_pause(house.owner, house.deployment, reason="Too many alerts")
        sign(pause, house.safety, Seat.SAFETY_OFFICER, "pause")
        paused = Deployment.objects.get(pk=house.deployment.pk)
        assert paused.state == State.PAUSED
        with pytest.raises(Refused, match="has signed no workflow contract"):
            ask_to_resume(house.owner, paused, reason="Mended")
        world.sign_map()
        world.signed_contract()
        with pytest.raises(Refused, match="Nobody accepted the risks that are left") as still:
            ask_to_resume(house.owner, paused, reason="Mended")
        assert "contract" not in str(still.value)
