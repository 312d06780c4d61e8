"""What the database itself refuses: what a vendor sent, what was checked, and what was published is never changed."""

from attending.ledger.guards import append_only

GUARDS = (
    append_only("inventory_vendordocument", unique=[("model_version_id", "kind", "sha256")]),
    append_only("inventory_vendorclaim", unique=[("document_id", "position")]),
    append_only("inventory_claimcheck"),
    append_only("inventory_publication"),
    append_only("inventory_publicationend", unique=[("publication_id",)]),
)
