from __future__ import annotations

import pytest

from tests.integration.house import House, build_house


@pytest.fixture
def house(db: None) -> House:
    return build_house()
