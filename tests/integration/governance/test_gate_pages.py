"""The pages of gates: what a gate asks, what is missing and who has it, who signs, and what came of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from attending.governance.actions.gates import ask_gate
from attending.governance.models import Gate
from attending.program.actions import organisation, use_cases
from attending.program.actions.deployments import change_state, plan_deployment
from attending.program.models import Deployment, RiskTier, Seat
from attending.program.models.deployments import State
from attending.program.registries import evidence, worklist
from tests.integration.house import House, outcome, sign
from tests.integration.pages import Page, queries_of, try_page, visitor
from tests.integration.passing import except_missing, lend_seats, pass_gate

pytestmark = [pytest.mark.one_database, pytest.mark.usefixtures("demonstration")]


@pytest.fixture
def house(house: House) -> House:
    """A use case of low risk with a measurable outcome."""
    use_cases.agree_outcome(house.owner, house.use_case, outcome())
    house.use_case = use_cases.assess_risk(house.owner, house.use_case, RiskTier.LOW, reason="No harm.")
    return house


def key(house: House) -> tuple[str]:
    return (house.use_case.key,)


def here(house: House) -> tuple[int]:
    return (house.deployment.pk,)


def opened(house: House) -> Gate:
    except_missing(house, house.use_case, "readiness")
    return ask_gate(house.operations, house.use_case, "readiness", "It is worth it.")


def gate(house: House) -> tuple[int]:
    return ((Gate.objects.filter(closed_at=None).first() or opened(house)).pk,)


def until(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


PAGES = (
    Page(name="governance:gates", may="nurse"),
    Page(name="governance:gate-of-use-case", args=key, may="nurse"),
    Page(name="governance:gate-of-deployment", args=here, may="nurse"),
    Page(
        name="governance:ask-of-use-case",
        args=lambda h: (*key(h), "readiness"),
        may="operations",
        may_not="safety",
        valid=lambda h: {"reason": "Ready."} if except_missing(h, h.use_case, "readiness") else {},
        invalid={"reason": ""},
    ),
    Page(
        name="governance:except-of-use-case",
        args=key,
        may="sponsor",
        may_not="platform",
        valid=lambda h: {"items": ["risk-tier"], "reason": "It follows.", "until": until(30)},
        invalid={"items": ["risk-tier"], "reason": "It follows.", "until": until(91)},
    ),
    Page(
        name="governance:seal-anew",
        args=gate,
        may="operations",
        may_not="safety",
        valid=lambda h: {},
    ),
    Page(
        name="governance:take-gate-back",
        args=gate,
        may="operations",
        may_not="safety",
        valid=lambda h: {"reason": "Too early."},
        invalid={"reason": ""},
    ),
)


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_page_is_for_whom_it_is(house: House, page: Page) -> None:
    try_page(page, house)


def shown(house: House, url: str) -> str:
    return visitor(house.nurse).get(url).content.decode()


def page_of(house: House) -> str:
    return shown(house, reverse("governance:gate-of-use-case", args=key(house)))


def test_what_is_missing_is_named_with_who_has_it_and_the_exception_that_stands_for_it(house: House) -> None:
    html = page_of(house)
    assert "This gate cannot be asked yet" in html
    assert "Olga Owner (clinical owner)" in html
    except_missing(house, house.use_case, "readiness")
    html = page_of(house)
    assert "This gate can be asked" in html
    assert "Excepted until" in html


def test_everything_that_is_missing_can_be_chosen_at_once(house: House) -> None:
    address = reverse("governance:except-of-use-case", args=key(house))
    client = visitor(house.sponsor)
    items = client.get(address).context["form"].fields["items"].choices
    assert len(items) > 1
    html = client.get(address).content.decode()
    assert f'<a href="?every=yes">Choose all {len(items)}</a>' in html
    assert html.count(" checked") == 0
    html = client.get(address, {"every": "yes"}).content.decode()
    assert html.count(" checked") == len(items)
    assert '<a href="?">Choose none</a>' in html
    written = client.post(f"{address}?every=yes", {"reason": "It follows."}).content.decode()
    assert "Choose all" not in written, "a link would lose what was written"


def test_who_takes_the_next_step_is_named(house: House) -> None:
    said = "An exception for a limited time is asked by the executive sponsor, clinical owner, safety officer, "
    assert f"{said}chief medical information officer or compliance officer." in page_of(house)
    except_missing(house, house.use_case, "readiness")
    page = page_of(house)
    assert said not in page
    assert "Whoever asks does not sign." in page
    ask_gate(house.operations, house.use_case, "readiness", "Now.")
    assert "Whoever asks does not sign." not in page_of(house)


def test_no_second_gate_is_offered_while_another_is_asked(house: House) -> None:
    unit = organisation.add_unit(house.administrator, house.deployment.unit.site, "5 West")
    version = house.deployment.model_version
    second = plan_deployment(house.cmio, house.use_case, unit=unit, model_version=version, action_threshold=None)
    change_state(house.cmio, second, State.SILENT, reason="It runs unseen.")
    lend_seats(house, second, State.LIVE)
    for state in (State.PILOT, State.LIVE):
        except_missing(house, second, state)
    url = reverse("governance:gate-of-deployment", args=[second.pk])
    offered = ">Ask for this gate</a>"
    assert offered in visitor(house.operations).get(f"{url}?gate=pilot").content.decode()
    ask_gate(house.operations, second, State.LIVE, "The silent run was long enough.")
    page = visitor(house.operations).get(f"{url}?gate=pilot").content.decode()
    assert offered not in page
    assert "Another gate here comes first" in page
    assert "The gate to live is being asked" in page


def test_who_has_signed_is_shown_and_what_they_chose_only_once_it_is_decided(house: House) -> None:
    opened_gate = opened(house)
    assert opened_gate.proposal is not None
    html = page_of(house)
    assert "This gate is being decided" in html
    assert "Waits for Olga Owner" in html
    sign(opened_gate.proposal, house.owner, Seat.CLINICAL_OWNER, "return", reason="Ask the nurses first.")
    html = page_of(house)
    assert "Returned for re-review" in html
    assert "Returned for re-review" in shown(house, reverse("governance:gates"))
    [item] = [each for each in worklist.for_person(house.owner) if "returned" in each.title]
    assert item.link == reverse("governance:gate-of-use-case", args=key(house))


def test_a_deployment_in_silent_running_is_used_again_under_its_approval(house: House) -> None:
    site = house.deployment.unit.site
    unit = organisation.add_unit(house.administrator, site, "5 East")
    planned = plan_deployment(house.cmio, house.use_case, unit=unit, model_version=house.deployment.model_version)
    pass_gate(house, planned, "pilot")
    change_state(house.cmio, planned, State.SILENT, reason="The feed is mended.")
    url = reverse("governance:gate-of-deployment", args=[planned.pk])
    assert "Use it under its approval" in visitor(house.owner).get(url).content.decode()
    use = reverse("governance:use-approved", args=[planned.pk, "pilot"])
    assert visitor(house.platform).post(use, {"reason": "It is mended."}).status_code == 422
    assert visitor(house.owner).post(use, {"reason": "It is mended."}).status_code == 302
    assert Deployment.objects.get(pk=planned.pk).state == "pilot"
    planned.refresh_from_db()
    change_state(house.cmio, planned, State.RETIRED, reason="Replaced.")
    assert "There is no gate to ask here" in shown(house, url)


def finding(subject: object) -> tuple[str, str]:
    [found] = [each for each in evidence.findings(subject) if each.item == "gate-decision"]
    return str(found.state), found.summary


def test_the_finding_says_whether_an_approval_stands(house: House) -> None:
    assert finding(house.use_case)[0] == "not applicable"
    assert finding(house.deployment)[0] == "met"
    type(house.use_case).objects.filter(pk=house.use_case.pk).update(stage="readiness")
    house.use_case.refresh_from_db()
    assert finding(house.use_case) == ("missing", "Nobody approved that it is in readiness.")
    assert "No approval stands for where it is" in [each.title for each in worklist.for_person(house.owner)]
    lend_seats(house, house.use_case, "readiness")
    pass_gate(house, house.use_case, "readiness")
    assert finding(house.use_case)[0] == "met"


def test_pages_take_the_same_number_of_queries_however_many_gates(house: House) -> None:
    pass_gate(house, house.use_case, "readiness")
    urls = [reverse("governance:gates"), reverse("governance:gate-of-use-case", args=key(house))]
    before = [queries_of(house.nurse, url) for url in urls]
    for number in range(3):
        asked = ask_gate(house.operations, house.use_case, "readiness", f"Again {number}.")
        assert asked.proposal is not None
        sign(asked.proposal, house.owner, Seat.CLINICAL_OWNER, "return", reason="Once more.")
        house.use_case.refresh_from_db()
    assert [queries_of(house.nurse, url) for url in urls] == before
