"""What outside frameworks ask, as data, and which kinds of evidence are relevant to it."""

from attending.analytics.catalogs.frameworks.catalog import Framework, Item, Verified, frameworks
from attending.analytics.catalogs.frameworks.evidence import EvidenceKind, Scope, evidence_kinds, kinds_for

__all__ = [
    "EvidenceKind",
    "Framework",
    "Item",
    "Scope",
    "Verified",
    "evidence_kinds",
    "frameworks",
    "kinds_for",
]
