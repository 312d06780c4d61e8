"""``attending oversight check``: silence becomes a breach that is printed once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.utils import timezone
from typer.testing import CliRunner

from attending.cli.oversight import app
from attending.governance.models import Breach
from tests.integration.house import House


def check(code: int = 0) -> str:
    result = CliRunner().invoke(app, ["check"])
    assert result.exit_code == code, (result.output, result.exception)
    return result.output


def test_data_that_stopped_coming_is_a_breach_printed_once(house: House) -> None:
    house.agree(silence_days=45)
    house.measure(0.8, end=timezone.localdate() - timedelta(days=200))
    printed = check()
    assert printed.startswith(f"Breach {Breach.objects.get().pk}: ")
    assert "200 days ago; at most 45 days were agreed" in printed
    assert "Asked of Olga Owner, by " in printed
    assert check() == ""
    assert Breach.objects.count() == 1


def test_nothing_is_said_while_data_come(house: House) -> None:
    house.agree(silence_days=45)
    house.measure(0.8)
    assert check() == ""


def test_a_database_that_cannot_be_read_is_said(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise DatabaseError("no such table")

    monkeypatch.setattr("attending.governance.actions.readings.read_silence", broken)
    assert "attending doctor" in check(code=2)
