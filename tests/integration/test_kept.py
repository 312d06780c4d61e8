"""A house written again from what was kept is the house that was built: every row, the record, and what comes next."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction

from attending.accounts.models import User
from attending.ledger.verification import verify_record
from attending.program.actions import organisation
from attending.program.models import Site
from tests.integration.house import build_house
from tests.integration.kept import kept

pytestmark = pytest.mark.django_db


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def rows() -> dict[str, list[dict[str, Any]]]:
    return {model._meta.label: list(model._base_manager.order_by("pk").values()) for model in apps.get_models()}


def test_every_row_stands_as_it_was_built_and_the_record_verifies_and_grows():
    begin = kept(build_house, guarded=False)
    with undone():
        built, first = begin(), rows()
    with undone():
        again = begin()
        assert again == built
        assert rows() == first
        site = organisation.add_site(again.administrator, "Annexe")
        assert Site.objects.get(pk=site.pk) == site
        assert verify_record(key=None, outside=()).ok


def test_in_a_database_that_holds_somebody_it_is_built():
    numbers = count()
    begin = kept(lambda: User.objects.create_user(f"user-{next(numbers)}"))
    with undone():
        assert begin().username == "user-0"
    with undone():
        assert begin().username == "user-0"
        assert begin().username == "user-1"
