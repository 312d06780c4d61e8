"""A unit with an open code, what is raised there, and an incident with all that belongs to it."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from attending.analytics.catalogs.safety.duties import duties
from attending.program.actions import deployments
from attending.program.models import Deployment, ModelVersion
from attending.program.models.deployments import State
from attending.safety.actions.codes import open_code
from attending.safety.actions.concerns import Said, raise_concern
from attending.safety.actions.incidents.closing import answer_duty
from attending.safety.actions.incidents.doing import add_action, close_action, report_done
from attending.safety.actions.incidents.judging import Judgement, judge, name_investigator
from attending.safety.actions.incidents.reporting import Reported, report_incident
from attending.safety.models import Concern, ConcernCode, DutyState, EventKind, Incident, IncidentAction
from tests.integration.house import House
from tests.integration.passing import pass_gate

WORDS = "It rang for a patient who had gone home."


def opened(house: House) -> tuple[ConcernCode, str]:
    """The code of the unit, opened by its nursing lead, and its secret."""
    return open_code(house.nurse, house.deployment.unit)


def said(house: House, **changes: Any) -> Said:
    """It was wrong, about the AI of the house, unless told otherwise."""
    values: dict[str, Any] = {
        "happened": "wrong",
        "once": uuid.uuid4(),
        "words": WORDS,
        "role": "nurse",
        "deployment": house.deployment,
    }
    return Said(**{**values, **changes})


def raised(house: House, code: ConcernCode | None = None, **changes: Any) -> Concern:
    """A concern at a code, or at one opened for it."""
    return raise_concern(code or opened(house)[0], said(house, **changes))


def posted(house: House, **changes: Any) -> dict[str, Any]:
    """The same as the form on the phone sends it."""
    values = {
        "happened": "wrong",
        "deployment": str(house.deployment.pk),
        "words": WORDS,
        "role": "",
        "once": str(uuid.uuid4()),
    }
    return {**values, **changes}


def report(house: House, **changes: Any) -> Incident:
    """The nurse reports an alert that was missing, with mild harm."""
    values: dict[str, Any] = {
        "happened_on": timezone.localdate() - timedelta(days=1),
        "what": "No alert came, and antibiotics were given three hours late.",
        "judgement": Judgement(kind=EventKind.INCIDENT, harm="mild"),
        "deployment": house.deployment,
    }
    return report_incident(house.nurse, Reported(**{**values, **changes}))


def acted_on(house: House, incident: Incident, *, by: date | None = None) -> IncidentAction:
    """An action that operations own."""
    due = by or timezone.localdate() + timedelta(days=7)
    return add_action(house.safety, incident, what="Watch the feed.", owner=house.operations, due_on=due)


def ready(house: House, **changes: Any) -> Incident:
    """An incident that lacks nothing: the safety officer investigated it."""
    incident = report(house, **changes)
    name_investigator(house.safety, incident, house.safety)
    judge(house.safety, incident, Judgement(kind=EventKind.INCIDENT, harm="mild", factors=["data"], found="The feed."))
    action = acted_on(house, incident)
    report_done(house.operations, action, proof="Alarm tested on Monday.")
    close_action(house.safety, action)
    for key in duties():
        answer_duty(house.safety, incident, key, state=DutyState.NOT_APPLICABLE, reason="In-house, not in the EU.")
    return incident


def second_ai(house: House) -> Deployment:
    """Another version of the model, live on the same unit."""
    version = ModelVersion.objects.create(
        ai_model=house.deployment.model_version.ai_model, version="3.0", released_on=date(2026, 3, 1)
    )
    deployment = deployments.plan_deployment(
        house.cmio, house.use_case, unit=house.deployment.unit, model_version=version, action_threshold=None
    )
    deployments.change_state(house.cmio, deployment, State.SILENT, reason="Ready")
    pass_gate(house, deployment, State.LIVE)
    return Deployment.objects.get(pk=deployment.pk)
