"""Decisions by the name under which other records rest on them."""

from __future__ import annotations

import re
from typing import Final

from attending.decisions.models import Decision

_NAME: Final = re.compile(r"decision:([0-9]{1,18})")


def subject_of(name: str) -> str | None:
    """What a signed decision, named such as ``decision:12``, is about; None where there is none. One query at most."""
    named = _NAME.fullmatch(name)
    if named is None:
        return None
    return Decision.objects.filter(pk=int(named[1])).values_list("proposal__subject", flat=True).first()
