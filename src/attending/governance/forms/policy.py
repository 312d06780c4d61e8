"""Forms of the policy: its text, and why a version is offered."""

from __future__ import annotations

from django import forms

from attending.policies.reading import LONGEST_TEXT


class PolicyTextForm(forms.Form):
    """The text of the draft, and the hash of the one it was begun from."""

    text = forms.CharField(
        label="The policy as text",
        strip=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 30, "spellcheck": "false", "class": "policy-text"}),
    )
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def clean_text(self) -> str:
        """The text with line ends as files have them, not as browsers send them."""
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")

    def begun_again(self, seen: str) -> PolicyTextForm:
        """The same text, as begun from a newer one: whoever saves it now has been shown that one."""
        again = PolicyTextForm({"text": self.cleaned_data["text"], "seen": seen})
        again.is_valid()
        return again


class OfferPolicyForm(forms.Form):
    """Why a version is offered."""

    why = forms.CharField(
        label="What changes, and why",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Those who sign read it first; it is sealed with the decision.",
    )
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)
