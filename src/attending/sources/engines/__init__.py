"""Warehouses as engines: how one is named, opened and asked, and what each answers in its own way."""
