"""A policy as one text: read, checked, compared, and asked which tier an AI is of. No Django."""
