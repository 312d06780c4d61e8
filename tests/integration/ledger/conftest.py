"""A record of its own for each test: its key, where its checkpoints go, and short ways to fill it."""

import pytest
from django.db import transaction

from attending.ledger import actions


@pytest.fixture(autouse=True)
def _own_key_and_destinations(settings, tmp_path):
    settings.ATTENDING_LEDGER_KEY = tmp_path / "ledger.key"
    settings.ATTENDING_ORIGIN = "hospital.example/ledger"
    settings.ATTENDING_CHECKPOINT_FILE = None
    settings.ATTENDING_CHECKPOINT_SYSLOG = ""


@pytest.fixture
def fill(db):
    """Append ``count`` entries and return them."""

    def append(count):
        with transaction.atomic():
            return [
                actions.append("test.done", object=f"thing:{number}", actor="person:1", payload={"number": number})
                for number in range(count)
            ]

    return append
