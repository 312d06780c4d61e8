from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.integration.governance.agreed import addressed
from tests.integration.house import House
from tests.integration.notices.hook_server import Hooked, hook_server
from tests.integration.notices.mail_server import Mailbox, mail_server


@pytest.fixture(autouse=True)
def _demonstration(settings: Any) -> None:
    settings.ATTENDING_DEMO = True


@pytest.fixture
def mailbox(house: House, settings: Any) -> Iterator[Mailbox]:
    """A mail server that is set up, and an address for everybody."""
    addressed(house)
    with mail_server() as (smtp, box):
        settings.ATTENDING_SMTP = smtp
        settings.ATTENDING_URL = "https://attending.hospital.example"
        yield box


@pytest.fixture
def hooked(settings: Any) -> Iterator[Hooked]:
    """A webhook that is set up."""
    with hook_server() as server:
        settings.ATTENDING_WEBHOOKS = (server.webhook,)
        yield server
