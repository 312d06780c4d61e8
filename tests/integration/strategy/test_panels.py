"""Hold a panel: what it refuses, what it keeps from whom, and how its ranking comes about."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from attending.analytics.catalogs.criteria import AnchoredCriterion
from attending.ledger.models import Entry
from attending.ledger.queries import verify
from attending.program.actions.people import deactivate_person
from attending.program.models import Person, Site
from attending.program.rules import NotAllowed, Refused
from attending.strategy.actions.panel.closing import close_round
from attending.strategy.actions.panel.criteria import adapt_criterion, add_criterion, drop_criterion
from attending.strategy.actions.panel.discussing import note_cell
from attending.strategy.actions.panel.preparing import (
    choose_items,
    choose_panelists,
    expect,
    prepare_panel,
    remove_panelist,
)
from attending.strategy.actions.panel.rounds import begin_scoring, end_panel, open_next_round
from attending.strategy.actions.panel.scoring import declare_conflict, hand_in, save_scores
from attending.strategy.actions.panel.weighing import save_best_worst, save_swings
from attending.strategy.actions.roadmaps import open_roadmap
from attending.strategy.models import Panel, PanelItem, PanelRanking, PanelState, Score
from attending.strategy.queries import panel_ranking as rankings
from attending.strategy.queries import panel_values
from attending.strategy.queries import panels as queries
from attending.strategy.queries.panel_judgements import judged
from attending.strategy.rules.panel import MOST_ITEMS, Expected
from attending.strategy.rules.quarters import quarter_of
from tests.integration.house import House
from tests.integration.pages import stranger
from tests.integration.strategy.panels import SEED, begun, by_title, item, judgeable, judges, prepared, score, weigh
from tests.integration.strategy.plans import limits

TITLES = ("Sepsis", "Falls", "Beds")
SOON = timedelta(days=14)
COST = AnchoredCriterion("cost", "Cost", "How little does it cost?", "A lot.", "Some.", "Nothing.")


def soon() -> object:
    return timezone.localdate() + SOON


@pytest.fixture
def people(house: House) -> list[Person]:
    return judges(house, 4)


@pytest.fixture
def panel(house: House, people: list[Person]) -> Panel:
    """A panel whose first round is open."""
    return begun(house, TITLES, people)


def reread(panel: Panel) -> Panel:
    return Panel.objects.get(pk=panel.pk)


def split(panel: Panel, people: list[Person]) -> None:
    """The first two see the safety of Falls otherwise than the others; on all else they agree."""
    for at, person in enumerate(people):
        usual = by_title(sepsis=7, falls=6, beds=3)

        def rule(each, criterion, at=at, usual=usual):
            seen_otherwise = (each.use_case.title, criterion.key) == ("Falls", "safety")
            return (9 if at < 2 else 1) if seen_otherwise else usual(each, criterion)

        score(person, panel, rule)


def test_a_panel_begins_with_the_catalog_and_what_it_is_for(house: House) -> None:
    panel = prepare_panel(house.cmio, title=" Spring ", top=2, due_on=soon())
    assert (panel.title, panel.top, panel.most_rounds, panel.state) == ("Spring", 2, 2, PanelState.PREPARED)
    assert len(queries.criteria_of(panel)) == 8
    assert panel.seed != prepare_panel(house.cmio, title="Autumn", top=2, due_on=soon()).seed


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"title": " "}, "Name the panel"),
        ({"title": "Taken"}, "There is a panel named 'Taken' already"),
        ({"top": 0}, "at least 1"),
        ({"most_rounds": 4}, "1 to 3 rounds, not 4"),
        ({"due_on": timezone.localdate() - timedelta(days=2)}, "is past"),
    ],
)
def test_a_panel_that_cannot_be_held_is_refused(house: House, changed: dict[str, object], message: str) -> None:
    prepare_panel(house.cmio, title="Taken", top=1, due_on=soon())
    with pytest.raises(Refused, match=message):
        prepare_panel(house.cmio, **{"title": "New", "top": 1, "due_on": soon(), **changed})
    assert Panel.objects.count() == 1


def test_only_who_holds_panels_takes_their_steps(house: House, panel: Panel) -> None:
    steps = (
        lambda: prepare_panel(house.owner, title="New", top=1, due_on=soon()),
        lambda: choose_items(house.owner, panel, []),
        lambda: close_round(house.owner, panel),
        lambda: open_next_round(house.owner, panel, due_on=soon()),
        lambda: end_panel(house.owner, panel, because="No."),
        lambda: note_cell(house.owner, panel, item(panel, "Falls"), panel.criteria.first(), "Why?"),
    )
    for step in steps:
        with pytest.raises(NotAllowed, match="Chief medical information officer"):
            step()


def test_a_chief_of_elsewhere_takes_no_step(panel: Panel) -> None:
    elsewhere = stranger()
    for step in (lambda: close_round(elsewhere, panel), lambda: end_panel(elsewhere, panel, because="No.")):
        with pytest.raises(NotAllowed, match="another organisation"):
            step()


def test_what_a_gate_keeps_out_is_refused_with_the_gate(house: House) -> None:
    panel = prepare_panel(house.cmio, title="New", top=1, due_on=soon())
    with pytest.raises(Refused, match=r"Sepsis alert cannot be judged yet.*outcome"):
        choose_items(house.cmio, panel, [house.use_case])
    assert not PanelItem.objects.exists()


def test_more_use_cases_than_can_be_judged_with_care_are_refused(house: House) -> None:
    panel = prepare_panel(house.cmio, title="New", top=1, due_on=soon())
    with pytest.raises(Refused, match=rf"5000 use cases .* at most {MOST_ITEMS}"):
        choose_items(house.cmio, panel, [house.use_case] * 5000)
    with pytest.raises(Refused, match="chosen twice"):
        choose_items(house.cmio, panel, [house.use_case] * 2)


@pytest.mark.parametrize("missing", ["items", "people", "choice"])
def test_a_panel_with_nothing_to_choose_does_not_begin(house: House, missing: str) -> None:
    people = [] if missing == "people" else judges(house, 2)
    titles = () if missing == "items" else ("Sepsis",)
    panel = prepared(house, titles, people, top=2 if missing == "choice" else 1)
    message = {"items": "No use case", "people": "Nobody sits", "choice": "take on 2 and only 1"}[missing]
    with pytest.raises(Refused, match=message):
        begin_scoring(house.cmio, panel)
    assert reread(panel).state == PanelState.PREPARED


def test_people_who_cannot_judge_are_refused(house: House, people: list[Person]) -> None:
    panel = prepared(house, TITLES, people)
    with pytest.raises(Refused, match="Judge 1 sits in this panel already"):
        choose_panelists(house.cmio, panel, [(people[0], None)])
    house.nurse = deactivate_person(house.administrator, house.nurse, reason="Left.") or house.nurse
    house.nurse.refresh_from_db()
    with pytest.raises(Refused, match="Nia Nurse cannot sign in"):
        choose_panelists(house.cmio, panel, [(house.nurse, None)])


def test_a_panelist_is_taken_out_until_scoring_begins(house: House, people: list[Person]) -> None:
    panel = prepared(house, TITLES, people)
    remove_panelist(house.cmio, panel, queries.panelist_of(panel, people[3]).pk)
    assert len(queries.panelists_of(panel)) == 3
    begin_scoring(house.cmio, panel)
    for step in (
        lambda: remove_panelist(house.cmio, panel, queries.panelist_of(panel, people[0]).pk),
        lambda: choose_items(house.cmio, panel, []),
        lambda: add_criterion(house.cmio, panel, COST),
        lambda: expect(house.cmio, panel, []),
    ):
        with pytest.raises(Refused, match="Scoring has begun"):
            step()


def test_criteria_are_adapted_before_the_first_score(house: House, people: list[Person]) -> None:
    panel = prepared(house, TITLES, people)
    assert add_criterion(house.cmio, panel, COST).key == "cost"
    with pytest.raises(Refused, match="Another criterion is called 'COST'"):
        add_criterion(house.cmio, panel, AnchoredCriterion("x", "COST", "?", "a", "b", "c"))
    with pytest.raises(Refused, match="Another criterion is called 'Safety'"):
        adapt_criterion(house.cmio, panel, "cost", AnchoredCriterion("x", "Safety", "?", "a", "b", "c"))
    drop_criterion(house.cmio, panel, "cost")
    for key in [each.key for each in queries.criteria_of(panel)][2:]:
        drop_criterion(house.cmio, panel, key)
    with pytest.raises(Refused, match="at least 2 criteria"):
        drop_criterion(house.cmio, panel, "burden")


def test_who_should_be_in_the_room_is_said_beforehand(house: House, people: list[Person]) -> None:
    panel = prepared(house, TITLES, people)
    site = Site.objects.get()
    expect(house.cmio, panel, [Expected("nursing", site.pk, 3), Expected("pharmacy", None, 1)])
    assert queries.expected_of(reread(panel)) == [Expected("nursing", site.pk, 3), Expected("pharmacy", None, 1)]
    with pytest.raises(Refused, match="at least one person"):
        expect(house.cmio, panel, [Expected("nursing", None, 0)])
    with pytest.raises(Refused, match="expected twice"):
        expect(house.cmio, panel, [Expected("nursing", None, 1)] * 2)
    with pytest.raises(Refused, match="another organisation"):
        expect(house.cmio, panel, [Expected("nursing", site.pk + 1, 1)])


@pytest.mark.parametrize(("value", "found"), [(0, "0"), (10, "10"), (True, "True"), (5.5, "5.5")])
def test_a_score_outside_the_scale_is_refused_by_its_place(
    panel: Panel, people: list[Person], value: object, found: str
) -> None:
    with pytest.raises(Refused, match=f"Safety of Falls was scored {found}: give 1 to 9"):
        save_scores(people[0], panel, item(panel, "Falls"), {"equity": 5, "safety": value})
    assert not Score.objects.exists()


def test_scores_are_kept_as_they_are_given_and_taken_back(panel: Panel, people: list[Person]) -> None:
    falls = item(panel, "Falls")
    save_scores(people[0], panel, falls, {"equity": 5, "safety": 3})
    save_scores(people[0], panel, falls, {"equity": 6})
    assert [(score.criterion.key, score.value) for score in Score.objects.all()] == [("equity", 6)]
    with pytest.raises(Refused, match="does not ask for 'cost'"):
        save_scores(people[0], panel, falls, {"cost": 5})
    assert Score.objects.count() == 1


def test_nobody_else_scores(house: House, panel: Panel) -> None:
    with pytest.raises(NotAllowed, match="Only the panelists"):
        save_scores(house.cmio, panel, item(panel, "Falls"), {"equity": 5})
    with pytest.raises(NotAllowed, match="Only the panelists"):
        save_swings(house.cmio, panel, {"equity": 100})


def test_handed_in_is_for_good(panel: Panel, people: list[Person]) -> None:
    with pytest.raises(Refused, match="scored nothing yet"):
        hand_in(people[0], panel)
    score(people[0], panel, by_title())
    for step in (
        lambda: save_scores(people[0], panel, item(panel, "Falls"), {"equity": 1}),
        lambda: hand_in(people[0], panel),
    ):
        with pytest.raises(Refused, match="handed your scores in"):
            step()


def test_the_record_says_how_many_were_handed_in_and_never_which(panel: Panel, people: list[Person]) -> None:
    score(people[0], panel, lambda each, criterion: None if criterion.key == "equity" else 4)
    entry = Entry.objects.filter(verb="panel.handed_in").get()
    assert '"scores":21' in entry.payload.body
    assert '"blank":3' in entry.payload.body
    assert "safety" not in entry.payload.body
    assert verify().ok


@pytest.mark.parametrize(
    ("points", "message"),
    [
        ({}, "has no value yet"),
        ({"burden": 50}, "You gave at most 50 points"),
        ({"burden": 120}, "120 points: points go from 0 to 100"),
        ({"cost": 100}, "does not judge by 'cost'"),
    ],
)
def test_weights_that_say_nothing_are_refused(
    panel: Panel, people: list[Person], points: dict[str, int], message: str
) -> None:
    given = {each.key: 40 for each in queries.criteria_of(panel)} | points if points else {}
    with pytest.raises(Refused, match=message):
        save_swings(people[0], panel, given)


def test_weights_stand_from_the_end_of_the_first_round(house: House, panel: Panel, people: list[Person]) -> None:
    for person in people:
        weigh(person, panel)
    split(panel, people)
    weigh(people[0], panel, safety=100)
    close_round(house.cmio, panel)
    with pytest.raises(Refused, match="stand from then on"):
        weigh(people[0], panel, equity=100)


def test_a_check_of_the_weights_is_kept_beside_them(panel: Panel, people: list[Person]) -> None:
    keys = [each.key for each in queries.criteria_of(panel)]
    to_others = dict.fromkeys(keys, 3) | {"burden": 1, "evidence": 9}
    to_worst = dict.fromkeys(keys, 3) | {"burden": 9, "evidence": 1}
    save_best_worst(
        people[0], panel, best="burden", worst="evidence", best_to_others=to_others, others_to_worst=to_worst
    )
    with pytest.raises(Refused, match="both the best and the worst"):
        save_best_worst(
            people[0], panel, best="burden", worst="burden", best_to_others=to_others, others_to_worst=to_worst
        )
    assert queries.best_worst_of(queries.panelist_of(panel, people[0])).best.key == "burden"
    assert not queries.swings_of(queries.panelist_of(panel, people[0]))


def test_nobody_handed_in_nothing_is_closed(house: House, panel: Panel, people: list[Person]) -> None:
    score(people[0], panel, by_title(), finish=False)
    with pytest.raises(Refused, match="Nobody has handed anything in"):
        close_round(house.cmio, panel)
    assert reread(panel).state == PanelState.SCORING


def test_what_was_only_kept_does_not_count(house: House, panel: Panel, people: list[Person]) -> None:
    for person in people[:3]:
        score(person, panel, by_title(sepsis=8))
    score(people[3], panel, by_title(beds=9), finish=False)
    results = queries.results_of(close_round(house.cmio, panel))
    assert (results.handed_in, results.asked) == (3, 4)
    assert {cell.n for cell in results.cells} == {3}


def test_a_panel_that_agrees_is_closed_after_one_round(house: House, panel: Panel, people: list[Person]) -> None:
    for person in people:
        score(person, panel, by_title(sepsis=8))
    close_round(house.cmio, panel)
    assert reread(panel).state == PanelState.CLOSED
    newest = rankings.newest(house.cmio.organisation)
    assert newest.panel == panel
    values = rankings.values_of(newest)
    assert max(values, key=values.get) == item(panel, "Sepsis").use_case_id
    assert values[item(panel, "Sepsis").use_case_id] == pytest.approx(87.5)


def test_two_rounds_score_again_only_where_the_panel_disagreed(
    house: House, panel: Panel, people: list[Person]
) -> None:
    split(panel, people)
    close_round(house.cmio, panel)
    assert reread(panel).state == PanelState.DISCUSSION
    assert rankings.newest(house.cmio.organisation) is None, "the first ranking is kept from everybody"
    falls, safety = item(panel, "Falls"), panel.criteria.get(key="safety")
    note_cell(people[0], panel, falls, safety, "Nights differ.")
    with pytest.raises(Refused, match="does not disagree here"):
        note_cell(people[0], panel, falls, panel.criteria.get(key="equity"), "Why?")
    open_next_round(house.cmio, panel, due_on=soon())
    with pytest.raises(Refused, match="does not ask for 'equity'"):
        save_scores(people[0], panel, falls, {"equity": 5})
    for person in people[:2]:
        save_scores(person, panel, falls, {"safety": 2})
        hand_in(person, panel)
    results = queries.results_of(close_round(house.cmio, panel))
    assert results.flagged() == []
    assert results.change.resolved == 1
    found = judged(panel, panel.rounds.get(number=2))
    assert found.column("Falls", "Safety") == [2, 2, 1, 1], "who did not score again stands by the first score"
    assert found.column("Falls", "Equity") == [6, 6, 6, 6]
    assert reread(panel).state == PanelState.CLOSED
    assert PanelRanking.objects.filter(panel=panel).count() == 2


def test_a_panelist_who_has_left_notes_nothing(house: House, panel: Panel, people: list[Person]) -> None:
    split(panel, people)
    close_round(house.cmio, panel)
    deactivate_person(house.administrator, people[1], reason="Left")
    people[1].refresh_from_db()
    with pytest.raises(NotAllowed, match="no longer active"):
        note_cell(people[1], panel, item(panel, "Falls"), panel.criteria.get(key="safety"), "I have left.")


def test_a_later_round_asks_only_who_judged_in_the_first(house: House, people: list[Person]) -> None:
    late = house.nurse
    panel = begun(house, TITLES, [*people, late])
    split(panel, people)
    close_round(house.cmio, panel)
    open_next_round(house.cmio, panel, due_on=soon())
    with pytest.raises(Refused, match="asks only those who handed in"):
        save_scores(late, panel, item(panel, "Falls"), {"safety": 5})


@pytest.mark.parametrize("when", ["before scoring", "after handing in", "in the discussion"])
def test_scores_with_an_interest_are_left_out_whenever_it_is_declared(
    house: House, panel: Panel, people: list[Person], when: str
) -> None:
    sepsis = item(panel, "Sepsis")
    if when == "before scoring":
        save_scores(people[0], panel, sepsis, {"equity": 9})
        declare_conflict(people[0], panel, sepsis, "I am paid by the maker.")
        with pytest.raises(Refused, match="declared an interest"):
            save_scores(people[0], panel, sepsis, {"equity": 9})
    split(panel, people)
    if when == "after handing in":
        declare_conflict(people[0], panel, sepsis, "I am paid by the maker.")
    first = queries.results_of(close_round(house.cmio, panel))
    known = when != "in the discussion"
    assert {cell.n for cell in first.cells if cell.item == "Sepsis"} == {3 if known else 4}
    if not known:
        declare_conflict(people[0], panel, sepsis, "I am paid by the maker.")
    open_next_round(house.cmio, panel, due_on=soon())
    second = queries.results_of(close_round_with(house, panel, people))
    assert {cell.n for cell in second.cells if cell.item == "Sepsis"} == {3}
    assert {cell.n for cell in second.cells if cell.item == "Beds"} == {4}
    with pytest.raises(Refused, match="changes nothing any more"):
        declare_conflict(people[1], panel, sepsis, "Late.")


def close_round_with(house: House, panel: Panel, people: list[Person]) -> object:
    for person in people:
        score(person, panel, by_title(falls=3))
    return close_round(house.cmio, panel)


def test_an_interest_is_declared_once_and_says_what_it_is(panel: Panel, people: list[Person]) -> None:
    sepsis = item(panel, "Sepsis")
    with pytest.raises(Refused, match="Say what the interest is"):
        declare_conflict(people[0], panel, sepsis, " ")
    declare_conflict(people[0], panel, sepsis, "I would lead it.")
    with pytest.raises(Refused, match="already"):
        declare_conflict(people[0], panel, sepsis, "Again.")


def test_who_has_an_interest_in_everything_hands_in_an_empty_sheet(
    house: House, panel: Panel, people: list[Person]
) -> None:
    for title in TITLES:
        declare_conflict(people[0], panel, item(panel, title), "I lead them all.")
    hand_in(people[0], panel)
    for person in people[1:]:
        score(person, panel, by_title(sepsis=8))
    results = queries.results_of(close_round(house.cmio, panel))
    assert (results.handed_in, {cell.n for cell in results.cells}) == (4, {3})


def test_an_item_in_which_everybody_has_an_interest_is_not_ranked_and_said_to_be(
    house: House, panel: Panel, people: list[Person]
) -> None:
    for person in people:
        declare_conflict(person, panel, item(panel, "Beds"), "Mine.")
        score(person, panel, by_title(sepsis=8))
    results = queries.results_of(close_round(house.cmio, panel))
    assert [(each.name, each.why) for each in results.unranked] == [("Beds", "everyone has an interest in it")]
    assert len(rankings.values_of(rankings.newest(house.cmio.organisation))) == 2


def test_a_criterion_nobody_scored_leaves_the_use_case_unranked(
    house: House, panel: Panel, people: list[Person]
) -> None:
    for person in people:
        score(person, panel, lambda each, c: None if (each.use_case.title, c.key) == ("Beds", "equity") else 5)
    results = queries.results_of(close_round(house.cmio, panel))
    assert [(each.name, each.why) for each in results.unranked] == [("Beds", "nobody scored Equity")]


def test_a_panel_without_anything_to_rank_is_closed_without_a_ranking(
    house: House, panel: Panel, people: list[Person]
) -> None:
    save_scores(people[0], panel, item(panel, "Beds"), {"equity": 5})
    hand_in(people[0], panel)
    close_round(house.cmio, panel)
    assert reread(panel).state == PanelState.CLOSED
    assert rankings.newest(house.cmio.organisation) is None


def test_an_earlier_round_does_not_stand_in_for_a_last_one_that_ranks_nothing(
    house: House, people: list[Person]
) -> None:
    panel = begun(house, ("Falls",), people)
    split(panel, people)
    close_round(house.cmio, panel)
    for person in people:
        declare_conflict(person, panel, item(panel, "Falls"), "Mine.")
    open_next_round(house.cmio, panel, due_on=soon())
    for person in people:
        hand_in(person, panel)
    close_round(house.cmio, panel)
    assert reread(panel).state == PanelState.CLOSED
    assert PanelRanking.objects.filter(panel=panel).count() == 1, "the first round ranked it, before the interests"
    assert rankings.newest(house.cmio.organisation) is None
    assert rankings.newest_about(item(panel, "Falls").use_case) is None
    assert not panel_values.values_of(reread(panel))
    assert not panel_values.closed_panels(house.cmio.organisation)


def test_a_panel_that_is_not_closed_has_no_values_for_a_roadmap(
    house: House, panel: Panel, people: list[Person]
) -> None:
    split(panel, people)
    close_round(house.cmio, panel)
    assert reread(panel).state == PanelState.DISCUSSION
    with pytest.raises(Refused, match="has no ranking yet; close it first"):
        open_roadmap(
            house.cmio,
            title="Too early",
            panel=reread(panel),
            first_quarter=quarter_of(timezone.localdate()),
            quarters=4,
            limits=limits(),
        )
    end_panel(house.cmio, panel, because="Too few came.")
    assert not panel_values.values_of(reread(panel)), "what was scored stays closed to everybody"


def test_one_panelist_half_blank_and_ties_have_clear_answers(house: House) -> None:
    [alone] = judges(house, 1)
    panel = begun(house, TITLES, [alone])
    score(alone, panel, lambda each, c: None if (each.use_case.title, c.key) == ("Beds", "equity") else 5)
    close_round(house.cmio, panel)
    ranking = rankings.kept(rankings.newest(house.cmio.organisation)).ranking
    assert [each.rank for each in ranking.items] == [1, 1]
    assert {each.tied_with for each in ranking.items} == {("Sepsis",), ("Falls",)}
    assert any("someone has to choose" in note or "cannot choose" in note for note in ranking.notes)


def test_two_use_cases_of_one_title_are_told_apart(house: House, people: list[Person]) -> None:
    panel = prepared(house, TITLES, people)
    other = item(panel, "Falls").use_case
    other.title = "Sepsis"
    other.save(update_fields=["title"])
    begin_scoring(house.cmio, panel)
    for person in people:
        score(person, panel, lambda each, _: 5)
    results = queries.results_of(close_round(house.cmio, panel))
    assert set(results.items) == {"Sepsis (sepsis)", "Sepsis (falls)", "Beds"}


def test_the_same_scores_and_seed_give_the_same_ranking(house: House, panel: Panel, people: list[Person]) -> None:
    for at, person in enumerate(people):
        weigh(person, panel, equity=20 * at)
        score(person, panel, by_title(sepsis=5 + at, falls=8 - at))
    close_round(house.cmio, panel)
    first = rankings.newest(house.cmio.organisation)
    ended = prepared_again(house, people)
    for at, person in enumerate(people):
        weigh(person, ended, equity=20 * at)
        score(person, ended, by_title(sepsis=5 + at, falls=8 - at))
    close_round(house.cmio, ended)
    second = rankings.newest(house.cmio.organisation)
    assert second != first
    told = [
        [(each.item, each.value, each.resampled) for each in rankings.kept(r).ranking.items] for r in (first, second)
    ]
    assert told[0] == told[1]
    drawn = rankings.drawn_values(first, 200)
    assert (drawn.values == rankings.drawn_values(second, 200).values).all()
    kept = rankings.kept(first)
    best = kept.ranking.items[0]
    at = drawn.use_cases.index(kept.use_cases[best.item])
    assert drawn.values[:, at].mean() == pytest.approx(100 * best.value, abs=2)


def prepared_again(house: House, people: list[Person]) -> Panel:
    """A second panel on the same use cases with the same seed."""
    panel = prepare_panel(house.cmio, title="Again", top=1, due_on=soon(), seed=SEED)
    before = Panel.objects.get(title="Spring panel")
    choose_items(house.cmio, panel, [each.use_case for each in queries.items_of(before)])
    choose_panelists(house.cmio, panel, [(person, None) for person in people])
    begin_scoring(house.cmio, panel)
    return reread(panel)


def test_a_panel_ends_without_a_result_and_says_why(house: House, panel: Panel, people: list[Person]) -> None:
    with pytest.raises(Refused, match="Say why"):
        end_panel(house.cmio, panel, because=" ")
    end_panel(house.cmio, panel, because="Nobody came.")
    assert reread(panel).ended_because == "Nobody came."
    for step in (
        lambda: end_panel(house.cmio, panel, because="Again."),
        lambda: close_round(house.cmio, panel),
        lambda: save_scores(people[0], panel, item(panel, "Falls"), {"equity": 5}),
    ):
        with pytest.raises(Refused):
            step()


def test_a_use_case_that_a_gate_has_since_kept_out_stops_the_beginning(house: House, people: list[Person]) -> None:
    panel = prepared(house, TITLES, people)
    use_case = item(panel, "Falls").use_case
    use_case.alternative = ""
    use_case.save(update_fields=["alternative"])
    with pytest.raises(Refused, match=r"Falls cannot be judged yet.*without AI"):
        begin_scoring(house.cmio, panel)


def test_how_the_gates_stood_is_kept_with_each_use_case(panel: Panel) -> None:
    kept = item(panel, "Falls").gates
    assert {each["verdict"] for each in kept} == {"met"}
    assert "clinical-owner" in {each["key"] for each in kept}


def test_a_use_case_of_elsewhere_is_not_put_before_a_panel(house: House) -> None:
    panel = prepare_panel(house.cmio, title="New", top=1, due_on=soon())
    use_case = judgeable(house, "Falls")
    use_case.organisation = stranger().organisation
    use_case.save()
    with pytest.raises(NotAllowed, match="another organisation"):
        choose_items(house.cmio, panel, [use_case])
