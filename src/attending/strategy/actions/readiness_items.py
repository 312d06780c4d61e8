"""Adapt what readiness is assessed by. An item is never edited: a new row takes its place, the earlier is retired."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify

from attending.analytics.catalogs.readiness import items as catalog
from attending.ledger.actions import take_turn
from attending.program.actions.record import check, check_organisation, log
from attending.program.models import Person
from attending.program.rules import Act, Refused
from attending.strategy.models import Barrier, ReadinessItem
from attending.strategy.models.readiness import GRADES


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What an item says: a statement, and what each of the grades 0 to 4 means."""

    statement: str
    grades: Sequence[str]
    source: str = ""

    def checked(self) -> Wording:
        """Without blanks around; raises Refused where something is not written."""
        statement, grades = self.statement.strip(), [each.strip() for each in self.grades]
        if not statement:
            raise Refused("Write the statement that is true of a site that is ready.")
        if len(grades) != len(GRADES):
            raise Refused(f"An item has five grades, 0 to 4; these are {len(grades)}.")
        for grade, text in enumerate(grades):
            if not text:
                raise Refused(f"Grade {grade} says nothing; write what it means here.")
            if text in grades[:grade]:
                raise Refused(f"Grade {grade} says the same as grade {grades.index(text)}: {text!r}; tell them apart.")
        return Wording(statement=statement, grades=grades, source=self.source.strip())


@transaction.atomic
def take_over_catalog(acting: Person) -> list[ReadinessItem]:
    """Take over the items that Attending comes with, once, where the organisation has none of its own."""
    check(acting, Act.ADAPT_READINESS)
    take_turn()
    if ReadinessItem.objects.filter(organisation=acting.organisation).exists():
        raise Refused("This organisation has readiness items already; adapt those, or add others.")
    now = timezone.now()
    made = ReadinessItem.objects.bulk_create(
        [
            ReadinessItem(
                organisation=acting.organisation,
                barrier=item.barrier,
                key=item.key,
                statement=item.statement,
                grades=list(item.grades),
                source=item.source,
                position=position,
                adapted_by=acting,
                adapted_at=now,
            )
            for position, item in enumerate(catalog(), start=1)
        ]
    )
    log(acting, "readiness.items_taken_over", acting.organisation, {"items": len(made)})
    return made


@transaction.atomic
def add_item(acting: Person, barrier: Barrier, wording: Wording) -> ReadinessItem:
    """Add an item after the others."""
    check(acting, Act.ADAPT_READINESS)
    take_turn()
    told = wording.checked()
    own = ReadinessItem.objects.filter(organisation=acting.organisation)
    key = slugify(told.statement)[:50].strip("-") or "item"
    taken = set(own.filter(key__startswith=key).values_list("key", flat=True))
    free = next(name for name in (key, *(f"{key}-{n}" for n in range(2, len(taken) + 3))) if name not in taken)
    position = (own.aggregate(last=Max("position"))["last"] or 0) + 1
    item = _create(acting, barrier, free, position, told)
    log(acting, "readiness.item_added", item, {"key": item.key, "barrier": str(barrier), "statement": item.statement})
    return item


@transaction.atomic
def change_item(acting: Person, item: ReadinessItem, wording: Wording) -> ReadinessItem:
    """Say an item in other words: a new row under the same key; what was rated keeps the words it was rated on."""
    check(acting, Act.ADAPT_READINESS)
    told = wording.checked()
    standing = _in_force(acting, item)
    if (standing.statement, standing.grades, standing.source) == (told.statement, told.grades, told.source):
        raise Refused("Nothing is different; change the words, or leave the item as it is.")
    _retire(standing)
    changed = _create(acting, Barrier(standing.barrier), standing.key, standing.position, told)
    payload = {"key": changed.key, "replaces": standing.pk, "statement": changed.statement}
    log(acting, "readiness.item_changed", changed, payload)
    return changed


@transaction.atomic
def retire_item(acting: Person, item: ReadinessItem) -> ReadinessItem:
    """Ask no more by this item; open assessments still do."""
    check(acting, Act.ADAPT_READINESS)
    standing = _in_force(acting, item)
    _retire(standing)
    log(acting, "readiness.item_retired", standing, {"key": standing.key})
    return standing


@transaction.atomic
def move_item(acting: Person, item: ReadinessItem, *, up: bool) -> ReadinessItem:
    """Move an item one place among those of its barrier."""
    check(acting, Act.ADAPT_READINESS)
    standing = _in_force(acting, item)
    among = list(
        ReadinessItem.objects.select_for_update(no_key=True).filter(
            organisation=acting.organisation, barrier=standing.barrier, retired_at=None
        )
    )
    at = [each.pk for each in among].index(standing.pk)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(among):
        raise Refused(f"It is the {'first' if up else 'last'} of its barrier already.")
    other = among[to]
    standing.position, other.position = other.position, standing.position
    for each in (standing, other):
        each.save(update_fields=["position"])
    log(acting, "readiness.item_moved", standing, {"key": standing.key, "up": up})
    return standing


def _in_force(acting: Person, item: ReadinessItem) -> ReadinessItem:
    check_organisation(acting, item.organisation_id)
    take_turn()
    standing = ReadinessItem.objects.select_for_update(no_key=True).get(pk=item.pk)
    if standing.retired_at is not None:
        raise Refused("This item was changed or retired meanwhile; look at the list as it is now.")
    return standing


def _retire(item: ReadinessItem) -> None:
    item.retired_at = timezone.now()
    item.save(update_fields=["retired_at"])


def _create(acting: Person, barrier: Barrier, key: str, position: int, wording: Wording) -> ReadinessItem:
    return ReadinessItem.objects.create(
        organisation=acting.organisation,
        barrier=barrier,
        key=key,
        statement=wording.statement,
        grades=list(wording.grades),
        source=wording.source,
        position=position,
        adapted_by=acting,
        adapted_at=timezone.now(),
    )
