from __future__ import annotations

from typing import Any

import pytest

from attending.inventory.models import InventoryEntry
from tests.integration.house import House


@pytest.fixture
def demonstration(settings: Any) -> None:
    """The demonstration asks for no second factor, so that tests sign in with a session alone."""
    settings.ATTENDING_DEMO = True


@pytest.fixture
def empty(house: House) -> House:
    """The house before what it deploys came into the inventory."""
    InventoryEntry.objects.all().delete()
    return house
