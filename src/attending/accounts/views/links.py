"""One-time links: the first administrator, invitations, resets."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from attending.accounts import actions, queries
from attending.accounts.forms import ChoosePasswordForm, FirstAdministratorForm
from attending.accounts.models import OneTimeLink

TOKEN = "attending.accounts.link"  # noqa: S105  the name of a session entry


@login_not_required
@never_cache
@require_GET
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Take the token out of the address, so that it stays in no history and no log of the next pages."""
    found = queries.find_link(token)
    # An address that opens nothing ends nobody's session: anybody could send one.
    if request.user.is_authenticated and found is not None and queries.is_open(found):
        logout(request)
    request.session[TOKEN] = token
    return redirect("accounts:use-link")


@login_not_required
@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "POST"])
def use_link(request: HttpRequest) -> HttpResponse:
    """Choose a password (and, for the first administrator, a name), then set up a second factor."""
    token = str(request.session.get(TOKEN, ""))
    found = queries.find_link(token)
    if found is None or not queries.is_open(found):
        return _unusable(request, found)
    first = found.purpose == OneTimeLink.Purpose.FIRST_ADMINISTRATOR
    form_class = FirstAdministratorForm if first else ChoosePasswordForm
    form = form_class(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            user = actions.redeem(
                token,
                values["password"],
                username=values.get("username", ""),
                printed_name=values.get("printed_name", ""),
            )
        except ValidationError as error:
            form.add_error(None, error)
        except actions.LinkUnusableError:
            return _unusable(request, queries.find_link(token))
        else:
            request.session.flush()
            # The person has just chosen this password: setting up the second factor need not ask for it again.
            record_authentication(request, user, method="password", reauthenticated=True)
            get_adapter(request).login(request, user)
            messages.success(request, "Your password is set. Now add a second factor.")
            return redirect("accounts:second-factor")
    return render(request, "accounts/use_link.html", {"form": form, "link": found, "first": first})


def _unusable(request: HttpRequest, found: OneTimeLink | None) -> HttpResponse:
    request.session.pop(TOKEN, None)
    return render(request, "accounts/link_unusable.html", {"link": found}, status=410)
