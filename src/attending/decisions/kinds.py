"""What is put to decision, in words: each room names its kinds of proposals, so that people can delegate some."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_labels: dict[str, str] = {}


def register(kind: str, label: str) -> None:
    """Name a kind of proposals in words, such as ``review.outcome`` as ``Post-launch reviews``; called at start-up."""
    _labels[kind] = label


def labels() -> Mapping[str, str]:
    """The label of each kind, in the order of the labels."""
    return MappingProxyType(dict(sorted(_labels.items(), key=lambda item: item[1])))


def label_of(kind: str) -> str:
    """A kind in words; the kind itself where no room names it any more."""
    return _labels.get(kind, kind)
