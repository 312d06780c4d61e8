"""What was kept, signed, said and replied stands in the database too, whoever writes to it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import Error, connection, transaction
from django.utils import timezone

from attending.program.models.clinical_input import Effect
from attending.workflow.actions.replying import reply
from attending.workflow.models import (
    CareMap,
    Goes,
    MapOffer,
    MapOutcome,
    MapVersion,
    StepAnswer,
    StepReply,
    Walkthrough,
)
from tests.integration.workflow.world import Ward


@pytest.fixture
def ended(ward: Ward) -> Ward:
    """Every table has a row that came to its end."""
    version = ward.signed(ward.drawn())
    ward.walked(version, look=(Goes.NOT_DONE, "Nobody does"))
    answer = StepAnswer.objects.get(step="look")
    reply(ward.house.owner, answer, words="We know", effect=Effect.DECLINED)
    return ward


def execute(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize("model", [CareMap, MapVersion, MapOffer, MapOutcome, StepReply])
def test_records_are_never_changed_removed_or_replaced(ended: Ward, model: Any) -> None:
    table = model._meta.db_table
    assert model.objects.exists()
    for sql in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
        with pytest.raises(Error, match="append-only"):
            execute(sql)
    replaces = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"
    with pytest.raises(Error):
        execute(replaces if connection.vendor == "sqlite" else f"TRUNCATE {table} CASCADE")


def test_a_walkthrough_that_is_handed_in_stays(ended: Ward) -> None:
    for table in ("workflow_walkthrough", "workflow_stepanswer"):
        with pytest.raises(Error, match="stays as it is"):
            execute(f"UPDATE {table} SET id = id")
    walk = Walkthrough.objects.get()
    row = {"walkthrough": walk, "step": "later", "goes": "as_drawn", "saved_at": timezone.now()}
    with pytest.raises(Error, match="stays as it is"), transaction.atomic():
        StepAnswer.objects.create(**row)


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"goes": "sometimes"}, "step_answer_known"),
        ({"step": ""}, "step_answer_known"),
        ({"goes": "different", "different": ""}, "step_answer_says_what_is_different"),
    ],
)
def test_an_answer_is_one_of_four(ward: Ward, changes: dict[str, Any], constraint: str) -> None:
    walk = ward.asked(ward.kept(ward.drawn()))
    row = {"walkthrough": walk, "step": "look", "goes": "as_drawn", "saved_at": timezone.now(), **changes}
    with pytest.raises(Error, match=constraint), transaction.atomic():
        StepAnswer.objects.create(**row)


def test_a_change_names_its_version_and_a_request_its_day(ward: Ward) -> None:
    version = ward.kept(ward.drawn())
    walk = ward.walked(version, look=(Goes.NOT_DONE, ""))
    answer = walk.answers.get(step="look")
    said = {"answer": answer, "words": "Yes", "replied_by": ward.house.owner, "replied_at": timezone.now()}
    for wrong in ({"effect": "changed"}, {"effect": "declined", "changed_in": version}):
        with pytest.raises(Error, match="step_reply_names_the_version_that_changed"), transaction.atomic():
            StepReply.objects.create(**said, **wrong)
    who = {"version": version, "person": ward.resident, "discipline": "medicine", "begun_at": timezone.now()}
    with pytest.raises(Error, match="walkthrough_asked_by_a_day"), transaction.atomic():
        Walkthrough.objects.create(**who, site=ward.site, asked_by=ward.house.nurse)
