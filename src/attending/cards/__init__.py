"""Cards that describe an AI to others: CHAI Applied Model Card, HTI-1 source attributes, FHIR. No Django."""
