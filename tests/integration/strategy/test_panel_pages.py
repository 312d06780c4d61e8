"""The pages of panels: who sees what, what is blind, what is said to whom."""

from __future__ import annotations

import csv
import json
import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from attending.program.actions.people import seat_person, vacate_seat
from attending.program.models import Person, Seat, SeatHolding, UseCase
from attending.program.registries import evidence, worklist
from attending.strategy.actions.panel.closing import close_round
from attending.strategy.actions.panel.discussing import note_cell
from attending.strategy.actions.panel.preparing import expect
from attending.strategy.actions.panel.rounds import end_panel, open_next_round
from attending.strategy.actions.panel.scoring import declare_conflict, save_scores
from attending.strategy.models import Panel, Score
from attending.strategy.queries import panels as queries
from attending.strategy.rules.panel import Expected
from attending.ui.formats import EN_DASH
from tests.integration.house import House
from tests.integration.pages import Page, queries_of, try_page, visitor
from tests.integration.strategy.panels import begun, by_title, item, judges, prepared, score, weigh

pytestmark = [pytest.mark.usefixtures("demonstration"), pytest.mark.one_database]

TITLES = ("Sepsis", "Falls", "Beds")


def a_prepared(house: House) -> tuple[int]:
    found = Panel.objects.first()
    return (found.pk if found else prepared(house, TITLES, [house.nurse, house.owner]).pk,)


def a_begun(house: House) -> tuple[int]:
    found = Panel.objects.first()
    return (found.pk if found else begun(house, TITLES, [house.nurse, house.owner]).pk,)


def a_numbered(house: House) -> tuple[int, int]:
    return (*a_begun(house), 2)


def a_scored(house: House) -> tuple[int]:
    found = Panel.objects.first()
    if found is None:
        found = begun(house, TITLES, [house.nurse, house.owner])
        score(house.owner, found, by_title())
        save_scores(house.nurse, found, item(found, "Falls"), {"equity": 5})
    return (found.pk,)


def a_criterion(house: House) -> tuple[int, str]:
    return (*a_prepared(house), "equity")


def a_panelist(house: House) -> tuple[int, int]:
    [pk] = a_prepared(house)
    return pk, queries.panelist_of(Panel.objects.get(pk=pk), house.nurse).pk


def divided(house: House) -> Panel:
    """A panel of four that disagrees about the safety of Falls."""
    people = judges(house, 4)
    panel = begun(house, TITLES, people)
    for at, person in enumerate(people):
        weigh(person, panel, equity=20 * at)
        usual = by_title(sepsis=7, falls=6, beds=3)
        score(
            person,
            panel,
            lambda each, c, at=at, usual=usual: (
                (9 if at < 2 else 1) if (each.use_case.title, c.key) == ("Falls", "safety") else usual(each, c)
            ),
        )
    close_round(house.cmio, panel)
    return Panel.objects.get(pk=panel.pk)


def settled(house: House) -> Panel:
    """The same after its second round, with an interest declared in between."""
    panel = divided(house)
    people = [each.person for each in queries.panelists_of(panel)]
    falls = item(panel, "Falls")
    note_cell(people[0], panel, falls, panel.criteria.get(key="safety"), "At night nobody is there.")
    declare_conflict(people[3], panel, item(panel, "Sepsis"), "I hold shares.")
    open_next_round(house.cmio, panel, due_on=timezone.localdate())
    for person in people:
        score(person, panel, by_title(falls=1))
    close_round(house.cmio, panel)
    return Panel.objects.get(pk=panel.pk)


def a_divided(house: House) -> tuple[int]:
    found = Panel.objects.first()
    return (found.pk if found else divided(house).pk,)


def a_cell(house: House) -> tuple[int, int, str]:
    [pk] = a_divided(house)
    return pk, item(Panel.objects.get(pk=pk), "Falls").position, "safety"


def a_settled(house: House) -> tuple[int]:
    found = Panel.objects.first()
    return (found.pk if found else settled(house).pk,)


def use_cases(_house: House) -> dict[str, object]:
    return {"use_cases": list(UseCase.objects.filter(title__in=TITLES).values_list("pk", flat=True))}


