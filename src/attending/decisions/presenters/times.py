"""Times as signatures print them."""

from __future__ import annotations

from datetime import UTC, datetime

from django.utils import timezone


def stamp(at: datetime) -> str:
    """Date and time in UTC and, where the installation lives in another zone, in local time too."""
    text = f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
    local = timezone.localtime(at)
    return text if local.utcoffset() == UTC.utcoffset(None) else f"{text} ({local:%Y-%m-%d %H:%M:%S %Z})"
