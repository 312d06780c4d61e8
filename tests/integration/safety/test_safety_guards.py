"""What was raised, answered, reported and closed stands in the database too, whoever writes to it."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import Error, connection, transaction
from django.utils import timezone

from attending.program.models.deployments import State
from attending.safety.actions.codes import close_code
from attending.safety.actions.concerns import answer_concern, name_ai
from attending.safety.actions.incidents.closing import close_incident
from attending.safety.models import (
    Concern,
    ConcernAnswer,
    ConcernCode,
    ConcernNaming,
    DutyAnswer,
    Incident,
    IncidentAction,
    IncidentAssessment,
    Outcome,
)
from tests.integration.house import House, begin_with_house
from tests.integration.kept import kept
from tests.integration.safety.world import acted_on, opened, raised, ready, report, second_ai


def _end() -> House:
    house = begin_with_house()
    other = second_ai(house)
    concern = raised(house)
    name_ai(house.safety, concern, other)
    answer_concern(house.owner, concern, outcome=Outcome.NOTHING, text="It was right.")
    close_code(house.nurse, concern.code)
    close_incident(house.owner, ready(house), learnt="Watch feeds.")
    return house


_begin_ended = kept(_end, guarded=False)


@pytest.fixture
def ended(db: None) -> House:
    """Every table has a row that came to its end."""
    return _begin_ended()


def execute(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize("model", [Concern, ConcernAnswer, ConcernNaming, IncidentAssessment, DutyAnswer])
def test_records_are_never_changed_removed_or_replaced(ended: House, model: Any) -> None:
    table = model._meta.db_table
    assert model.objects.exists()
    for sql in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
        with pytest.raises(Error, match="append-only"):
            execute(sql)
    replaces = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"
    with pytest.raises(Error):
        execute(replaces if connection.vendor == "sqlite" else f"TRUNCATE {table} CASCADE")


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (ConcernCode, "closed_at = NULL, closed_by_id = NULL"),
        (ConcernCode, "secret_sha256 = 'x'"),
        (Incident, "closed_at = NULL, closed_by_id = NULL, learnt = ''"),
        (Incident, "learnt = 'Nothing'"),
        (IncidentAction, "closed_at = NULL, closed_by_id = NULL"),
        (IncidentAction, "proof = 'None'"),
    ],
)
def test_what_has_ended_stays_as_it_ended(ended: House, model: Any, change: str) -> None:
    table = model._meta.db_table
    for sql in (f"UPDATE {table} SET {change}", f"DELETE FROM {table}"):
        with pytest.raises(Error):
            execute(sql)


@pytest.mark.parametrize("column", ["what", "happened_on", "aware_at", "number", "reported_by_id", "deployment_id"])
def test_what_was_reported_never_changes(house: House, column: str) -> None:
    report(house)
    values = {"what": "'Else'", "happened_on": "'2020-01-01'", "aware_at": "'2020-01-01'", "deployment_id": "NULL"}
    value = values.get(column, "9")
    value = str(house.owner.pk) if column == "reported_by_id" else value
    with pytest.raises(Error, match="what was reported stands"):
        execute(f"UPDATE safety_incident SET {column} = {value}")


def test_an_incident_is_not_closed_by_its_investigator_nor_before_its_actions(house: House) -> None:
    incident = ready(house)
    now = timezone.now()
    for by, match in ((house.safety, "somebody_else"), (house.owner, "what was reported stands")):
        if by == house.owner:
            acted_on(house, incident)
        with pytest.raises(Error, match=match), transaction.atomic():
            Incident.objects.filter(pk=incident.pk).update(closed_at=now, closed_by=by, learnt="Mine.")
    with pytest.raises(Error, match="what was reported stands"), transaction.atomic():
        Incident.objects.create(
            organisation=incident.organisation,
            number=9,
            happened_on=now.date(),
            aware_at=now,
            what="Closed at once.",
            reported_by=house.nurse,
            reported_at=now,
            investigator=house.safety,
            closed_by=house.owner,
            closed_at=now,
            learnt="Nothing.",
        )


def test_an_action_is_not_closed_by_its_owner_or_whoever_did_it(house: House) -> None:
    action = acted_on(house, report(house))
    now = timezone.now()
    for by, values in (
        (house.operations, {"done_by": house.safety, "done_at": now, "proof": "Done."}),
        (house.safety, {"done_by": house.safety, "done_at": now, "proof": "Done."}),
        (house.owner, {}),
    ):
        with pytest.raises(Error, match="closed_by_somebody_else"), transaction.atomic():
            IncidentAction.objects.filter(pk=action.pk).update(closed_by=by, closed_at=now, **values)


def test_nothing_joins_a_closed_incident(ended: House) -> None:
    incident, now = Incident.objects.get(), timezone.now()
    for add in (
        lambda: IncidentAction.objects.create(
            incident=incident, what="More", owner=ended.owner, due_on=now.date(), added_by=ended.owner, added_at=now
        ),
        lambda: DutyAnswer.objects.create(
            incident=incident, duty="pso", state="done", reason="No. 3", answered_by=ended.owner, answered_at=now
        ),
        lambda: IncidentAssessment.objects.create(
            incident=incident, kind="unsafe", assessed_by=ended.owner, assessed_at=now
        ),
    ):
        with pytest.raises(Error, match="that is closed stays"), transaction.atomic():
            add()


def test_a_concern_joins_only_an_open_code_and_an_ai_of_its_unit(ended: House) -> None:
    closed = ConcernCode.objects.get()
    with pytest.raises(Error, match="raised at an open code"), transaction.atomic():
        _raise(closed, None)
    code, _ = opened(ended)
    unit = ended.deployment.unit.site.units.create(name="5 East")
    other = ended.use_case.deployments.create(
        unit=unit, model_version=ended.deployment.model_version, state=State.PLANNED, state_since=timezone.now()
    )
    with pytest.raises(Error, match="raised at an open code"), transaction.atomic():
        _raise(code, other)
    form = uuid.uuid4()
    _raise(code, ended.deployment, once=form, receipt="AAAA-AAAA")
    with pytest.raises(Error, match="once"), transaction.atomic():
        _raise(code, ended.deployment, once=form, receipt="BBBB-BBBB")


def test_a_unit_has_one_open_code(house: House) -> None:
    opened(house)
    with pytest.raises(Error), transaction.atomic():
        ConcernCode.objects.create(
            unit=house.deployment.unit, secret_sha256="x", opened_by=house.nurse, opened_at=timezone.now()
        )


def test_harm_is_only_of_what_reached_a_patient(house: House) -> None:
    incident = report(house)
    for kind, harm in (("incident", ""), ("near_miss", "mild"), ("rumour", "")):
        with pytest.raises(Error, match="harm_of_what_reached"), transaction.atomic():
            IncidentAssessment.objects.create(
                incident=incident,
                kind=kind,
                harm=harm,
                assessed_by=house.nurse,
                assessed_at=timezone.now() + timedelta(1),
            )


def test_an_answer_a_report_and_a_closing_are_not_dated_back(house: House) -> None:
    """They tell whether a clock or a deadline in law was kept."""
    concern, incident = raised(house), ready(house)
    early = timezone.now() - timedelta(hours=1)
    given = {"outcome": Outcome.NOTHING, "text": "It was right.", "answered_by": house.owner, "answered_at": early}
    told = {"duty": "pso", "state": "done", "reason": "Told.", "answered_by": house.owner, "answered_at": early}
    judged = {"kind": "near_miss", "assessed_by": house.owner, "assessed_at": early}
    for model, row in (
        (ConcernAnswer, {"concern": concern, **given}),
        (DutyAnswer, {"incident": incident, **told}),
        (IncidentAssessment, {"incident": incident, **judged}),
    ):
        with pytest.raises(Error, match="dated back"), transaction.atomic():
            model.objects.create(**row)
    closed = {"closed_by": house.owner, "closed_at": early, "learnt": "Watch feeds."}
    with pytest.raises(Error, match="closed by somebody else once"), transaction.atomic():
        Incident.objects.filter(pk=incident.pk).update(**closed)
    Incident.objects.filter(pk=incident.pk).update(**{**closed, "closed_at": timezone.now()})


def _raise(code: ConcernCode, deployment: Any, **changes: Any) -> Concern:
    values = {
        "code": code,
        "deployment": deployment,
        "happened": "wrong",
        "receipt": uuid.uuid4().hex[:9],
        "once": uuid.uuid4(),
        "raised_at": timezone.now(),
    }
    return Concern.objects.create(**{**values, **changes})
