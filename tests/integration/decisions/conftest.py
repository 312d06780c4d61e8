from __future__ import annotations

import pytest

from tests.integration.decisions.world import World, build


@pytest.fixture
def world(db: None) -> World:
    return build()
