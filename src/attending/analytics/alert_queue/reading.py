"""A workload from plain data, as a page, a TOML file or JSON gives it, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attending.analytics.alert_queue.inputs import Workload
from attending.analytics.alert_queue.validation import Validation
from attending.analytics.catalogs.alert_presets import alert_presets
from attending.analytics.records import from_record, to_record

_POINT = frozenset({"sensitivity", "specificity", "prevalence", "people", "source"})


def read_workload(document: Mapping[str, Any]) -> Workload:
    """The workload of a document of dicts, lists, text and numbers.

    Its names are those of the dataclasses' fields. `validation` may also be {"preset": key} of the catalog of alert
    presets, or a published operating point {"sensitivity", "specificity", "prevalence", "people", "source"}.
    Raises ValueError that names field, value and what is expected.
    """
    given = dict(document)
    validation = given.get("validation")
    if not isinstance(validation, Mapping):
        raise ValueError(
            "validation is missing; give its bins, a preset, or sensitivity, specificity and prevalence of one point."
        )
    for name in ("arrivals", "shifts", "teams", "handling"):
        if name not in given:
            raise ValueError(f"{name} is missing; say it as the guide's example does.")
    if "bins" not in validation:
        given["validation"] = to_record(_published(validation))
    return from_record(Workload, given)


def to_plain(workload: Workload) -> dict[str, Any]:
    """The document that `read_workload` reads back as the same workload."""
    plain: dict[str, Any] = to_record(workload)
    return plain


def from_preset(key: str) -> Validation:
    """The validation of a preset of the catalog, scores as risks. Raises ValueError for an unknown one."""
    preset = alert_presets().get(key)
    if preset is None:
        raise ValueError(f"There is no preset {key!r}; there are {', '.join(alert_presets())}.")
    return Validation.from_operating_point(
        sensitivity=preset.sensitivity,
        specificity=preset.specificity,
        prevalence=preset.prevalence,
        people=preset.people,
        source=preset.label,
    )


def _published(given: Mapping[str, Any]) -> Validation:
    if "preset" in given:
        if len(given) > 1:
            raise ValueError(f"validation has a preset and {min(set(given) - {'preset'})!r}; give one of them.")
        return from_preset(str(given["preset"]))
    unknown = sorted(set(given) - _POINT)
    if unknown:
        raise ValueError(f"validation has {unknown[0]!r}; give bins, a preset, or {', '.join(sorted(_POINT))}.")
    shares = {}
    for name in ("sensitivity", "specificity", "prevalence", "people"):
        value = given.get(name, 1.0 if name == "people" else None)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ValueError(f"{name} of the validation is {value!r}; give a number.")
        shares[name] = float(value)
    return Validation.from_operating_point(**shares, source=str(given.get("source", "")))
