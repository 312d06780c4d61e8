from __future__ import annotations

import pytest

from tests.integration.decisions.world import World, build
from tests.integration.kept import kept

_begin_with_world = kept(build)


@pytest.fixture
def world(db: None) -> World:
    return _begin_with_world()
