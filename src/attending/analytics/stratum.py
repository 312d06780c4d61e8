"""A population that is measured on its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Stratum:
    """One level of one attribute, such as ("sex", "female"); ("overall", "all") is everyone."""

    attribute: str
    level: str


OVERALL: Final = Stratum("overall", "all")

NOT_RECORDED: Final = "not recorded"
"""Level of the rows whose attribute is missing: they are shown, never dropped."""
