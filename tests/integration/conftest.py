from __future__ import annotations

from typing import Any

import pytest

from tests.integration.house import House, begin_with_house


@pytest.fixture
def house(db: None) -> House:
    return begin_with_house()


@pytest.fixture
def demonstration(settings: Any) -> None:
    """Pages open without a second factor."""
    settings.ATTENDING_DEMO = True