WEIGHTS = dict.fromkeys(
    ("burden", "benefit", "equity", "workflow", "feasibility", "safety", "capability", "evidence"), 50
)
CRITERION = {"label": "Cost", "question": "How little?", "anchor_1": "A lot", "anchor_5": "Some", "anchor_9": "None"}
LATER = (timezone.localdate() + timedelta(days=9)).isoformat()
PAGES = (
    Page(name="strategy:panels", may="nurse"),
    Page(
        name="strategy:prepare-panel",
        may="cmio",
        may_not="owner",
        valid=lambda h: {"title": "Spring", "top": 2, "due_on": LATER, "most_rounds": 2},
        invalid={"title": "Spring", "top": 0, "due_on": "", "most_rounds": 2},
    ),
    Page(name="strategy:panel", args=a_begun, may="operations"),
    Page(name="strategy:panel-items", args=a_prepared, may="cmio", may_not="owner", valid=use_cases),
    Page(
        name="strategy:panel-panelists",
        args=a_prepared,
        may="cmio",
        may_not="owner",
        valid=lambda h: {"people": [h.safety.pk]},
        invalid={"people": []},
    ),
    Page(name="strategy:panel-remove", args=a_panelist, may="cmio", may_not="owner"),
    Page(
        name="strategy:panel-expected",
        args=a_prepared,
        may="cmio",
        may_not="owner",
        valid=lambda h: {"discipline": "nursing", "count": 2},
        invalid={"discipline": "nursing", "count": 0},
    ),
    Page(
        name="strategy:panel-add-criterion",
        args=a_prepared,
        may="cmio",
        may_not="owner",
        valid=lambda h: CRITERION,
        invalid={**CRITERION, "anchor_5": ""},
    ),
    Page(
        name="strategy:panel-criterion",
        args=a_criterion,
        may="cmio",
        may_not="owner",
        valid=lambda h: CRITERION,
        invalid={**CRITERION, "label": "Safety"},
    ),
    Page(name="strategy:panel-drop-criterion", args=a_criterion, may="cmio", may_not="owner", valid=lambda h: {}),
    Page(name="strategy:panel-begin", args=a_prepared, may="cmio", may_not="owner", valid=lambda h: {}),
    Page(name="strategy:panel-sheet", args=a_begun, may="nurse", may_not="safety", closed=True),
    Page(
        name="strategy:panel-score",
        args=a_numbered,
        may="nurse",
        may_not="safety",
        closed=True,
        valid=lambda h: {"score_equity": "7"},
        invalid={"score_equity": "12"},
    ),
    Page(
        name="strategy:panel-interest",
        args=a_numbered,
        may="nurse",
        may_not="safety",
        closed=True,
        valid=lambda h: {"nature": "Mine."},
        invalid={"nature": ""},
    ),
    Page(
        name="strategy:panel-weights",
        args=a_begun,
        may="nurse",
        may_not="safety",
        closed=True,
        valid=lambda h: {f"points_{key}": value for key, value in {**WEIGHTS, "equity": 100}.items()},
        invalid={f"points_{key}": value for key, value in WEIGHTS.items()},
    ),
    Page(
        name="strategy:panel-weights-check",
        args=a_begun,
        may="nurse",
        may_not="safety",
        closed=True,
        valid=lambda h: {
            "best": "equity",
            "worst": "evidence",
            **{f"best_{key}": 5 for key in WEIGHTS},
            **{f"worst_{key}": 3 for key in WEIGHTS},
        },
        invalid={
            "best": "equity",
            "worst": "equity",
            **{f"best_{key}": 5 for key in WEIGHTS},
            **{f"worst_{key}": 3 for key in WEIGHTS},
        },
    ),
    Page(name="strategy:panel-hand-in", args=a_scored, may="nurse", may_not="safety", closed=True, valid=lambda h: {}),
    Page(name="strategy:panel-close", args=a_scored, may="cmio", may_not="owner", valid=lambda h: {}),
    Page(
        name="strategy:panel-end",
        args=a_begun,
        may="cmio",
        may_not="owner",
        valid=lambda h: {"because": "Nobody came."},
        invalid={"because": ""},
    ),
    Page(name="strategy:panel-discussion", args=a_divided, may="cmio", may_not="owner", closed=True),
    Page(
        name="strategy:panel-note",
        args=a_cell,
        may="cmio",
        may_not="owner",
        closed=True,
        valid=lambda h: {"said": "Nights."},
        invalid={"said": ""},
    ),
    Page(
        name="strategy:panel-again",
        args=a_divided,
        may="cmio",
        may_not="owner",
        valid=lambda h: {"due_on": LATER},
        invalid={"due_on": ""},
    ),
    Page(name="strategy:panel-ranking", args=a_settled, may="operations"),
)


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_every_page_is_open_to_whom_it_should_be(page: Page, house: House) -> None:
    try_page(page, house)


