"""The pages of the roadmap: each by everybody in turn, what they say, and how many queries they take."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.urls import reverse

from attending.program.actions.organisation import add_unit
from attending.program.actions.use_cases import propose_use_case
from attending.program.models import Person, Unit
from attending.strategy.actions.deciding import put_to_decision
from attending.strategy.actions.editing import effect_of
from attending.strategy.actions.effort import estimate_effort
from attending.strategy.actions.planning import make_plan
from attending.strategy.actions.wishes import wish
from attending.strategy.models import Panel, Plan, PlanOrigin, Roadmap, WishKind
from attending.strategy.queries.current_plans import kept, now
from attending.strategy.queries.roadmaps import newest_plan
from attending.strategy.rules import plan_record
from tests.integration.house import House, sign
from tests.integration.pages import Page, queries_of, try_page, visitor
from tests.integration.strategy.plans import build_world, enabling, estimate, this_quarter

pytestmark = [pytest.mark.usefixtures("demonstration"), pytest.mark.one_database]

LIMITS = {"money": "100", "clinician_hours": "100", "platform_days": "", "load": "5", "load_by_unit": ""}


def roadmap(house: House) -> tuple[int]:
    """A planned roadmap, made once."""
    found = Roadmap.objects.first()
    if found is None:
        found = build_world(house).planned().roadmap
    return (found.pk,)


def studied(house: House) -> tuple[int]:
    found = Roadmap.objects.first()
    if found is None:
        world = build_world(house)
        found = world.studied(world.planned()).roadmap
    return (found.pk,)


def move(house: House) -> tuple[int, str]:
    return (*roadmap(house), "letters")


def decided(house: House) -> tuple[int]:
    found = Roadmap.objects.first()
    if found is None:
        world = build_world(house)
        found = world.studied(world.planned()).roadmap
        proposal = put_to_decision(house.cmio, found, reason="The feed first.")
        sign(proposal, world.chief_nurse, "committee_member", "adopt")
        sign(proposal, world.member, "board_member", "adopt")
    return (found.pk,)


def opened(house: House) -> dict[str, Any]:
    panel = Panel.objects.first() or build_world(house).panel
    asked = {"title": "Next year", "panel": panel.pk, "first_quarter": this_quarter().isoformat(), "quarters": "4"}
    return {**asked, **LIMITS}


EFFORT = {
    "gate_quarters": "1",
    "duration_quarters": "2",
    "money": "40",
    "clinician_hours": "20",
    "platform_days": "5",
    "reach": "3",
    "change_loads": "4 West, 2",
    "source": "A project that was alike.",
}

PAGES = (
    Page(name="strategy:what-next", may="nurse"),
    Page(name="strategy:roadmaps", may="nurse"),
    Page(name="strategy:efforts", may="nurse"),
    Page(
        name="strategy:effort",
        may="owner",
        args=lambda _house: ("sepsis-alert",),
        may_not="safety",
        valid=lambda _house: EFFORT,
        invalid={"change_loads": "Nowhere, 9"},
    ),
    Page(name="strategy:open-roadmap", may="cmio", may_not="owner", valid=opened, invalid={"money": "lots"}),
    Page(name="strategy:roadmap", may="nurse", args=studied),
    Page(
        name="strategy:roadmap-limits",
        may="cmio",
        args=roadmap,
        may_not="owner",
        valid=lambda _house: LIMITS,
        invalid={"load": "many"},
    ),
    Page(
        name="strategy:add-wish",
        may="cmio",
        args=roadmap,
        may_not="owner",
        valid=lambda house: {"kind": "never", "use_case": house.use_case.pk, "reason": "Not now."},
        invalid={"kind": "never"},
    ),
    Page(
        name="strategy:put-to-decision",
        may="cmio",
        args=studied,
        may_not="owner",
        valid=lambda _house: {"reason": "The feed first."},
        invalid={"reason": ""},
    ),
    Page(
        name="strategy:report-progress",
        may="owner",
        args=lambda house: (*decided(house), "bleeds"),
        may_not="nurse",
        valid=lambda _house: {"started": this_quarter().isoformat(), "quarters_left": "1", "note": "As planned."},
        invalid={"note": ""},
    ),
    Page(
        name="strategy:plan-again",
        may="cmio",
        args=decided,
        may_not="owner",
        valid=opened,
        invalid={"quarters": "0"},
    ),
)


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_each_page_answers_everybody_as_it_should(page: Page, house: House) -> None:
    try_page(page, house)


def text(person: Person, name: str, *args: object, query: str = "") -> str:
    response = visitor(person).get(reverse(f"strategy:{name}", args=args) + query)
    assert response.status_code == 200
    return str(response.content.decode())


class TestMoving:
    def test_a_move_shows_what_it_breaks_before_anything_is_kept(self, house: House) -> None:
        args = move(house)
        html = text(house.cmio, "move", *args, query="?to=0")
        assert "Letters in" in html
        assert "150 thousand needed, 100 thousand there, over by 50 thousand" in html
        assert "As it is, this cannot be kept" in html
        assert "Planned around it, the best plan" in html
        assert "Keep this move" not in html
        assert Plan.objects.count() == 1

    def test_what_costs_but_breaks_nothing_can_be_kept_from_the_page(self, house: House) -> None:
        args = move(house)
        html = text(house.cmio, "move", *args, query="?to=out")
        assert "breaks nothing and costs" in html
        assert "% of the plan" in html
        client, url = visitor(house.cmio), reverse("strategy:move", args=args)
        plan = Plan.objects.get()
        response = client.post(f"{url}?to=out", {"to": "out", "plan": plan.pk})
        assert response.status_code == 302
        edited = Plan.objects.latest("pk")
        assert edited.origin == PlanOrigin.EDITED
        assert "letters" in kept(edited).plan.out
        stale = client.post(f"{url}?to=3", {"to": "3", "plan": plan.pk})
        assert stale.status_code == 422
        assert "Somebody made a newer plan meanwhile" in stale.content.decode()

    def test_around_a_move_in_a_large_plan_a_plan_is_looked_for_when_asked_and_kept_as_it_was_shown(
        self, house: House, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        args = move(house)
        monkeypatch.setattr(plan_record, "SMALL_CASES", 2)
        html = text(house.cmio, "move", *args, query="?to=0")
        assert "over by 50 thousand" in html
        assert "Look for a plan around it" in html
        assert "Planned around it" not in html
        html = text(house.cmio, "move", *args, query="?to=0&around=yes")
        assert "Planned around it" in html
        assert "Look for a plan around it" not in html
        shown = effect_of(now(Roadmap.objects.get(), Plan.objects.get()), "letters", 0, around=True).best
        posted = {"to": "0", "plan": Plan.objects.get().pk, "whole": "on"}
        assert visitor(house.cmio).post(reverse("strategy:move", args=args), posted).status_code == 302
        assert shown is not None
        assert kept(Plan.objects.latest("pk")).plan.starts == shown.starts

    def test_whoever_may_not_plan_sees_what_a_move_does_and_keeps_nothing(self, house: House) -> None:
        args = move(house)
        assert "Keep this move" not in text(house.nurse, "move", *args, query="?to=out")
        plan = Plan.objects.get()
        response = visitor(house.nurse).post(reverse("strategy:move", args=args), {"to": "out", "plan": plan.pk})
        assert response.status_code == 422
        assert "one of these seats is needed" in response.content.decode()
        assert Plan.objects.count() == 1

    def test_a_place_that_is_none_is_said(self, house: House) -> None:
        args = move(house)
        for query in ("?to=99", "?to=-1", "?to=soon"):
            assert "not offered here" in text(house.cmio, "move", *args, query=query)

    def test_what_is_not_in_the_question_is_not_found(self, house: House) -> None:
        (pk,) = roadmap(house)
        assert visitor(house.cmio).get(reverse("strategy:move", args=[pk, "sepsis-alert"])).status_code == 404


class TestTheRoadmapPage:
    def test_it_says_why_each_is_where_it_is_and_what_an_enabler_is_worth(self, house: House) -> None:
        html = text(house.nurse, "roadmap", *studied(house))
        for said in (
            "Proven best",
            "Falls needs Vital signs feed, which is there only from",
            "without it, out: Falls, Sepsis on wards",
            "Core, borderline or out",
            "re-runs of the panel:",
            "Going down the panel",
            "Not weighed: it is in use already.",
        ):
            assert said in html
        assert "<svg" in html

    def test_of_what_was_not_weighed_ten_are_named_and_the_others_counted(self, house: House) -> None:
        found = build_world(house).open()
        for number in range(15):
            propose_use_case(house.nurse, enabling(f"Idea {number}"))
        visitor(house.cmio).post(reverse("strategy:make-plan", args=[found.pk]))
        html = text(house.nurse, "roadmap", found.pk)
        assert 5 <= html.count("Not weighed: ") <= 10
        assert "more that were not weighed" in html
        assert f"{reverse('strategy:efforts')}?estimated=False" in html

    def test_the_plan_is_made_from_the_page_and_its_refusals_are_shown(self, house: House) -> None:
        world = build_world(house)
        found = world.open()
        client = visitor(house.cmio)
        assert "No plan yet" in client.get(reverse("strategy:roadmap", args=[found.pk])).content.decode()
        client.post(reverse("strategy:make-plan", args=[found.pk]))
        assert Plan.objects.count() == 1
        followed = client.get(reverse("strategy:roadmap", args=[found.pk])).content.decode()
        assert "More is being found out about this plan" in followed
        part = client.get(reverse("strategy:planning-job", args=[found.pk])).content.decode()
        assert "hx-get" in part
        made = wish(house.cmio, found, WishKind.MUST, world.case("Letters"), by_quarter=1, reason="Promised.")
        wish(house.cmio, found, WishKind.MUST, world.case("Bleeds"), by_quarter=1, reason="Promised.")
        wish(house.cmio, found, WishKind.MUST, world.enabler, by_quarter=1, reason="Promised.")
        refused = client.post(reverse("strategy:make-plan", args=[found.pk]), follow=True).content.decode()
        assert "These cannot stand together" in refused
        assert Plan.objects.count() == 1
        client.post(reverse("strategy:take-wish-back", args=[made.pk]))
        made.refresh_from_db()
        assert made.taken_back_by == house.cmio
        assert (
            "taken back already"
            in client.post(reverse("strategy:take-wish-back", args=[made.pk]), follow=True).content.decode().lower()
        )

    def test_the_plan_leaves_as_a_table_and_for_machines(self, house: House) -> None:
        (pk,) = studied(house)
        client = visitor(house.nurse)
        table = client.get(reverse("strategy:plan-csv", args=[pk])).content.decode("utf-8-sig").splitlines()
        assert table[0].startswith('"Use case","Key","In the plan"')
        assert len(table) == 1 + 6, "five that were weighed and one that is in use"
        document = json.loads(client.get(reverse("strategy:plan-json", args=[pk])).content)
        assert document["plan"] == Plan.objects.get().result
        assert set(document["studies"]) == {"greedy", "wishes", "worth", "alternatives", "robust", "prices"}

    def test_it_takes_the_same_queries_whatever_the_number_of_use_cases(self, house: House) -> None:
        world = build_world(house)
        found = world.open()
        make_plan(house.cmio, found)
        url = reverse("strategy:roadmap", args=[found.pk])
        few = queries_of(house.cmio, url)
        unit = add_unit(house.administrator, Unit.objects.get().site, "5 East")
        for at in range(5):
            made = propose_use_case(house.cmio, enabling(f"Feed {at}"))
            estimate_effort(house.cmio, made, estimate(change_loads={unit: 1}))
        make_plan(house.cmio, found)
        assert queries_of(house.cmio, url) == few


class TestWhatNext:
    def test_without_a_panel_or_plan_it_says_what_is_missing(self, house: House) -> None:
        html = text(house.nurse, "what-next")
        assert "There is no plan yet, so there is no answer yet" in html
        assert "Hold a panel" in html
        build_world(house)
        html = text(house.nurse, "what-next")
        assert "The panel Spring panel is closed" in html
        assert "Make the plan" in html

    def test_it_names_what_to_build_and_why(self, house: House) -> None:
        studied(house)
        html = text(house.nurse, "what-next")
        assert "Connect the monitors" in html
        assert "It is built for what later initiatives need" in html
        assert "Needed by Falls" in html
        assert "Nobody is executive sponsor" in html

    def test_when_all_has_started_nothing_is_made_up(self, house: House) -> None:
        (pk,) = decided(house)
        found = Roadmap.objects.get(pk=pk)
        plan = newest_plan(found)
        assert plan is not None
        client = visitor(house.cmio)
        for key in kept(plan).plan.starts:
            values = {"started": this_quarter().isoformat(), "quarters_left": "1", "note": "Begun."}
            client.post(reverse("strategy:report-progress", args=[pk, key]), values)
        assert "Everything in the plan has started" in text(house.nurse, "what-next")


def test_the_library_leads_to_the_outlook_of_a_capability(house: House) -> None:
    world = build_world(house)
    client = visitor(house.cmio)
    assert "Say when" in client.get(reverse("strategy:library")).content.decode()
    url = reverse("strategy:outlook", args=[world.feed.pk])
    refused = client.post(url, {"expected_on": "2027-01-01", "end_value": "0"})
    assert refused.status_code == 422
    assert "only what is being built has a date" in refused.content.decode()
    assert client.post(url, {"expected_on": "", "end_value": "12"}).status_code == 302
    assert "worth 12 at the end of a plan" in client.get(reverse("strategy:library")).content.decode()
