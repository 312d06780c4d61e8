"""Walk through a version of a map: ask somebody to, begin, answer step by step, hand in."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from attending.ledger.actions import take_turn
from attending.maps.reading import read
from attending.program.actions.record import check, check_organisation, log
from attending.program.models import Person, Site, Unit
from attending.program.rules import Act, NotAllowed, Refused
from attending.workflow.models import Goes, MapVersion, StepAnswer, Walkthrough
from attending.workflow.rules.walking import check_answer, check_shift, walked


@transaction.atomic
def ask_to_walk(
    acting: Person,
    version: MapVersion,
    person: Person,
    *,
    site: Site,
    unit: Unit | None = None,
    shift: str = "",
    due_on: date,
) -> Walkthrough:
    """Ask somebody to walk through a version at a site by a day; it waits for them on their rounds."""
    check(acting, Act.DRAW_MAP, version.care_map.use_case)
    if person.organisation_id != acting.organisation_id or not person.active:
        raise Refused(f"{person} is not an active person of your organisation; ask somebody who is.")
    if due_on < timezone.localdate():
        raise Refused(f"{due_on.isoformat()} is past; give them a day to come.")
    return _open(person, version, site, unit, shift, asked_by=acting, due_on=due_on)


@transaction.atomic
def begin_walk(
    acting: Person, version: MapVersion, *, site: Site, unit: Unit | None = None, shift: str = ""
) -> Walkthrough:
    """Walk through a version unasked. Anyone active may; one already begun at this site and shift goes on."""
    check(acting, Act.WALK_THROUGH, version.care_map.use_case)
    begun = Walkthrough.objects.filter(version=version, person=acting, site=site, shift=shift, handed_in_at=None)
    return begun.first() or _open(acting, version, site, unit, shift, asked_by=None, due_on=None)


def _open(
    person: Person,
    version: MapVersion,
    site: Site,
    unit: Unit | None,
    shift: str,
    *,
    asked_by: Person | None,
    due_on: date | None,
) -> Walkthrough:
    check_organisation(person, site.organisation_id)
    drawn_of = version.care_map.site_id
    if drawn_of is not None and drawn_of != site.pk:
        raise Refused(f"This map is of {version.care_map.site}; it is walked there, not at {site}.")
    if unit is not None and unit.site_id != site.pk:
        raise Refused(f"{unit.name} is not a unit of {site}; choose one of that site, or none.")
    drawn = read(version.text)
    check_shift(drawn, shift)
    if not walked(drawn):
        raise Refused("Nothing is done on this map yet, so there is nothing to walk through.")
    take_turn()
    if Walkthrough.objects.filter(version=version, person=person, site=site, shift=shift).exists():
        when = f" on the {shift} shift" if shift else ""
        raise Refused(f"{person} walks through this version at {site}{when} already, or has handed it in.")
    walkthrough = Walkthrough.objects.create(
        version=version,
        site=site,
        unit=unit,
        person=person,
        discipline=person.discipline,
        shift=shift,
        asked_by=asked_by,
        due_on=due_on,
        begun_at=timezone.now(),
    )
    verb = "walkthrough.asked" if asked_by else "walkthrough.begun"
    log(asked_by or person, verb, walkthrough, {"version": version.pk, "site": site.pk, "shift": shift})
    return walkthrough


@transaction.atomic
def answer_step(
    acting: Person, walkthrough: Walkthrough, step: str, goes: Goes, *, different: str = "", useful: str = ""
) -> StepAnswer:
    """Say of one step whether it goes as drawn. It is kept as a draft until all is handed in."""
    check_answer(goes, different, useful)
    walkthrough = _held(acting, walkthrough)
    if step not in {each.key for each in walked(read(walkthrough.version.text))}:
        raise Refused(f"The map that you walk through has no step {step[:40]!r} to answer. Open the walkthrough again.")
    answer = walkthrough.answers.filter(step=step).first() or StepAnswer(walkthrough=walkthrough, step=step)
    answer.goes, answer.useful, answer.saved_at = goes, useful.strip(), timezone.now()
    answer.different = different.strip() if goes is not Goes.AS_DRAWN else ""
    answer.save()
    return answer


@transaction.atomic
def hand_in(acting: Person, walkthrough: Walkthrough) -> Walkthrough:
    """Hand in the walkthrough, once every step has an answer; from then on it stands as it is."""
    walkthrough = _held(acting, walkthrough)
    answered = {each.step for each in walkthrough.answers.all()}
    left = [each.name for each in walked(read(walkthrough.version.text)) if each.key not in answered]
    if left:
        names = ", ".join(left[:3]) + (f" and {len(left) - 3} more" if len(left) > 3 else "")
        raise Refused(f"Not answered yet: {names}. Where you cannot say, choose that.")
    walkthrough.handed_in_at = timezone.now()
    walkthrough.save(update_fields=["handed_in_at"])
    answers = {each.step: each.goes for each in walkthrough.answers.all()}
    log(acting, "walkthrough.handed_in", walkthrough, {"version": walkthrough.version_id, "answers": answers})
    return walkthrough


def _held(acting: Person, walkthrough: Walkthrough) -> Walkthrough:
    """The walkthrough as it stands, held until the transaction ends. Refused to anybody but its walker."""
    check(acting, Act.WALK_THROUGH, walkthrough.version.care_map.use_case)
    take_turn()
    found = Walkthrough.objects.select_for_update(of=("self",), no_key=True).select_related("version")
    walkthrough = found.get(pk=walkthrough.pk)
    if walkthrough.person_id != acting.pk:
        raise NotAllowed("Only whoever walks through it answers. Begin a walkthrough of your own.")
    if walkthrough.handed_in_at is not None:
        raise Refused("This walkthrough is handed in and stays as it is. Walk through a newer version to say more.")
    return walkthrough