def text_of(person: Person, url: str) -> str:
    """What a page says, without its markup."""
    response = visitor(person).get(url)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def address(name: str, panel: Panel, *more: object) -> str:
    return reverse(f"strategy:{name}", args=[panel.pk, *more])


def test_nobody_sees_scores_of_an_open_round_and_no_ranking_before_the_panel_is_closed(house: House) -> None:
    panel = divided(house)
    for person in (house.cmio, house.owner):
        assert visitor(person).get(address("panel-ranking", panel)).status_code == 404
    open_next_round(house.cmio, panel, due_on=timezone.localdate())
    people = [each.person for each in queries.panelists_of(panel)]
    save_scores(people[0], panel, item(panel, "Falls"), {"safety": 4})
    for person in (house.cmio, people[1]):
        html = visitor(person).get(address("panel", panel)).content.decode()
        assert "Scored" not in html
    client = visitor(people[1])
    html = client.get(address("panel-score", panel, item(panel, "Falls").position)).content.decode()
    assert 'value="4" class' not in html
    assert not re.search(r'value="4"[^>]*checked', html), "somebody else's score is not chosen for them"
    assert "You scored 9 before the discussion" in html


def test_a_score_is_kept_at_once_by_script_and_shown_again(house: House) -> None:
    [pk] = a_begun(house)
    panel = Panel.objects.get(pk=pk)
    url = address("panel-score", panel, 1)
    client = visitor(house.nurse)
    response = client.post(url, {"score_equity": "7"}, headers={"HX-Request": "true"})
    assert response.content.decode() == "Kept: 1 of 8 scored. 1 of 24 in all."
    assert re.search(r'value="7"[^>]*checked', client.get(url).content.decode())
    refused = client.post(url, {"score_equity": "12"}, headers={"HX-Request": "true"})
    assert (refused.status_code, refused.content.decode()[:9]) == (422, "Not kept.")
    assert Score.objects.get().value == 7
    onward = client.post(url, {"score_equity": "7", "then": "next"}, headers={"HX-Request": "true"})
    assert onward["HX-Redirect"] == address("panel-score", panel, 2)


def test_blanks_are_named_before_handing_in(house: House) -> None:
    [pk] = a_scored(house)
    told = text_of(house.nurse, address("panel-hand-in", Panel.objects.get(pk=pk)))
    assert "You leave blank Sepsis: everything Falls: burden of the problem, expected benefit, fit with" in told
    assert "You have not said yet what matters most to you" in told


def test_an_interest_is_no_longer_asked_for_and_shown_to_everybody(house: House) -> None:
    [pk] = a_begun(house)
    panel = Panel.objects.get(pk=pk)
    declare_conflict(house.nurse, panel, item(panel, "Falls"), "I would lead it.")
    assert "You declared an interest; your scores of it are left out" in text_of(
        house.nurse, address("panel-sheet", panel)
    )
    assert "I would lead it. Nia Nurse, declared" in text_of(house.operations, address("panel", panel))
    assert "name=" not in page_form(visitor(house.nurse), address("panel-score", panel, 2))


def page_form(client: Client, url: str) -> str:
    found = re.search(r'<form class="form scores".*?</form>', client.get(url).content.decode(), re.DOTALL)
    return found[0] if found else ""


def test_the_convener_sees_names_of_who_has_not_handed_in(house: House) -> None:
    [pk] = a_scored(house)
    told = text_of(house.cmio, address("panel-close", Panel.objects.get(pk=pk)))
    assert "1 of 2 have handed in. Not yet: Nia Nurse." in told


