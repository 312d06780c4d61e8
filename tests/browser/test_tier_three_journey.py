"""From a nurse's proposal to live use at the highest tier: tier, exception, gates, and a committee not of one mind.

By pages: what people read, ask, sign and hold. By actions: the deployment's plan, the gates in between, and signatures
that repeat one that was shown.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from attending.decisions.models import Proposal
from attending.governance.actions import gates as actions
from attending.governance.models import Approval
from attending.governance.rules.gates import Outcome
from attending.program.actions import deployments, people, use_cases
from attending.program.models import Deployment, Discipline, Person, Seat, UseCase
from attending.program.models.deployments import State
from tests.browser.test_committee_meeting import sign as sign_in_meeting
from tests.browser.test_program_pages import calm
from tests.integration.governance.committee import Committee, build_committee, seat
from tests.integration.house import begin_with_house, outcome, sign
from tests.integration.passing import except_missing, sign_gate
from tests.integration.strategy.proposing import opened_link, sent

STEERS_WHERE_LIFE_IS_AT_STAKE = (
    "It steers what is done next",
    "Critical: life or a vital function is at stake",
    "A person decides every time, and then acts",
    "Patients of several units or sites",
    "With effort, or some harm stays",
    "It stays in the organisation's own systems",
)
READY = "The people who will use it are ready"


@pytest.fixture
def committee(transactional_db: None, settings) -> Committee:
    """A committee of four, a compliance officer, and a proposal that a nurse brought without an account."""
    settings.ATTENDING_DEMO = True
    house = begin_with_house()
    link, _ = opened_link(house)
    sent(link)
    return build_committee(house)


@pytest.fixture
def visit(new_page: Callable[..., Page], sign_in: Callable[..., None]) -> Callable[..., Page]:
    """``visit(person, device)``: a page in which this person is signed in, at My rounds."""

    def open_as(person: Person, device: str = "desktop") -> Page:
        page = new_page(device)
        sign_in(page, person.user)
        page.goto("/")
        return page

    return open_as


def take_up(chief: Page) -> UseCase:
    card = chief.locator(".callout").filter(has_text="A proposal waits to be taken up")
    card.get_by_role("link", name="Read it").click()
    chief.get_by_role("link", name="Take it up").click()
    chief.get_by_label("Answer").fill("Olga Owner calls you on Monday.")
    chief.get_by_role("button", name="Take it up").click()
    expect(chief.get_by_role("heading", name="Falls in the first night", level=1)).to_be_visible()
    return UseCase.objects.get(title="Falls in the first night")


def find_tier(owner: Page) -> None:
    owner.get_by_role("link", name="Assess the risk").click()
    for left, answer in zip(range(6, 0, -1), STEERS_WHERE_LIFE_IS_AT_STAKE, strict=True):
        owner.get_by_label(answer).check()
        expect(owner.locator("#answer")).to_contain_text(f"{left} of 7 questions still open")
    owner.get_by_role("group", name="Does it write text or make pictures?").get_by_label("No", exact=True).check()
    expect(owner.locator("#answer")).to_contain_text("Tier 3, high")
    owner.get_by_role("button", name="Keep this tier").click()


def ask_exception(page: Page) -> Proposal:
    page.get_by_role("link", name="Ask for an exception").click()
    for box in page.get_by_role("group", name="What may be missing").get_by_role("checkbox").all():
        box.check()
    page.get_by_label("Why it may be missing").fill("The ward waits; a nurse looks every hour until it is brought.")
    page.get_by_role("button", name="Put it to signatures").click()
    expect(page.get_by_text("The exception is asked.")).to_be_visible()
    return Proposal.objects.get(kind="gate.exception", state="open")


def ask_gate(page: Page, why: str) -> Proposal:
    page.get_by_role("link", name="Ask for this gate").click()
    page.get_by_label("Why now").fill(why)
    page.get_by_role("button", name="Seal the evidence and ask").click()
    expect(page.get_by_text("The gate is asked.")).to_be_visible()
    return Proposal.objects.get(kind__startswith="gate.", state="open")


def planned(committee: Committee, use_case: UseCase) -> Deployment:
    house = committee.house
    version = deployments.register_version(
        house.cmio,
        use_case,
        name="Falls model",
        maker="In-house",
        intended_use="Who falls tonight",
        version="1.0",
        released_on=date(2026, 1, 1),
    )
    unit = house.deployment.unit
    deployment = deployments.plan_deployment(
        house.cmio, use_case, unit=unit, model_version=version, action_threshold=None
    )
    deployments.change_state(house.cmio, deployment, State.SILENT, reason="It runs unseen.")
    return deployment


def hold_meeting(
    committee: Committee,
    visit: Callable[..., Page],
    chief: Page,
    leaders: dict[Person, Page | None],
    axe: Callable[..., None],
) -> None:
    """One member steps aside, one is against, and those whose signatures the policy asks approve."""
    meeting = committee.call()
    address = f"/governance/meetings/{meeting.pk}/"
    chief.goto(address)
    chief.get_by_role("button", name="Open the meeting").click()
    chief.get_by_role("button", name="I am in the room").click()
    aside, against = visit(committee.max, "tablet"), visit(committee.noa, "phone")
    for page in (aside, against):
        page.goto(address)
        page.get_by_role("button", name="I am in the room").click()
    aside.get_by_role("link", name="Step aside").first.click()
    aside.get_by_label("Why").fill("My brother sells it.")
    aside.get_by_role("button", name="Step aside").click()
    sign_in_meeting(against, "Decline", "It would not be safe here")
    sign_in_meeting(chief, "Approve", READY)
    for person, opened in leaders.items():
        page = opened or visit(person)
        page.goto(address)
        sign_in_meeting(page, "Approve", READY)
    against.goto(address)
    expect(against.get_by_text("Decided", exact=True)).to_be_visible()
    expect(against.get_by_text("Dissent", exact=True)).to_be_visible()
    expect(against.get_by_text("Stepped aside: Max Member.")).to_be_visible()
    calm(against, "phone", axe)


def test_a_tier_three_use_case_goes_from_a_proposal_to_live_use(
    committee: Committee, visit: Callable[..., Page], axe: Callable[..., None]
) -> None:
    house = committee.house
    chief = visit(house.cmio)
    use_case = take_up(chief)
    house = replace(house, use_case=use_case)
    seats = {
        Seat.EXECUTIVE_SPONSOR: house.sponsor,
        Seat.CLINICAL_OWNER: house.owner,
        Seat.OPERATIONAL_OWNER: house.operations,
        Seat.PLATFORM_OWNER: house.platform,
        Seat.SAFETY_OFFICER: house.safety,
    }
    for each, person in seats.items():
        people.seat_person(house.administrator, person, each, use_case)
    compliance = seat(house, "Cora Compliance", Discipline.COMPLIANCE, Seat.COMPLIANCE_OFFICER)
    use_cases.agree_outcome(house.owner, use_case, outcome("Falls with injury"))

    owner = visit(house.owner)
    owner.goto(f"/use-cases/case/{use_case.key}/")
    find_tier(owner)
    operations = visit(house.operations, "phone")
    operations.goto(f"/use-cases/case/{use_case.key}/")
    operations.get_by_role("link", name="What its next gate asks").tap()
    expect(operations.get_by_role("heading", name="This gate cannot be asked yet")).to_be_visible()
    calm(operations, "phone", axe)
    expect(operations.get_by_text("An exception for a limited time is asked by the executive sponsor")).to_be_visible()
    sponsor = visit(house.sponsor)
    sponsor.goto(operations.url)
    exception = ask_exception(sponsor)
    sign(exception, house.cmio, Seat.CMIO, "grant")
    sign(exception, house.owner, Seat.CLINICAL_OWNER, "grant")
    operations.reload()
    expect(operations.get_by_text("Whoever asks does not sign.")).to_be_visible()
    first = ask_gate(operations, "Eleven were hurt last year.")
    asked = {
        Seat.CLINICAL_OWNER: house.owner,
        Seat.CMIO: house.cmio,
        Seat.SAFETY_OFFICER: house.safety,
        Seat.COMPLIANCE_OFFICER: compliance,
    }
    for each, person in asked.items():
        sign(first, person, each, Outcome.APPROVE)
    for stage in ("controls", "deployment"):
        use_case.refresh_from_db()
        except_missing(house, use_case, stage)
        gate = actions.ask_gate(house.operations, use_case, stage, "It is ready.")
        sign_gate(house, gate, Outcome.APPROVE, by=asked)

    use_case.refresh_from_db()
    deployment = planned(committee, use_case)
    except_missing(house, deployment, State.LIVE)
    operations.goto(f"/use-cases/case/{use_case.key}/")
    operations.get_by_role("link", name="Go-live gate on 4 West").tap()
    operations.get_by_role("link", name="Live", exact=True).tap()
    last = ask_gate(operations, "The silent run was long enough.")
    sign(last, house.safety, Seat.SAFETY_OFFICER, Outcome.APPROVE)
    hold_meeting(committee, visit, chief, {house.owner: owner, compliance: None}, axe)

    owner.goto(f"/governance/gates/deployments/{deployment.pk}/")
    expect(owner.get_by_text("Now live.")).to_be_visible()
    calm(owner, "desktop", axe)
    deployment.refresh_from_db()
    approval = Approval.objects.get(deployment=deployment)
    assert deployment.state == State.LIVE
    decision = approval.decision
    assert decision.outcome == Outcome.APPROVE
    signed = {each.signer.printed_name: each.choice for each in decision.proposal.signatures.all()}
    assert signed == {
        "Noa Member": "decline",
        **dict.fromkeys(("Cleo Cmio", "Olga Owner", "Cora Compliance", "Sue Safety"), "approve"),
    }
    assert [each.person for each in decision.proposal.recusals.all()] == [committee.max]
