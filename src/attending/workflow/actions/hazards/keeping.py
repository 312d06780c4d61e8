"""Keep the log: take hazards over from the map, add others, put them in better words, name who owns them."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from attending.ledger.actions import take_turn
from attending.program.actions.record import check, log
from attending.program.models import Person, UseCase
from attending.program.rules import Act, Refused
from attending.workflow.actions.hazards.record import check_owner, held_open
from attending.workflow.models import Hazard
from attending.workflow.queries.hazard_maps import drawn
from attending.workflow.rules.hazard_words import HazardWords, key_for


@transaction.atomic
def take_over(acting: Person, use_case: UseCase) -> list[Hazard]:
    """Put every hazard of the map into the log that is not there yet, with its step, causes and consequences."""
    check(acting, Act.KEEP_HAZARDS, use_case)
    take_turn()
    known = set(Hazard.objects.filter(use_case=use_case).values_list("key", flat=True))
    on_map = drawn(use_case)
    new = [each for key, each in on_map.hazards.items() if key not in known]
    if not new:
        raise Refused("Every hazard of the map is in the log already." if on_map.hazards else "The map has no hazard.")
    return [
        _add(
            acting,
            use_case,
            each.key,
            HazardWords(name=each.name, step=each.step, causes=each.causes, consequences=each.consequences),
            from_map=True,
        )
        for each in new
    ]


@transaction.atomic
def add_hazard(acting: Person, use_case: UseCase, words: HazardWords, *, owner: Person | None = None) -> Hazard:
    """Add a hazard that no map shows."""
    check(acting, Act.KEEP_HAZARDS, use_case)
    take_turn()
    on_map = drawn(use_case)
    tidy = words.tidied(on_map.steps)
    same = Hazard.objects.filter(use_case=use_case, name__iexact=tidy.name).first()
    if same is not None:
        raise Refused(f"It is in the log already, as hazard {same.number}.")
    taken = {*Hazard.objects.filter(use_case=use_case).values_list("key", flat=True), *on_map.hazards}
    hazard = _add(acting, use_case, key_for(tidy.name, taken), tidy, from_map=False)
    if owner is not None:
        name_owner(acting, hazard, owner)
    return hazard


def _add(acting: Person, use_case: UseCase, key: str, words: HazardWords, *, from_map: bool) -> Hazard:
    last = Hazard.objects.filter(use_case=use_case).aggregate(last=Max("number"))["last"] or 0
    hazard = Hazard.objects.create(
        use_case=use_case,
        number=last + 1,
        key=key,
        from_map=from_map,
        name=words.name,
        description=words.description,
        step=words.step,
        causes=list(words.causes),
        consequences=list(words.consequences),
        impact=words.impact,
        opened_by=acting,
        opened_at=timezone.now(),
    )
    payload = {"use_case": use_case.key, "number": hazard.number, "key": key, "from_map": from_map}
    log(acting, "hazard.added", hazard, payload)
    return hazard


@transaction.atomic
def reword(acting: Person, hazard: Hazard, words: HazardWords) -> Hazard:
    """Say it better: name, description, step, causes, consequences, impact. The same words again change nothing."""
    standing = held_open(acting, hazard)
    tidy = words.tidied(drawn(standing.use_case).steps, standing.step)
    values = {
        "name": tidy.name,
        "description": tidy.description,
        "step": tidy.step,
        "causes": list(tidy.causes),
        "consequences": list(tidy.consequences),
        "impact": tidy.impact,
    }
    changed = {field: getattr(standing, field) for field, value in values.items() if getattr(standing, field) != value}
    if not changed:
        return standing
    for field in changed:
        setattr(standing, field, values[field])
    standing.save(update_fields=list(changed))
    log(acting, "hazard.reworded", standing, {"before": changed, "after": {field: values[field] for field in changed}})
    return standing


@transaction.atomic
def name_owner(acting: Person, hazard: Hazard, owner: Person) -> Hazard:
    """Say who answers for a hazard."""
    standing = held_open(acting, hazard)
    check_owner(standing, owner)
    if standing.owner_id == owner.pk:
        raise Refused(f"{owner.printed_name} owns this hazard already.")
    before = standing.owner_id
    standing.owner = owner
    standing.save(update_fields=["owner"])
    log(acting, "hazard.owner_named", standing, {"before": before, "after": owner.pk})
    return standing