def test_what_a_gate_keeps_out_is_shown_with_why(house: House) -> None:
    [pk] = a_prepared(house)
    told = text_of(house.cmio, address("panel-items", Panel.objects.get(pk=pk)))
    assert "Kept out by a gate" in told
    assert "Sepsis alert" in told
    assert "Not before" in told


def test_the_ranking_tells_an_executive_what_is_sure_and_what_changed(house: House) -> None:
    panel = settled(house)
    told = text_of(house.operations, address("panel-ranking", panel))
    assert "We re-ran this meeting 10,000 times with clinicians drawn from your panel and their own weights" in told
    for heading in ("Stable winners", "The contested middle", "Clear no", "What would have to change?"):
        assert heading in told
    assert "Safety: median 5 to 1, and they no longer disagree. Said: “At night nobody is there.”" in told
    assert "1 panelist declared an interest since" in told
    assert "I hold shares." in told
    assert "Judge 4" in told
    assert "4 of 4 expected panelists were heard." in told


def test_a_leader_asks_what_would_turn_two_use_cases(house: House) -> None:
    panel = settled(house)
    url = address("panel-ranking", panel)
    told = text_of(house.operations, f"{url}?lower=2&upper=0")
    assert "Beds would draw level with Sepsis if everyone scored it" in told or "can bring Beds level" in told
    assert "Choose two use cases that are not the same." in text_of(house.operations, f"{url}?lower=1&upper=1")
    assert "Sepsis" in text_of(house.operations, f"{url}?lower=none&upper=99")


def test_who_is_missing_is_said(house: House) -> None:
    people = judges(house, 3)
    panel = prepared(house, TITLES, people)
    expect(house.cmio, panel, [Expected("pharmacy", None, 2)])
    assert "2 missing" in text_of(house.cmio, address("panel", panel))
    client = visitor(house.cmio)
    assert client.post(address("panel-begin", panel)).status_code == 302
    for person in people[:2]:
        score(person, panel, by_title(sepsis=8))
    close_round(house.cmio, panel)
    told = text_of(house.owner, address("panel-ranking", panel))
    assert "Nobody was heard from: Pharmacy." in told
    assert "2 more, whom nobody asked" in told
    assert "Only 2 judged." in told
    assert "adds most to it" not in told, "what each criterion adds would tell whose scores they are"


def test_one_panelist_is_said_to_be_one_persons_opinion(house: House) -> None:
    [alone] = judges(house, 1)
    panel = begun(house, TITLES, [alone])
    score(alone, panel, by_title(sepsis=8))
    close_round(house.cmio, panel)
    told = text_of(house.owner, address("panel-ranking", panel))
    assert "This is one person's opinion" in told
    assert not re.search(r"panelist \d", told), "people stand in the document as numbers, and nowhere on a page"


def test_downloads_hold_nothing_of_a_single_panelist(house: House) -> None:
    panel = settled(house)
    client = visitor(house.operations)
    rows = client.get(address("panel-ranking-csv", panel)).content.decode("utf-8-sig").splitlines()
    assert rows[0].startswith('"rank","use case","value of 100","verdict","panelists"')
    assert len(rows) == 4
    document = json.loads(client.get(address("panel-ranking-json", panel)).content)
    assert document["inputs_sha256"] == panel.rankings.get(round__number=2).inputs_sha256
    told = json.dumps(document)
    assert "by_panelist" not in told
    assert "Judge" not in told
    assert {cell["n"] for cell in document["ranking"]["cells"]} == {3, 4}


def test_a_cell_that_one_person_scored_is_told_nowhere(house: House) -> None:
    people = judges(house, 4)
    panel = begun(house, TITLES, people, rounds=1)
    weigh(people[0], panel, equity=90)
    for at, person in enumerate(people):
        score(
            person,
            panel,
            lambda each, c, at=at: (
                (2 if at == 0 else None) if (each.use_case.title, c.key) == ("Beds", "equity") else 6
            ),
        )
    close_round(house.cmio, panel)
    told = text_of(house.owner, address("panel-ranking", panel))
    assert "What each criterion adds is left out of Beds: fewer than three scored some criterion" in told
    medians = told[told.index("Every median") :]
    [beds] = re.findall(rf"Beds((?: [\d{EN_DASH}]+)+)", medians[: medians.index("Who was missing")])
    assert beds.split().count(EN_DASH) == 1, "and a median only of what three or more scored"
    assert "2" not in beds.split()
    client = visitor(house.owner)
    lines = client.get(address("panel-ranking-csv", panel)).content.decode("utf-8-sig").splitlines()
    rows = list(csv.DictReader(lines))
    added = {row["use case"]: {row[name] for name in row if name.endswith(" adds")} for row in rows}
    assert added.pop("Beds") == {""}
    assert all("" not in each for each in added.values())
    ranking = json.loads(client.get(address("panel-ranking-json", panel)).content)["ranking"]
    assert [each["item"] for each in ranking["items"] if "contributions" not in each] == ["Beds"]
    assert "lowest" not in ranking["criteria"][0], "only one gave weights"


