"""Panels of a small house: use cases whose gates are met, people who judge, and rounds scored by a rule."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

from django.utils import timezone

from attending.accounts.models import User
from attending.analytics.catalogs.gates import gates
from attending.program.actions import people, use_cases
from attending.program.models import Discipline, OutcomeMeasure, Person, Seat, Site, UseCase
from attending.program.models.use_cases import Kind
from attending.strategy.actions.panel.preparing import choose_items, choose_panelists, prepare_panel
from attending.strategy.actions.panel.rounds import begin_scoring
from attending.strategy.actions.panel.scoring import hand_in, save_scores
from attending.strategy.actions.panel.weighing import save_swings
from attending.strategy.models import GateAnswer, Panel, PanelCriterion, PanelItem, Verdict
from attending.strategy.queries.panels import criteria_of, items_of, open_round, own_sheet, panelist_of
from tests.integration.house import House

DISCIPLINES = (
    Discipline.MEDICINE,
    Discipline.NURSING,
    Discipline.MEDICINE,
    Discipline.NURSING,
    Discipline.PHARMACY,
    Discipline.MEDICINE,
)
SEED = 7

Rule = Callable[[PanelItem, PanelCriterion], int | None]
"""The score of an item on a criterion; None leaves it blank."""


def judgeable(house: House, title: str) -> UseCase:
    """A use case whose every gate is met."""
    thesis = use_cases.Thesis(
        title=title,
        kind=Kind.PREDICTIVE,
        problem=f"{title}: a problem.",
        burden_lifted="Nurses.",
        burden_added="Nobody.",
        alternative="A checklist.",
    )
    use_case = use_cases.propose_use_case(house.cmio, thesis)
    people.seat_person(house.administrator, house.owner, Seat.CLINICAL_OWNER, use_case)
    OutcomeMeasure.objects.create(
        use_case=use_case,
        name="Delay",
        unit="minutes",
        baseline=90,
        baseline_n=400,
        baseline_period="2025",
        baseline_source="Chart review",
        target=60,
        horizon_quarters=4,
        minimum_effect=10,
        how_measured="From the record.",
        who_pays="The hospital",
        who_benefits="Patients",
    )
    GateAnswer.objects.bulk_create(
        GateAnswer(
            use_case=use_case,
            gate=key,
            verdict=Verdict.MET,
            reason="Checked.",
            answered_by=house.cmio,
            answered_at=timezone.now(),
        )
        for key, gate in gates().items()
        if not gate.derived
    )
    return use_case


def judges(house: House, count: int) -> list[Person]:
    """People who can sign in, of several disciplines."""
    return [
        people.add_person(
            house.administrator,
            printed_name=f"Judge {at + 1}",
            discipline=DISCIPLINES[at % len(DISCIPLINES)],
            user_id=User.objects.create_user(f"judge{at + 1}", password=None, printed_name=f"Judge {at + 1}").pk,
        )
        for at in range(count)
    ]


def prepared(house: House, titles: Sequence[str], people: Sequence[Person], *, top: int = 1, rounds: int = 2) -> Panel:
    """A panel that is about to begin, on use cases made for it."""
    panel = prepare_panel(
        house.cmio,
        title="Spring panel",
        top=top,
        due_on=timezone.localdate() + timedelta(days=14),
        most_rounds=rounds,
        seed=SEED,
    )
    choose_items(house.cmio, panel, [judgeable(house, title) for title in titles])
    site = Site.objects.get(organisation=house.cmio.organisation)
    choose_panelists(house.cmio, panel, [(person, site) for person in people])
    return panel


def begun(house: House, titles: Sequence[str], people: Sequence[Person], *, top: int = 1, rounds: int = 2) -> Panel:
    """A panel whose first round is open."""
    panel = prepared(house, titles, people, top=top, rounds=rounds)
    begin_scoring(house.cmio, panel)
    return Panel.objects.get(pk=panel.pk)


def item(panel: Panel, title: str) -> PanelItem:
    """A use case before the panel, by its title."""
    return panel.items.select_related("use_case").get(use_case__title=title)


def score(person: Person, panel: Panel, rule: Rule, *, finish: bool = True) -> None:
    """Score everything that the open round asks of a person by a rule, and hand it in."""
    panelist, round_ = panelist_of(panel, person), open_round(panel)
    assert panelist is not None
    assert round_ is not None
    own = own_sheet(panelist, round_)
    assert own is not None
    for each in own.asked_items():
        given = {criterion.key: rule(each, criterion) for criterion in own.asked_criteria(each)}
        save_scores(person, panel, each, {key: value for key, value in given.items() if value is not None})
    if finish:
        hand_in(person, panel)


def weigh(person: Person, panel: Panel, **points: int) -> None:
    """Give every criterion 50 points but those named, and the first 100 unless one of them has it."""
    keys = [each.key for each in criteria_of(panel)]
    given = {key: points.get(key, 50) for key in keys}
    if max(given.values()) < 100:
        given[keys[0]] = 100
    save_swings(person, panel, given)


def by_title(**scores: int) -> Rule:
    """The same score on every criterion, by the first word of the title, 5 for every other."""
    return lambda each, _: scores.get(each.use_case.title.split()[0].lower(), 5)


def split(panel: Panel) -> list[PanelItem]:
    """The items of a panel, in order."""
    return items_of(panel)
