"""The records of the inventory."""

from attending.inventory.models.claims import ClaimCheck, DocumentKind, VendorClaim, VendorDocument, Verdict
from attending.inventory.models.entries import EntryKind, EntrySource, EntryStatus, InventoryEntry
from attending.inventory.models.imports import InventoryImport
from attending.inventory.models.publications import Publication, PublicationEnd

__all__ = [
    "ClaimCheck",
    "DocumentKind",
    "EntryKind",
    "EntrySource",
    "EntryStatus",
    "InventoryEntry",
    "InventoryImport",
    "Publication",
    "PublicationEnd",
    "VendorClaim",
    "VendorDocument",
    "Verdict",
]
