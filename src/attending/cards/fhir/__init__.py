"""AI Transparency on FHIR: what is known about an AI, as a bundle that another system can take in."""

from attending.cards.fhir.bundle import Described, transparency_bundle

__all__ = ["Described", "transparency_bundle"]
