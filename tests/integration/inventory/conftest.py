from __future__ import annotations

import pytest

from attending.inventory.models import InventoryEntry
from tests.integration.house import House


@pytest.fixture
def empty(house: House) -> House:
    """The house before what it deploys came into the inventory."""
    InventoryEntry.objects.all().delete()
    return house
