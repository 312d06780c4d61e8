from __future__ import annotations

from typing import Any

import pytest

from tests.integration.house import House, build_house
from tests.integration.kept import kept

_begin_with_house = kept(build_house, guarded=False)


@pytest.fixture
def house(db: None) -> House:
    return _begin_with_house()


@pytest.fixture
def demonstration(settings: Any) -> None:
    """Pages open without a second factor."""
    settings.ATTENDING_DEMO = True
