"""Forms for administrators and for the chief medical information officer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from attending.accounts.models import User
from attending.program.models import Discipline, Seat, Site
from attending.program.models.people import ENTERPRISE_SEATS
from attending.ui.fields import set_records

ENTERPRISE_CHOICES = [(str(seat), seat.label) for seat in ENTERPRISE_SEATS]


class FoundForm(forms.Form):
    """The first thing in a new installation."""

    name = forms.CharField(label="Name of the health system", max_length=200)
    discipline = forms.ChoiceField(label="Your own discipline", choices=Discipline.choices)


class AddPersonForm(forms.Form):
    """A person, with the login they sign in with or without one."""

    login = forms.ModelChoiceField(
        label="Login",
        queryset=User.objects.none(),
        required=False,
        empty_label="No login",
        help_text="Logins are invited under Logins. The printed name of the login is taken over.",
    )
    printed_name = forms.CharField(
        label="Printed name", max_length=200, required=False, help_text="For somebody without a login."
    )
    discipline = forms.ChoiceField(label="Discipline", choices=Discipline.choices)
    seat = forms.ChoiceField(
        label="Enterprise seat",
        choices=[("", "None"), *ENTERPRISE_CHOICES],
        required=False,
        help_text="Seats of a use case are given on its page.",
    )

    def __init__(self, data: Any, *, logins: QuerySet[User], initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        set_records(self, "login", logins)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not values.get("login") and not values.get("printed_name"):
            self.add_error("printed_name", "Choose a login, or write the name of somebody without one.")
        return values

    def name(self) -> str:
        login = self.cleaned_data["login"]
        return str(login.printed_name if login else self.cleaned_data["printed_name"])

    def chosen_seat(self) -> Seat | None:
        return Seat(self.cleaned_data["seat"]) if self.cleaned_data["seat"] else None


class EnterpriseSeatForm(forms.Form):
    seat = forms.ChoiceField(label="Seat", choices=ENTERPRISE_CHOICES)


class ReasonForm(forms.Form):
    reason = forms.CharField(label="Reason", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class SiteForm(forms.Form):
    """A site, with the names of its units, one a line."""

    name = forms.CharField(label="Name of the site", max_length=200)
    units = forms.CharField(
        label="Its units, one a line",
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Wards, clinics and services in which AI is or will be used. More can be added later.",
    )

    def clean_units(self) -> list[str]:
        names = [line.strip() for line in self.cleaned_data["units"].splitlines() if line.strip()]
        for name in names:
            if len(name) > 200:
                raise forms.ValidationError(f"{name[:40]}... is longer than 200 characters; shorten it.")
        return list(dict.fromkeys(names))


class UnitForm(forms.Form):
    site = forms.ModelChoiceField(label="Site", queryset=Site.objects.none())
    name = forms.CharField(label="Name of the unit", max_length=200)

    def __init__(self, *args: Any, sites: QuerySet[Site]) -> None:
        super().__init__(*args)
        set_records(self, "site", sites)


class EhrForm(forms.Form):
    version = forms.CharField(
        label="EHR release",
        max_length=120,
        help_text="As the vendor names it, such as May 2026. It is shown in approvals.",
    )
