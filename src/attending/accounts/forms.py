"""Forms of the accounts pages, and the fields with which any room's page signs."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from typing import Any

from allauth.account.forms import LoginForm as AllauthLoginForm
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.http import HttpRequest, QueryDict

from attending.accounts import demo, queries, reauthentication
from attending.accounts.models import User
from attending.accounts.reauthentication.intent import Intent

SIGNING_FORM_SECONDS = 3600


class LoginForm(AllauthLoginForm):  # type: ignore[misc]
    """User name and password; there is no reset by mail and no "remember me" on shared workstations."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "User name"
        for name in ("login", "password"):
            self.fields[name].widget.attrs.pop("placeholder", None)


class ChoosePasswordForm(forms.Form):
    """A password for an invited person or after a reset."""

    password = forms.CharField(
        label="Password",
        strip=False,
        help_text="At least 12 characters. A few unrelated words are easy to remember and hard to guess.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="The same password again",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any] | None:
        """Both passwords must be equal."""
        cleaned = super().clean()
        password, again = self.cleaned_data.get("password"), self.cleaned_data.get("again")
        if password and again and password != again:
            self.add_error("again", "The two passwords differ; type the same one twice.")
        return cleaned


class FirstAdministratorForm(ChoosePasswordForm):
    """The first administrator's name and password."""

    username = forms.CharField(
        label="User name", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "username"})
    )
    printed_name = forms.CharField(
        label="Full name",
        max_length=150,
        help_text="Printed under everything you sign.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ("username", "printed_name", "password", "again")


class InviteForm(forms.Form):
    """Who is invited."""

    username = forms.CharField(label="User name", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    printed_name = forms.CharField(
        label="Full name",
        max_length=150,
        help_text="Printed under everything this person signs. Check it against an identity document.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    email = forms.EmailField(label="E-mail", required=False, widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    administrator = forms.BooleanField(label="May manage users", required=False)


class PrintedNameForm(forms.Form):
    """A corrected printed name."""

    printed_name = forms.CharField(
        label="Full name", max_length=150, help_text="Signatures made before keep the name they were made with."
    )


class EmailForm(forms.Form):
    """Where this person's notices go."""

    email = forms.EmailField(
        label="E-mail",
        required=False,
        max_length=254,
        help_text="Breaches and reminders go there. Leave it empty to stop them.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


class SigningForm(forms.Form):
    """The fields with which a person signs; a room's signing form inherits from it or stands beside it.

    ``intent`` makes the intent of a nonce, for instance
    ``lambda nonce: signing_intent(user, record_sha256=..., meaning=..., role=..., reason=..., nonce=nonce)``; it must
    give the same intent when the form is shown and when it is sent. Draw the fields with
    ``{% include "accounts/signing_fields.html" %}`` inside the page's ``<form>``.

    After ``is_valid()`` call ``authenticate()`` outside a transaction; ``intent`` is then what was signed.
    """

    # The browser must not insist on a password when the passkey's button is pressed.
    use_required_attribute = False

    signing_nonce = forms.CharField(widget=forms.HiddenInput)
    signing_method = forms.ChoiceField(
        choices=[(method, method) for method in ("passkey", "password", "demonstration")],
        widget=forms.HiddenInput,
        error_messages={"required": "Choose how to sign."},
    )
    signing_credential = forms.CharField(required=False, max_length=20_000, widget=forms.HiddenInput)
    signing_password = forms.CharField(
        label="Password",
        strip=False,
        max_length=1_000,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    signing_code = forms.CharField(
        label="Code from your authenticator app",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, request: HttpRequest, intent: Callable[[str], Intent], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not isinstance(request.user, User):
            raise TypeError("Only a person who is logged in can be asked to sign.")
        self.signer = request.user
        self.request = request
        self._intent_of = intent
        self._signer = TimestampSigner(salt=f"attending.accounts.signing/{self.signer.pk}")
        self.passkey_options = ""
        self.offers_password = queries.has_totp(self.signer)
        self.offers_demonstration = bool(settings.ATTENDING_DEMO) and demo.is_allowed(request)
        self.cannot_sign = ""
        if not self.is_bound:
            self.initial["signing_nonce"] = self._fresh_nonce()
        self._prepare()

    @property
    def intent(self) -> Intent:
        """What is signed with this form."""
        return self._intent_of(str(self["signing_nonce"].value()))

    @property
    def offers_nothing(self) -> bool:
        """Whether this login has no way to sign."""
        return not (self.passkey_options or self.offers_password or self.offers_demonstration)

    def clean_signing_nonce(self) -> str:
        """The nonce must be one this server gave to this person in the last hour."""
        nonce: str = self.cleaned_data["signing_nonce"]
        try:
            self._signer.unsign(nonce, max_age=SIGNING_FORM_SECONDS)
        except SignatureExpired as error:
            self._renew()
            raise ValidationError("This form was open for more than an hour. Read it again and sign.") from error
        except BadSignature as error:
            self._renew()
            raise ValidationError("This form is not yours to sign. Read it again and sign.") from error
        return nonce

    def clean(self) -> dict[str, Any] | None:
        """Password and code are asked for only when the signature is made with them."""
        cleaned = super().clean()
        method = self.cleaned_data.get("signing_method")
        if method == "passkey" and not self.cleaned_data.get("signing_credential"):
            self.add_error(None, "Your passkey did not answer. Signing with a passkey needs JavaScript.")
        if method != "password":
            for name in ("signing_password", "signing_code"):
                self.errors.pop(name, None)
                self.cleaned_data[name] = ""
        return cleaned

    def authenticate(self) -> reauthentication.AuthenticationEvidence | None:
        """The evidence, or None with the reason among the form's errors.

        Raises NonceUsedError when this form was signed before (a double tap): show the signature that exists.
        """
        values = self.cleaned_data
        try:
            if values["signing_method"] == "passkey":
                return reauthentication.complete(
                    self.signer,
                    self.intent,
                    values["signing_credential"],
                    reauthentication.RelyingParty.of(self.request),
                )
            if values["signing_method"] == "password":
                return reauthentication.password_and_totp(
                    self.signer, self.intent, values["signing_password"], values["signing_code"]
                )
            if not self.offers_demonstration:
                raise reauthentication.SigningRefusedError("Signing without proof is possible only in a demonstration.")
            return reauthentication.demonstration(self.signer, self.intent)
        except reauthentication.NonceUsedError:
            raise
        except reauthentication.SigningRefusedError as error:
            self.add_error(None, str(error))
            return None

    def _prepare(self) -> None:
        """Make the passkey request for the nonce the form shows."""
        if not queries.has_passkey(self.signer):
            return
        try:
            options = reauthentication.begin(self.signer, self.intent, reauthentication.RelyingParty.of(self.request))
        except reauthentication.SigningRefusedError as error:
            self.cannot_sign = str(error)
        except reauthentication.IntentError:
            # A sent form with a forged nonce: clean_signing_nonce refuses it and gives another.
            if not self.is_bound:
                raise
        else:
            self.passkey_options = json.dumps(options)

    def _fresh_nonce(self) -> str:
        return self._signer.sign(secrets.token_urlsafe(16))

    def _renew(self) -> None:
        """Show the form again with a nonce that can still be used."""
        data = self.data.copy() if isinstance(self.data, QueryDict) else dict(self.data)
        data[self.add_prefix("signing_nonce")] = self._fresh_nonce()
        self.data = data
        self._prepare()
