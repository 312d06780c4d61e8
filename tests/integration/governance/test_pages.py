"""The pages of oversight: limits, readings, breaches, and where pausing and resuming are asked for."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from attending.decisions.models import Proposal
from attending.governance.models import Breach, OversightThreshold
from attending.program.models import Seat
from attending.program.registries import evidence
from tests.integration.governance.agreed import longer_ago, signed_agreement
from tests.integration.house import House, sign
from tests.integration.pages import Page, queries_of, try_page, visitor

pytestmark = pytest.mark.usefixtures("demonstration")


def here(house: House) -> tuple[int]:
    return (house.deployment.pk,)


def agreed(house: House) -> tuple[int]:
    return ((OversightThreshold.objects.first() or house.agree()).pk,)


def terms(house: House) -> dict[str, object]:
    return {
        "measure": "auroc",
        "group": "overall=all",
        "window_months": "3",
        "minimum_n": "100",
        "silence_days": "45",
        "warn_low": "0.75",
        "stop_low": "0.7",
        "pause_authority": house.owner.pk,
        "deputy": house.safety.pk,
        "answer_within_hours": "24",
        "agreed_action": "Pause and recalibrate.",
    }


PAGES = (
    Page(name="governance:breaches", may="nurse"),
    Page(name="governance:deployment", args=here, may="nurse"),
    Page(
        name="governance:agree",
        args=here,
        may="owner",
        may_not="platform",
        valid=terms,
        invalid={"measure": "auroc", "group": "overall=all"},
    ),
    Page(
        name="governance:retire",
        args=agreed,
        may="owner",
        may_not="platform",
        valid=lambda h: {"reason": "Replaced by another."},
        invalid={"reason": ""},
    ),
    Page(
        name="governance:pause",
        args=here,
        may="safety",
        may_not="platform",
        closed=True,
        valid=lambda h: {"words": "Harm is suspected."},
        invalid={"words": " "},
    ),
)


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_page_is_for_whom_it_is(house: House, page: Page) -> None:
    try_page(page, house)


def test_what_runs_cannot_be_resumed(house: House) -> None:
    response = visitor(house.owner).post(reverse("governance:resume", args=here(house)), {"words": "Mended."})
    assert response.status_code == 422
    assert "Only a paused deployment" in response.content.decode()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"stop_low": ""}, "at least one stop limit"),
        ({"warn_low": "0.6"}, "lower warning limit"),
        ({"deputy": "same"}, "another person"),
        ({"window_months": "2"}, "not offered here"),
        ({"pause_authority": "0"}, "not offered here"),
    ],
)
def test_terms_that_cannot_be_agreed_say_why(house: House, changes: dict[str, str], words: str) -> None:
    values = {**terms(house), **changes}
    if values["deputy"] == "same":
        values["deputy"] = values["pause_authority"]
    response = visitor(house.owner).post(reverse("governance:agree", args=here(house)), values)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not OversightThreshold.objects.exists()


def test_an_open_breach_stands_first_and_a_decided_one_no_more(house: House) -> None:
    house.agree()
    house.measure(0.62)
    url = reverse("governance:deployment", args=here(house))
    html = visitor(house.nurse).get(url).content.decode()
    assert html.index("Read and decide") < html.index("Agreed limits")
    assert "0.62 (95 % interval 0.6 to 0.64, n 400, " in html
    assert ") is below the stop limit of 0.7." in html
    assert "Overdue" not in html
    sign(Breach.objects.get().proposal, house.owner, Seat.CLINICAL_OWNER, "pause")
    html = visitor(house.owner).get(url).content.decode()
    assert "Read and decide" not in html
    assert "This deployment is paused" in html
    assert "Ask to resume" in html
    assert "Live to Paused" in html


def test_an_answer_that_is_late_is_marked(house: House) -> None:
    house.agree()
    house.measure(0.62)
    longer_ago(timedelta(hours=25))
    for address in (reverse("governance:deployment", args=here(house)), reverse("governance:breaches")):
        assert "Overdue since" in visitor(house.nurse).get(address).content.decode()


def test_a_retired_threshold_is_folded_away(house: House) -> None:
    page = visitor(house.owner)
    page.post(reverse("governance:retire", args=agreed(house)), {"reason": "Replaced."})
    html = page.get(reverse("governance:deployment", args=here(house))).content.decode()
    assert "Retired thresholds: 1" in html
    assert "No oversight threshold is agreed" in html
    assert "Retire this threshold" not in html


def test_who_asks_to_pause_twice_finds_the_open_question(house: House) -> None:
    page = visitor(house.safety)
    url = reverse("governance:pause", args=here(house))
    first, second = (page.post(url, {"words": "Harm is suspected."})["Location"] for _ in range(2))
    assert first == second
    assert Proposal.objects.filter(kind="deployment.pause").count() == 1


def test_the_finding_about_a_use_case_leads_to_where_it_is_mended(house: House) -> None:
    def oversight() -> evidence.Finding:
        found = evidence.findings(house.use_case)
        return next(each for each in found if each.item == "oversight-thresholds")

    page = reverse("governance:deployment", args=here(house))
    assert (oversight().state, oversight().link) == (evidence.FindingState.MISSING, page)
    house.agree()
    assert (oversight().state, oversight().link) == (evidence.FindingState.PARTIAL, page)
    house.measure(0.81)
    signed_agreement(house)
    assert (oversight().state, oversight().link) == (evidence.FindingState.MET, page)
    house.measure(0.62)
    assert (oversight().state, oversight().link) == (evidence.FindingState.PARTIAL, page)
    assert "Past a stop limit" in oversight().summary


def test_pages_take_the_same_number_of_queries_however_many_readings(house: House) -> None:
    house.agree()
    house.measure(0.62)
    addresses = [reverse("governance:deployment", args=here(house)), reverse("governance:breaches")]
    before = [queries_of(house.nurse, address) for address in addresses]
    for _ in range(5):
        house.agree(measure="brier", stop_low=None, warn_low=None, stop_high=0.2)
    for _ in range(3):
        house.measure(0.62)
    assert [queries_of(house.nurse, address) for address in addresses] == before
