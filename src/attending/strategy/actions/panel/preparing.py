"""Prepare a panel: what it judges, by what, who sits in it, who should. All of it stands from the first score."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from attending.analytics.catalogs.criteria import default_criteria
from attending.ledger.actions import take_turn
from attending.program.actions.record import check, check_organisation, log
from attending.program.models import Person, Site, UseCase
from attending.program.rules import Act, Refused
from attending.strategy.actions.panel.standing import standing_panel
from attending.strategy.models import Panel, PanelCriterion, Panelist, PanelItem, PanelState
from attending.strategy.queries.gates import standing
from attending.strategy.rules.gates import eligible, ruling
from attending.strategy.rules.panel import MOST_ITEMS, MOST_PANELISTS, Expected

_SEED_BITS = 31


@transaction.atomic
def prepare_panel(
    acting: Person, *, title: str, top: int, due_on: date, most_rounds: int = 2, seed: int | None = None
) -> Panel:
    """Begin to prepare a panel, with the catalog's criteria; the seed of its ranking is drawn unless one is given."""
    check(acting, Act.HOLD_PANEL)
    take_turn()
    if not title.strip():
        raise Refused("Name the panel.")
    if Panel.objects.filter(organisation_id=acting.organisation_id, title=title.strip()).exists():
        raise Refused(f"There is a panel named {title.strip()!r} already; give this one another name.")
    if top < 1:
        raise Refused("Say how many initiatives the organisation can take on: at least 1.")
    if not 1 <= most_rounds <= 3:
        raise Refused(f"A panel scores in 1 to 3 rounds, not {most_rounds}.")
    check_due(due_on)
    panel = Panel.objects.create(
        organisation_id=acting.organisation_id,
        title=title.strip(),
        top=top,
        most_rounds=most_rounds,
        seed=secrets.randbits(_SEED_BITS) if seed is None else seed,
        prepared_by=acting,
        prepared_at=timezone.now(),
        due_on=due_on,
    )
    PanelCriterion.objects.bulk_create(
        PanelCriterion(
            panel=panel,
            key=each.key,
            label=each.label,
            question=each.question,
            anchor_1=each.anchor_1,
            anchor_5=each.anchor_5,
            anchor_9=each.anchor_9,
            position=at,
        )
        for at, each in enumerate(default_criteria().values(), start=1)
    )
    log(acting, "panel.prepared", panel, {"title": panel.title, "top": top, "most_rounds": most_rounds})
    return panel


@transaction.atomic
def choose_items(acting: Person, panel: Panel, use_cases: Sequence[UseCase]) -> list[PanelItem]:
    """Put these use cases before the panel, in this order, instead of those chosen before.

    Refuses one that a gate keeps out, and says which gate.
    """
    prepared = still_prepared(acting, panel)
    if len(use_cases) > MOST_ITEMS:
        raise Refused(
            f"{len(use_cases)} use cases are more than a panel can judge with care: choose at most {MOST_ITEMS}, or "
            "hold a second panel."
        )
    if len({each.pk for each in use_cases}) != len(use_cases):
        raise Refused("A use case is chosen twice; choose each once.")
    check_eligible(acting, use_cases)
    prepared.items.all().delete()
    items = PanelItem.objects.bulk_create(
        PanelItem(panel=prepared, use_case=each, position=at) for at, each in enumerate(use_cases, start=1)
    )
    log(acting, "panel.items_chosen", prepared, {"use_cases": [each.pk for each in use_cases]})
    return items


def check_eligible(acting: Person, use_cases: Sequence[UseCase]) -> None:
    """Raise Refused for the first use case that a gate keeps out; gates decide eligibility and are never scored."""
    for each in use_cases:
        check_organisation(acting, each.organisation_id)
    states = standing(use_cases)
    for each in use_cases:
        if not eligible(states[each.pk]):
            ruled = ruling(states[each.pk])
            raise Refused(f"{each.title} cannot be judged yet. {' '.join((*ruled.reasons, *ruled.before))}")


@transaction.atomic
def choose_panelists(acting: Person, panel: Panel, people: Sequence[tuple[Person, Site | None]]) -> list[Panelist]:
    """Seat these people in the panel, each for a site or the whole enterprise, beside those who sit in it already."""
    prepared = still_prepared(acting, panel)
    seated = set(prepared.panelists.values_list("person_id", flat=True))
    if len(seated) + len(people) > MOST_PANELISTS:
        raise Refused(f"A panel has at most {MOST_PANELISTS} panelists; hold a second one.")
    for person, site in people:
        check_organisation(acting, person.organisation_id)
        if site is not None:
            check_organisation(acting, site.organisation_id)
        if person.pk in seated:
            raise Refused(f"{person.printed_name} sits in this panel already.")
        if not person.active or person.user_id is None:
            raise Refused(f"{person.printed_name} cannot sign in; name somebody who can.")
        seated.add(person.pk)
    added = Panelist.objects.bulk_create(
        Panelist(panel=prepared, person=person, discipline=person.discipline, site=site) for person, site in people
    )
    log(acting, "panel.panelists_chosen", prepared, {"people": [person.pk for person, _ in people]})
    return added


@transaction.atomic
def remove_panelist(acting: Person, panel: Panel, panelist: int) -> None:
    """Take a panelist (a primary key) out again."""
    prepared = still_prepared(acting, panel)
    found = prepared.panelists.filter(pk=panelist).first()
    if found is None:
        raise Refused("This person does not sit in the panel.")
    person = found.person_id
    found.delete()
    log(acting, "panel.panelist_removed", prepared, {"person": person})


@transaction.atomic
def expect(acting: Person, panel: Panel, expected: Sequence[Expected]) -> None:
    """Say who should be in the room, instead of what was said before; who is missing is then shown."""
    prepared = still_prepared(acting, panel)
    sites = set(Site.objects.filter(organisation_id=acting.organisation_id).values_list("pk", flat=True))
    places = [(each.discipline, each.site) for each in expected]
    for each in expected:
        if each.count < 1:
            raise Refused(f"Expect at least one person of each discipline you name, not {each.count}.")
        if each.site is not None and each.site not in sites:
            raise Refused("This site belongs to another organisation.")
    if len(set(places)) != len(places):
        raise Refused("A discipline is expected twice for the same site; add the numbers up.")
    prepared.expected = [{"discipline": each.discipline, "site": each.site, "count": each.count} for each in expected]
    prepared.save(update_fields=["expected"])
    log(acting, "panel.expects", prepared, {"expected": prepared.expected})


def still_prepared(acting: Person, panel: Panel) -> Panel:
    """The panel, held until this is over, if it is still being prepared."""
    check(acting, Act.HOLD_PANEL)
    take_turn()
    found = standing_panel(acting, panel)
    if found.state != PanelState.PREPARED:
        raise Refused("Scoring has begun: what is judged, by what and by whom stands as it is.")
    return found


def check_due(due_on: date) -> None:
    """Raise Refused for a day that is past."""
    if due_on < timezone.localdate():
        raise Refused("The day by which scores are due is past; choose another.")
