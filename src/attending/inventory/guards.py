"""What the database itself refuses: what a vendor sent, what was checked, and what was published is never changed."""

from attending.ledger.entry_guards import dated, entering
from attending.ledger.guards import append_only

_TOLD_ALREADY = (
    "EXISTS (SELECT 1 FROM inventory_publication p WHERE p.entry_id = NEW.entry_id AND p.id <> NEW.id "
    "AND NOT EXISTS (SELECT 1 FROM inventory_publicationend e WHERE e.publication_id = p.id))"
)

GUARDS = (
    append_only("inventory_vendordocument", unique=[("model_version_id", "kind", "sha256")]),
    append_only("inventory_vendorclaim", unique=[("document_id", "position")]),
    dated(append_only("inventory_claimcheck"), "checked_at"),
    entering(
        append_only("inventory_publication"),
        "inventory_publication_once_at_a_time",
        _TOLD_ALREADY,
        "an entry stands on the public register once; take back what stands there first",
    ),
    append_only("inventory_publicationend", unique=[("publication_id",)]),
)
