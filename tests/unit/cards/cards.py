"""A synthetic card, as a value and as a file; what it says is made up for tests."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace

from attending.cards.chai import FieldKind, MetricResult, ModelCard, fields, namespace

SENSITIVITY = MetricResult(
    "Sensitivity", '{"kind":"estimate_ci","estimate":81.5,"lower":77.2,"upper":85.1,"level":95,"unit":"%","n":412}'
)
USEFULNESS = "KeyMetrics/UsefulnessUsabilityEfficacy/Results"
FAIRNESS = "KeyMetrics/FairnessEquity/Results"
SAFETY = "KeyMetrics/SafetyReliability/Results"


def full_card() -> ModelCard:
    """A card without a blank: every field holds a sentence, and every metric an estimate with its interval."""
    texts = {path: f"About {each.title.lower()}." for path, each in fields().items() if each.kind is FieldKind.TEXT}
    texts["BasicInfo/ModelName"] = "Tidewatch (synthetic)"
    texts["ReleaseInfo/ReleaseVersion"] = "1.0"
    lists = {"ReleaseInfo/EHRCompatibility": ("Record One", "Record Two"), "ModelSummary/Keywords": ("deterioration",)}
    return ModelCard(texts, lists, dict.fromkeys((USEFULNESS, FAIRNESS, SAFETY), (SENSITIVITY,)))


def with_text(card: ModelCard, **by_name: str) -> ModelCard:
    """The card with other texts, each by the last part of its path."""
    texts = {path: by_name.get(path.rpartition("/")[2], text) for path, text in card.texts.items()}
    return replace(card, texts=texts)


def without(card: ModelCard, *paths: str) -> ModelCard:
    """The card without some of its fields."""

    def kept(values: Mapping[str, object]) -> dict[str, object]:
        return {path: value for path, value in values.items() if path not in paths}

    return replace(card, texts=kept(card.texts), lists=kept(card.lists), results=kept(card.results))


def with_results(card: ModelCard, path: str, *values: tuple[str, object]) -> ModelCard:
    """The card with other results in one of its groups: labels, and values as JSON writes them."""
    found = tuple(MetricResult(label, json.dumps(value)) for label, value in values)
    return replace(card, results={**card.results, path: found})


def file_of(body: str, *, spoken: str = "", before: str = "") -> bytes:
    """A file with a root of our own, for what no writer of cards writes."""
    root = f'<AppliedModelCard xmlns="{spoken or namespace()}">{body}</AppliedModelCard>'
    return f'<?xml version="1.0" encoding="UTF-8"?>{before}{root}'.encode()
