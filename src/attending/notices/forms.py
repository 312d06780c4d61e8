"""Forms of notices."""

from __future__ import annotations

from django import forms


class TryAgainForm(forms.Form):
    """Nothing to fill in: only the wish to try again."""
