from __future__ import annotations

import pytest

from tests.integration.house import House
from tests.integration.workflow.hazard_world import HazardWorld, build_world
from tests.integration.workflow.world import Ward, build_ward


@pytest.fixture
def ward(house: House) -> Ward:
    return build_ward(house)


@pytest.fixture
def world(house: House) -> HazardWorld:
    return build_world(house)
