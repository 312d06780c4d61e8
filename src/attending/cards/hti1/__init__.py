"""The source attributes that ONC HTI-1 asks developers for: 31 of predictive tools, 13 of evidence-based ones."""

from attending.cards.hti1.catalog import (
    Attribute,
    Catalog,
    Dsi,
    answers_from_card,
    attributes,
    catalog,
    group_title,
)

__all__ = ["Attribute", "Catalog", "Dsi", "answers_from_card", "attributes", "catalog", "group_title"]
