from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def demonstration(settings: Any) -> None:
    """Pages open without a second factor."""
    settings.ATTENDING_DEMO = True
