"""Start-up check: the risk matrices of this installation can be used."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error

from attending.analytics.catalogs.hazards import MethodRefused
from attending.workflow.queries.hazard_methods import methods


def hazard_methods_can_be_used(**_: Any) -> list[CheckMessage]:
    """Each file of the folder that ``ATTENDING_HAZARD_METHODS`` names holds a method."""
    try:
        methods()
    except MethodRefused as refusal:
        hint = "Mend the file, or take it out of the folder that ATTENDING_HAZARD_METHODS names."
        return [Error(str(refusal), hint=hint, id="workflow.E001")]
    return []
