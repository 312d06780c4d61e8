"""Every page of hazards and drills: who may open it, what is refused, what is shown; and the files to be filed."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from attending.program.models.deployments import State
from attending.workflow.actions.hazards import controls, keeping, states
from attending.workflow.actions.maps import save_draft
from attending.workflow.models import Hazard, HazardControl, HazardRating, RatingPhase
from attending.workflow.rules.hazard_words import HazardWords
from tests.integration.house import House
from tests.integration.pages import Page, queries_of, try_page, visitor
from tests.integration.workflow.hazard_world import LATER_MAP, MAP, HazardWorld

pytestmark = [pytest.mark.one_database, pytest.mark.usefixtures("demonstration")]


def in_case(*rest: Any) -> Callable[[House], tuple[Any, ...]]:
    return lambda house: (house.use_case.key, *rest)


def control_number(house: House) -> tuple[Any, ...]:
    return house.use_case.key, 1, HazardControl.objects.earliest("pk").pk


RATED = {"severity": "major", "likelihood": "low", "reason": "Three times last year."}
SEEN = [
    Page(name="workflow:hazards", may="owner", args=in_case()),
    Page(name="workflow:hazard-methods", may="owner", args=in_case()),
    Page(name="workflow:hazard", may="owner", args=in_case(1)),
    Page(name="workflow:bow-tie", may="owner", args=in_case("score")),
    Page(name="workflow:drills", may="owner", args=in_case()),
]
CHANGED = [
    Page(
        name="workflow:add-hazard",
        may="safety",
        may_not="administrator",
        args=in_case(),
        valid=lambda house: {"name": "The feed stands still", "step": "vitals", "owner": house.platform.pk},
        invalid={"name": ""},
    ),
    Page(
        name="workflow:put-hazard-log",
        may="platform",
        may_not="administrator",
        args=in_case(),
        valid=lambda _house: {"reason": "The controls hold."},
        invalid={},
    ),
    Page(
        name="workflow:reword-hazard",
        may="safety",
        may_not="administrator",
        args=in_case(1),
        valid=lambda _house: {"name": "Sepsis is not flagged", "step": "score", "causes": "Atypical\nVitals late"},
        invalid={"name": "x", "step": "nowhere"},
    ),
    Page(
        name="workflow:hazard-owner",
        may="safety",
        may_not="administrator",
        args=in_case(1),
        valid=lambda house: {"owner": house.platform.pk},
        invalid={"owner": "0"},
    ),
    Page(
        name="workflow:rate-hazard",
        may="safety",
        may_not="administrator",
        args=in_case(1, "initial"),
        valid=lambda _house: RATED,
        invalid={**RATED, "severity": "terrible"},
    ),
    Page(
        name="workflow:add-control",
        may="safety",
        may_not="administrator",
        args=in_case(1),
        valid=lambda house: {"what": "Second reader", "side": "limits", "kind": "design", "owner": house.nurse.pk},
        invalid={"what": "Second reader", "side": "above", "kind": "design"},
    ),
    Page(
        name="workflow:control-done",
        may="nurse",
        may_not="administrator",
        args=control_number,
        valid=lambda _house: {"proof": "List of names"},
        invalid={},
    ),
    Page(name="workflow:withdraw-control", may="safety", may_not="administrator", args=control_number, invalid={}),
    Page(
        name="workflow:transfer-hazard",
        may="safety",
        may_not="administrator",
        args=in_case(1),
        valid=lambda _house: {"to": "The maker", "reason": "It is in their model."},
        invalid={"to": "The maker"},
    ),
    Page(
        name="workflow:close-hazard",
        may="safety",
        may_not="administrator",
        args=in_case(2),
        valid=lambda _house: {"reason": "Nothing is left to do."},
        invalid={},
    ),
    Page(
        name="workflow:record-drill",
        may="operations",
        may_not="administrator",
        args=lambda house: (house.use_case.key, house.deployment.pk),
        valid=lambda _house: {
            "held_on": timezone.localdate().isoformat(),
            "shift": "night",
            "fallback": "paper",
            "people": "5",
            "minutes": "12.5",
            "worked": "no",
            "found": "The folder was empty.",
            "follows": "Ola fills it.",
        },
        invalid={"people": "0"},
    ),
]


@pytest.fixture
def logged(world: HazardWorld) -> HazardWorld:
    """A whole log, the first hazard with a control that is not done yet."""
    [missed, _] = world.whole()
    world.control(missed)
    return world


@pytest.mark.parametrize("page", [*SEEN, *CHANGED], ids=str)
def test_pages_open_to_those_who_may_and_change_by_those_who_may(logged: HazardWorld, page: Page) -> None:
    try_page(page, logged.house)


def text_of(world: HazardWorld, name: str, *args: object, query: str = "") -> str:
    address = reverse(f"workflow:{name}", args=[world.house.use_case.key, *args])
    response = visitor(world.house.owner).get(f"{address}{query}")
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_the_log_says_what_it_lacks_what_one_check_carries_and_what_the_map_has_more(world: HazardWorld) -> None:
    text = text_of(world, "hazards")
    assert "On the map, not in the log" in text
    assert "No hazard is in the log yet." in text
    client = visitor(world.house.owner)
    taken = client.post(reverse("workflow:take-hazards-over", args=[world.house.use_case.key]), follow=True)
    assert "2 taken over from the map." in taken.content.decode()
    again = client.post(reverse("workflow:take-hazards-over", args=[world.house.use_case.key]), follow=True)
    assert "Every hazard of the map is in the log already." in again.content.decode()
    text = text_of(world, "hazards")
    assert "Look at the patient (Ward nurse) is counted on against 2 hazards" in text
    assert "Nothing else stands against “A patient with sepsis is not flagged”." in text
    assert "nobody owns it; name an owner." in text
    assert "Not verified" in text
    fewer = MAP.replace(MAP[MAP.index("  late:") :], "")
    save_draft(world.house.owner, world.care_map, fewer, revision=1)
    assert "Gone from the map" in text_of(world, "hazards")
    save_draft(world.house.owner, world.care_map, LATER_MAP, revision=2)
    assert "Alerts are clicked away" in text_of(world, "hazards")


def test_the_log_says_that_it_changed_since_it_was_accepted(world: HazardWorld) -> None:
    version = world.accepted()
    assert "Log 1 was accepted on" in text_of(world, "hazards")
    hazard = Hazard.objects.get(number=1)
    world.own(hazard, world.house.safety)
    text = text_of(world, "hazards")
    assert "Changed since accepted" in text
    assert version.sha256[:16] in text
    world.put()
    assert "The log is put to a decision" in text_of(world, "hazards")
    client = visitor(world.house.owner)
    address = reverse("workflow:take-hazard-log-back", args=[world.house.use_case.key])
    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": "A cause is missing."}).status_code == 302
    assert client.post(address, {"reason": "Again."}).status_code == 422


def test_the_decision_tree_is_walked_question_by_question(world: HazardWorld) -> None:
    [hazard, _] = world.take_over()
    client = visitor(world.house.safety)
    address = (
        reverse("workflow:rate-hazard", args=[world.house.use_case.key, hazard.number, "initial"]) + "?method=hfmea"
    )
    assert "effective control" not in client.get(address).content.decode().partition("<form")[2]
    entered = {"severity": "major", "likelihood": "frequent", "reason": "Every week."}
    response = client.post(address, entered)
    assert response.status_code == 422
    html = response.content.decode()
    assert "The hazard score is 12, so the decision tree asks this next." in html
    assert "tree-effective_control" in html
    assert "tree-detectable" not in html
    entered |= {"tree-effective_control": "no"}
    assert "tree-detectable" in client.post(address, entered).content.decode()
    entered |= {"tree-detectable": "no"}
    assert "The decision tree ends in an action, so this is needed." in client.post(address, entered).content.decode()
    assert not HazardRating.objects.exists()
    entered |= {"action": "control", "action_owner": str(world.house.nurse.pk), "outcome_measure": "Answered in 30 min"}
    assert client.post(address, entered).status_code == 302
    text = text_of(world, "hazard", 1)
    assert "An action is asked for." in text
    assert "Control it: Nia Nurse" in text
    world.rate(hazard, reason="By DCB0160 now.")
    assert "Then the method changed, so the numbers before and after cannot be compared." in text_of(world, "hazard", 1)


def test_the_page_of_a_hazard_shows_its_history_and_offers_what_may_be_done(logged: HazardWorld) -> None:
    house = logged.house
    control = HazardControl.objects.get()
    controls.report_done(house.nurse, control, proof="List of names")
    text = text_of(logged, "hazard", 1)
    assert "Look at the proof" in text
    assert "Done, to be confirmed by somebody else" in text
    for title in ("Came into the log", "Owner named", "Control reported done"):
        assert title in text
    confirm = reverse("workflow:confirm-control", args=[house.use_case.key, 1, control.pk])
    assert visitor(house.nurse).post(confirm).status_code == 422
    assert "List of names" in visitor(house.owner).get(confirm).content.decode()
    assert visitor(house.owner).post(confirm).status_code == 302
    states.close(house.operations, Hazard.objects.get(number=1), reason="Done.")
    assert "Open it again" in text_of(logged, "hazard", 1)
    reopen = reverse("workflow:reopen-hazard", args=[house.use_case.key, 1])
    assert visitor(house.owner).post(reopen, {"reason": "It came back."}).status_code == 302
    withdraw = reverse("workflow:withdraw-control", args=[house.use_case.key, 1, control.pk])
    assert visitor(house.owner).post(withdraw, {"reason": "Staff left."}).status_code == 302


def test_the_bow_tie_joins_map_and_log(logged: HazardWorld) -> None:
    text = text_of(logged, "bow-tie", "score")
    assert "Atypical presentation" in text
    assert "Train the night shift (not in place yet)" in text
    assert "Look at the patient (shared with other hazards)" in text
    assert "Round of the rapid response team" in text
    client = visitor(logged.house.owner)
    assert client.get(reverse("workflow:bow-tie", args=[logged.house.use_case.key, "nowhere"])).status_code == 404


def test_addresses_that_name_nothing_are_not_found(logged: HazardWorld) -> None:
    client, key = visitor(logged.house.owner), logged.house.use_case.key
    control = HazardControl.objects.get()
    for name, args in [
        ("hazard", [9]),
        ("rate-hazard", [1, "between"]),
        ("control-done", [2, control.pk]),
        ("record-drill", [0]),
    ]:
        assert client.get(reverse(f"workflow:{name}", args=[key, *args])).status_code == 404
    for version in ("9", "x", "-1", "²"):
        assert client.get(reverse("workflow:hazard-log-csv", args=[key]), {"version": version}).status_code == 404


def download(world: HazardWorld, name: str, version: str = "") -> bytes:
    address = reverse(f"workflow:hazard-log-{name}", args=[world.house.use_case.key])
    response = visitor(world.house.owner).get(address, {"version": version} if version else {})
    assert response.status_code == 200
    assert "attachment" in response["Content-Disposition"]
    return response.content


def test_the_log_is_filed_as_workbook_table_and_paper(logged: HazardWorld) -> None:
    house = logged.house
    keeping.add_hazard(house.safety, house.use_case, HazardWords(name="=1+1", causes=("@cmd",)))
    book = load_workbook(io.BytesIO(download(logged, "xlsx")))
    assert book.sheetnames == ["About", "Hazards", "Controls", "Matrix DCB0160 3.2"]
    about = {row[0].value: row[1].value for row in book["About"].iter_rows(min_row=2)}
    assert about["Printed on"] == timezone.localdate().isoformat()
    assert len(about["SHA-256 of the log"]) == 64
    assert about["Rated by DCB0160 3.2"].startswith("NOT VERIFIED.")
    hazards = [
        {cell.value: row[at].value for at, cell in enumerate(book["Hazards"][1])}
        for row in book["Hazards"].iter_rows(min_row=2)
    ]
    assert [each["Hazard number"] for each in hazards] == [1, 2, 3]
    assert (hazards[0]["Initial risk rating"], hazards[0]["Residual risk rating"]) == (3, 2)
    assert hazards[0]["Residual likelihood"] == "Low"
    assert hazards[0]["Additional controls: training"].startswith("Train the night shift (Nia Nurse, due ")
    assert hazards[0]["Method verified"] == "NOT VERIFIED"
    name = book["Hazards"].cell(4, 2)
    assert (name.value, name.data_type) == ("=1+1", "s")
    matrix = [[cell.value for cell in row] for row in book["Matrix DCB0160 3.2"].iter_rows(max_row=6)]
    assert matrix[0] == ["Likelihood", "Catastrophic", "Major", "Considerable", "Significant", "Minor"]
    assert matrix[1] == ["Very high", 5, 5, 4, 4, 3]
    rows = list(csv.DictReader(io.StringIO(download(logged, "csv").decode("utf-8-sig"))))
    assert rows[2]["Hazard name"] == "'=1+1"
    assert rows[0]["Standing"] == "Nobody has accepted the risks that are left."
    assert rows[0]["SHA-256 of the log"] == about["SHA-256 of the log"]
    assert download(logged, "pdf").startswith(b"%PDF-")


def test_a_sealed_log_is_filed_as_it_was_sealed(world: HazardWorld) -> None:
    version = world.accepted()
    keeping.reword(world.house.safety, Hazard.objects.get(number=1), HazardWords(name="Other words", step="score"))
    rows = list(csv.DictReader(io.StringIO(download(world, "csv", "1").decode("utf-8-sig"))))
    assert rows[0]["Hazard name"] == "A patient with sepsis is not flagged"
    assert rows[0]["SHA-256 of the log"] == version.sha256
    assert rows[0]["Log"] == "Hazard log 1"
    assert download(world, "pdf", "1").startswith(b"%PDF-")


def test_drills_show_how_each_unit_stands(world: HazardWorld) -> None:
    assert "Never practised" in text_of(world, "drills")
    client = visitor(world.house.operations)
    record = reverse("workflow:record-drill", args=[world.house.use_case.key, world.house.deployment.pk])
    entered = {
        "held_on": (timezone.localdate() - timedelta(days=1)).isoformat(),
        "fallback": "paper",
        "people": "4",
        "minutes": "31",
        "worked": "no",
        "found": "No folder.",
        "follows": "Ola buys two.",
    }
    assert client.post(record, entered).status_code == 302
    text = text_of(world, "drills")
    assert "Did not work" in text
    assert "Ola buys two." in text
    world.house.deployment.state = State.RETIRED
    world.house.deployment.save(update_fields=["state"])
    assert "No deployment yet" in text_of(world, "drills")


def test_pages_take_a_constant_number_of_queries(world: HazardWorld) -> None:
    """More hazards, ratings and controls cost no more queries."""
    world.own(world.whole()[0], world.house.safety)
    world.own(
        keeping.add_hazard(world.house.operations, world.house.use_case, HazardWords(name="First")), world.house.safety
    )
    url = reverse("workflow:hazards", args=[world.house.use_case.key])
    page = reverse("workflow:hazard", args=[world.house.use_case.key, 1])
    few = queries_of(world.house.owner, url), queries_of(world.house.owner, page), queries_of(world.house.safety, "/")
    for at in range(4):
        added = keeping.add_hazard(world.house.operations, world.house.use_case, HazardWords(name=f"Hazard {at}"))
        world.own(added, world.house.safety)
        world.control(added, owner=world.house.safety)
        world.rate(Hazard.objects.get(number=1), RatingPhase.RESIDUAL, reason=f"Round {at}")
    many = queries_of(world.house.owner, url), queries_of(world.house.owner, page), queries_of(world.house.safety, "/")
    assert many == few
