"""Predictions and events as hospitals keep them: joined, labelled when mature, viewed by alert or unit."""

from typing import TYPE_CHECKING, Any

from attending.sources.clinical.declaration import (
    CutOff,
    Declaration,
    EventColumns,
    EventDeclaration,
    Positive,
    PredictionColumns,
    View,
)

if TYPE_CHECKING:
    from attending.sources.clinical.account import ClinicalReduction, EventAccount, ViewAccount
    from attending.sources.clinical.files import reduce_clinical
    from attending.sources.clinical.seismometer import ImportedDeclaration, from_seismometer
    from attending.sources.clinical.warehouse import reduce_clinical_tables
    from attending.sources.clinical.yaml_file import ImportRefused

_FROM = {
    "ClinicalReduction": "account",
    "EventAccount": "account",
    "ViewAccount": "account",
    "reduce_clinical": "files",
    "reduce_clinical_tables": "warehouse",
    "ImportRefused": "yaml_file",
    "ImportedDeclaration": "seismometer",
    "from_seismometer": "seismometer",
}


def __getattr__(name: str) -> Any:
    """Load what needs the engine, or YAML, at its first use (PEP 562)."""
    if name in _FROM:
        from importlib import import_module

        return getattr(import_module(f"{__name__}.{_FROM[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = [
    "ClinicalReduction",
    "CutOff",
    "Declaration",
    "EventAccount",
    "EventColumns",
    "EventDeclaration",
    "ImportRefused",
    "ImportedDeclaration",
    "Positive",
    "PredictionColumns",
    "View",
    "ViewAccount",
    "from_seismometer",
    "reduce_clinical",
    "reduce_clinical_tables",
]
