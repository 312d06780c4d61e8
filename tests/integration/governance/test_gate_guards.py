"""The database refuses use without a signed approval, and approvals that nobody decided, whoever writes to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from attending.governance.actions.gates import ask_gate
from attending.governance.deployment_guards import OTHER, UNAPPROVED
from attending.governance.gates_guards import APPROVAL, EXCEPTION, GATE, NOT_APPROVED
from attending.governance.models import Approval, Gate, GateException
from attending.program.models import Deployment, DeploymentStateChange
from tests.integration.house import House
from tests.integration.passing import except_missing, lend_seats, sign_gate


def refused(why: str, act: Callable[[], object]) -> None:
    with pytest.raises(DatabaseError, match=why), transaction.atomic():
        act()


def second(house: House, **values: object) -> Deployment:
    """Another deployment of the house, written as a row."""
    version = house.deployment.model_version.ai_model.versions.create(version="3", released_on="2026-05-01")
    return Deployment.objects.create(
        **{
            "use_case": house.use_case,
            "unit": house.deployment.unit,
            "model_version": version,
            "state_since": timezone.now(),
            **values,
        }
    )


@pytest.mark.parametrize("state", ["pilot", "live"])
def test_a_deployment_is_neither_inserted_nor_set_into_use_without_its_approval(house: House, state: str) -> None:
    refused(UNAPPROVED, lambda: second(house, state=state))
    other = second(house)
    rows = Deployment.objects.filter(pk=other.pk)
    refused(UNAPPROVED, lambda: rows.update(state=state))
    rows.update(state="silent")
    refused(UNAPPROVED, lambda: rows.update(state=state, state_since=timezone.now() - timedelta(days=400)))


def test_what_was_approved_is_not_changed_into_another(house: House) -> None:
    other = second(house)
    rows = Deployment.objects.filter(pk=house.deployment.pk)
    unit = house.deployment.unit.site.units.create(name="9 East")
    for change in ({"model_version": other.model_version}, {"unit": unit}):
        refused(OTHER, lambda change=change: rows.update(**change))
    rows.update(action_threshold="0.4")


def test_what_a_deployment_went_through_stays(house: House) -> None:
    rows = DeploymentStateChange.objects.filter(deployment=house.deployment)
    assert rows.exists()
    refused("append-only", lambda: rows.update(decision="decision:0"))
    refused("append-only", lambda: rows._raw_delete(rows.db))


def test_an_exception_is_entered_only_with_the_question_that_asks_it(house: House) -> None:
    granted = GateException.objects.filter(deployment=house.deployment).first()
    assert granted is not None
    waiting = ask_gate(None, house.deployment, "live", "It ends soon.")
    now = timezone.now()
    for proposal in (granted.proposal, waiting.proposal or granted.proposal):
        refused(
            EXCEPTION,
            lambda proposal=proposal: GateException.objects.create(
                use_case=house.use_case,
                deployment=house.deployment,
                item="panel",
                reason="Behind the record.",
                until=timezone.localdate(),
                asked_by=house.owner,
                asked_at=now,
                proposal=proposal,
            ),
        )


def test_an_approval_that_has_ended_lets_nothing_into_use(house: House) -> None:
    rows = Deployment.objects.filter(pk=house.deployment.pk)
    rows.update(state="silent")
    rows.update(state="pilot")
    rows.update(state="silent")
    Approval.objects.filter(deployment=house.deployment).update(ends_at=timezone.now() - timedelta(seconds=1))
    refused(UNAPPROVED, lambda: rows.update(state="pilot"))
    early = Approval.objects.get(deployment=house.deployment).starts_at
    refused(UNAPPROVED, lambda: rows.update(state="live", state_since=early))


def test_an_approval_only_ends_earlier(house: House) -> None:
    rows = Approval.objects.filter(deployment=house.deployment)
    end = rows.get().ends_at
    for change in (
        {"ends_at": end + timedelta(seconds=1)},
        {"covers": "pilot"},
        {"starts_at": end - timedelta(days=1)},
        {"claims": [{"key": "unit", "sentence": "Another.", "value": "9"}]},
    ):
        refused(APPROVAL, lambda change=change: rows.update(**change))
    refused(APPROVAL, lambda: rows._raw_delete(rows.db))
    rows.update(ends_at=end - timedelta(days=1))


def test_an_approval_rests_on_its_own_gates_approving_decision(house: House) -> None:
    approval = Approval.objects.get()
    other = second(house)

    def like(**changes: object) -> Callable[[], object]:
        values = {
            "gate": approval.gate,
            "decision": approval.decision,
            "use_case": house.use_case,
            "deployment": other,
            "covers": "live",
            "starts_at": approval.starts_at,
            "ends_at": approval.ends_at,
            **changes,
        }
        return lambda: Approval.objects.create(**values)

    waiting = ask_gate(None, other, "pilot", "It was opened again.")
    refused(NOT_APPROVED, like(gate=waiting, covers="pilot"))
    refused(NOT_APPROVED, like(gate=waiting))
    refused(NOT_APPROVED, like())


def test_a_declined_gate_gives_no_approval(house: House) -> None:
    lend_seats(house, house.deployment, "live")
    except_missing(house, house.deployment, "live")
    gate = ask_gate(house.operations, house.deployment, "live", "Again.")
    sign_gate(house, gate, "decline")
    gate.refresh_from_db()
    values = {"gate": gate, "decision": gate.decision, "use_case": house.use_case, "deployment": house.deployment}
    now = timezone.now()
    refused(
        NOT_APPROVED,
        lambda: Approval.objects.create(covers="live", starts_at=now, ends_at=now + timedelta(days=1), **values),
    )


def test_a_gate_stands_as_it_was_asked_and_is_open_once(house: House) -> None:
    rows = Gate.objects.filter(deployment=house.deployment)
    for change in (
        {"reason": "Other"},
        {"tier": "low"},
        {"proposal": None},
        {"decision": None},
        {"closed_at": None},
        {"target": "pilot"},
    ):
        refused(GATE, lambda change=change: rows.update(**change))
    refused(GATE, lambda: rows._raw_delete(rows.db))
    other = second(house)
    ask_gate(None, other, "pilot", "Opened again.")
    refused("(?i)gate", lambda: _again(other))


def _again(deployment: Deployment) -> None:
    gate = Gate.objects.get(deployment=deployment)
    gate.pk = None
    gate.save()


@pytest.mark.sqlite
def test_replace_lets_nothing_into_use(house: House) -> None:
    other = second(house)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM program_deployment WHERE id = %s", [other.pk])
        names = [column[0] for column in cursor.description]
        row = dict(zip(names, cursor.fetchone(), strict=True))
        row["state"] = "live"
        marks = ", ".join(["%s"] * len(names))
        sql = f"REPLACE INTO program_deployment ({', '.join(names)}) VALUES ({marks})"
        refused(UNAPPROVED, lambda: cursor.execute(sql, list(row.values())))
