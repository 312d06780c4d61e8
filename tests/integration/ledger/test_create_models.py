"""Tables made together: as if each had been made alone, whatever their order, and taken away again."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from django.db import connection, models
from django.db.migrations.operations import AddField, CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from attending.ledger.create_models import CreateModels

APP = "ledger"


def identity() -> tuple[str, models.Field]:
    return ("id", models.BigAutoField(primary_key=True))


def refers_to(name: str) -> models.ForeignKey:
    return models.ForeignKey(f"{APP}.{name}", models.PROTECT, null=True)


def ward() -> CreateModel:
    return CreateModel("Ward", [identity(), ("leader", refers_to("nurse"))])


def nurse() -> CreateModel:
    return CreateModel("Nurse", [identity(), ("ward", refers_to("ward"))])


def after(operations: Sequence[Operation], *, rendered: bool) -> ProjectState:
    """The state that the operations lead to; ``rendered`` as a run of migrations has it."""
    state = ProjectState()
    if rendered:
        assert not list(state.apps.get_models())
    for operation in operations:
        operation.state_forwards(APP, state)
    return state


@pytest.mark.parametrize("rendered", [False, True])
def test_the_state_is_that_of_single_operations(rendered: bool) -> None:
    alone = [CreateModel("Ward", [identity()]), nurse(), AddField("ward", "leader", refers_to("nurse"))]
    together = after([CreateModels([ward(), nurse()])], rendered=rendered)
    assert together == after(alone, rendered=rendered)
    made = {model.__name__: model for model in together.apps.get_models()}
    assert set(made) == {"Ward", "Nurse"}
    assert made["Ward"]._meta.get_field("leader").related_model is made["Nurse"]
    assert made["Nurse"]._meta.get_field("ward").related_model is made["Ward"]


@pytest.mark.django_db(transaction=True)
def test_two_tables_that_refer_to_each_other_are_made_and_taken_away() -> None:
    operation = CreateModels([ward(), nurse()])
    before, made = ProjectState(), after([operation], rendered=True)
    with connection.schema_editor() as editor:
        operation.database_forwards(APP, editor, before, made)
    with connection.cursor() as cursor:
        columns = connection.introspection.get_relations(cursor, "ledger_nurse")
        assert columns["ward_id"][:2] == ("id", "ledger_ward")
    with connection.schema_editor() as editor:
        operation.database_backwards(APP, editor, made, before)
    assert not {"ledger_ward", "ledger_nurse"} & set(connection.introspection.table_names())