def test_an_ended_panel_says_why_and_opens_nothing(house: House) -> None:
    [pk] = a_scored(house)
    panel = end_panel(house.cmio, Panel.objects.get(pk=pk), because="The budget went.")
    assert "The budget went." in text_of(house.owner, address("panel", panel))
    assert visitor(house.owner).get(address("panel-ranking", panel)).status_code == 404
    for name in ("panel-sheet", "panel-weights"):
        assert visitor(house.nurse).get(address(name, panel)).status_code == 302


def titles(person: Person) -> list[str]:
    return [each.title for each in worklist.for_person(person) if each.subject == "Spring panel"]


def test_my_rounds_says_what_a_panel_asks_of_whom(house: House) -> None:
    panel = prepared(house, TITLES, [house.nurse, house.owner])
    assert titles(house.cmio) == ["Begin the panel"]
    assert titles(house.nurse) == []
    assert visitor(house.cmio).post(address("panel-begin", panel)).status_code == 302
    assert sorted(titles(house.nurse)) == ["Say what matters most to you", "Score the use cases"]
    assert titles(house.cmio) == []
    weigh(house.nurse, panel)
    score(house.nurse, panel, by_title())
    assert titles(house.nurse) == []
    score(house.owner, panel, by_title())
    assert titles(house.cmio) == ["Close the round"]
    close_round(house.cmio, panel)
    assert titles(house.cmio) == []


def test_a_panel_whose_convener_holds_the_seat_no_more_is_asked_of_who_does(house: House) -> None:
    prepared(house, TITLES, [house.nurse])
    seat_person(house.administrator, house.safety, Seat.CMIO)
    assert titles(house.safety) == []
    vacate_seat(house.administrator, SeatHolding.objects.get(person=house.cmio, seat=Seat.CMIO), reason="Left.")
    assert titles(house.safety) == ["Begin the panel"]
    assert titles(house.cmio) == []


def test_a_late_round_is_asked_of_the_convener_with_a_warning(house: House) -> None:
    [pk] = a_begun(house)
    Panel.objects.filter(pk=pk).update(due_on=timezone.localdate() - timedelta(days=1))
    [asked] = [each for each in worklist.for_person(house.cmio) if each.subject == "Spring panel"]
    assert (asked.title, str(asked.urgency)) == ("Close the round", "warn")
    assert asked.asked.startswith("0 of 2 have handed in")


def test_the_panel_after_the_discussion_is_asked_for_its_next_round(house: House) -> None:
    panel = divided(house)
    assert titles(house.cmio) == ["Open the next round"]
    open_next_round(house.cmio, panel, due_on=timezone.localdate())
    assert titles(queries.panelists_of(panel)[0].person) == ["Score again where the panel disagreed"]


def test_a_use_case_says_what_the_panel_said_of_it(house: House) -> None:
    panel = settled(house)
    [found] = [each for each in evidence.findings(item(panel, "Sepsis").use_case) if each.item == "panel"]
    assert found.summary.startswith("Stable winner: rank 1 of 3, first in")
    assert found.link == address("panel-ranking", panel)
    assert not [each for each in evidence.findings(house.use_case) if each.item == "panel"]


def test_pages_take_few_queries_however_much_was_judged(house: House) -> None:
    panel = settled(house)
    assert queries_of(house.operations, address("panel-ranking", panel)) <= 20
    assert queries_of(house.operations, address("panel", panel)) <= 14
    assert queries_of(house.operations, address("panel-discussion", panel)) <= 19
    assert queries_of(house.operations, reverse("strategy:panels")) <= 9
