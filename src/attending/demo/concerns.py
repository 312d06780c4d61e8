"""What units say about the AI they work with: codes, three concerns on paper, and a near miss. Synthetic."""

from __future__ import annotations

import tomllib
import uuid
from datetime import date, timedelta
from importlib import resources

from django.utils import timezone

from attending.demo.use_cases import Cast, Entry
from attending.program.models import Deployment, Person
from attending.program.models.deployments import IN_USE
from attending.safety.actions.codes import open_code
from attending.safety.actions.concerns import Said, answer_concern, raise_concern
from attending.safety.actions.incidents.closing import answer_duty
from attending.safety.actions.incidents.doing import add_action
from attending.safety.actions.incidents.judging import Judgement, judge, name_investigator
from attending.safety.actions.incidents.reporting import Reported, report_incident
from attending.safety.models import ConcernCode, DutyState, EventKind, Outcome


def hear_units(cast: Cast, today: date) -> None:
    """Open the codes, raise and answer, and report the near miss."""
    data = tomllib.loads(resources.files("attending.demo").joinpath("concerns.toml").read_text("utf-8"))
    codes = {each["unit"]: open_code(cast.people[each["by"]], cast.units[each["unit"]])[0] for each in data["codes"]}
    for entry in data["concerns"]:
        _concern(cast, codes[entry["unit"]], entry)
    _incident(cast, data["incident"], today)


def _deployment(cast: Cast, entry: Entry) -> Deployment | None:
    """What the entry is about, where it says so."""
    if "about" not in entry:
        return None
    unit = cast.units[entry["unit"]]
    return Deployment.objects.get(unit=unit, use_case__title=entry["about"], state__in=IN_USE)


def _concern(cast: Cast, code: ConcernCode, entry: Entry) -> None:
    said = Said(
        happened=entry["happened"],
        once=uuid.uuid4(),
        words=entry["words"],
        role=entry["role"],
        deployment=_deployment(cast, entry),
    )
    written = timezone.now() - timedelta(hours=entry["hours_ago"])
    concern = raise_concern(code, said, on_paper_at=written)
    if "answer" in entry:
        person = cast.people[entry["answered_by"]]
        answer_concern(person, concern, outcome=Outcome(entry["outcome"]), text=entry["answer"])


def _incident(cast: Cast, entry: Entry, today: date) -> None:
    reporter, keeper = cast.people[entry["reported_by"]], cast.people[entry["investigator"]]
    kind = EventKind(entry["kind"])
    reported = Reported(
        happened_on=today - timedelta(days=entry["days_ago"]),
        what=entry["what"],
        judgement=Judgement(kind=kind),
        deployment=_deployment(cast, entry),
        aware_at=timezone.now() - timedelta(days=entry["days_ago"] - 1),
    )
    incident = report_incident(reporter, reported)
    name_investigator(keeper, incident, keeper)
    judge(keeper, incident, Judgement(kind=kind, factors=entry["factors"], found=entry["found"]))
    action = entry["action"]
    owner: Person = cast.people[action["owner"]]
    due_on = today + timedelta(days=action["due_in"])
    add_action(keeper, incident, what=action["what"], owner=owner, due_on=due_on)
    for duty in entry["duties"]:
        answer_duty(keeper, incident, duty["key"], state=DutyState(duty["state"]), reason=duty["reason"])
