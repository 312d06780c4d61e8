from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from attending.program.models import Person
from attending.review.presenters import figures
from tests.integration.house import House


@pytest.fixture(autouse=True)
def demonstration(settings: Any) -> None:
    """Pages without a second factor, as in the demonstration; signing in is tested with accounts."""
    settings.ATTENDING_DEMO = True


@pytest.fixture
def visit(house: House) -> Callable[[Person], Client]:
    """``visit(person)``: a browser in which somebody is signed in."""

    def signed_in(person: Person) -> Client:
        client = Client(headers={"host": "localhost"})
        assert person.user is not None
        client.force_login(person.user)
        return client

    return signed_in


@pytest.fixture
def fresh_charts() -> Iterator[None]:
    """Charts drawn by another test are forgotten."""
    figures.shelves.cache_clear()
    yield
    figures.shelves.cache_clear()
