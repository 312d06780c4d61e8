"""Units by a name that is theirs alone. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from attending.program.models import Unit


def unit_names(units: Iterable[Unit]) -> dict[int, str]:
    """Each unit's name by primary key; where two sites have one of a name, with its site. ``site`` must be loaded."""
    found = list(units)
    counted = Counter(unit.name for unit in found)
    return {unit.pk: unit.name if counted[unit.name] == 1 else f"{unit.name} ({unit.site.name})" for unit in found}
