"""Administrators manage logins."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from attending.accounts import actions, queries
from attending.accounts.forms import EmailForm, InviteForm, PrintedNameForm
from attending.accounts.models import User
from attending.accounts.presenters import user_row

PER_PAGE = 50
View = Callable[..., HttpResponse]

recently_authenticated: Callable[[View], View] = reauthentication_required


def administrators_only(view: View) -> View:
    """Refuse everybody but administrators (403), and keep the page out of caches."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not (isinstance(request.user, User) and request.user.is_staff):
            raise PermissionDenied("Only an administrator may see this.")
        return view(request, *args, **kwargs)

    return never_cache(guarded)


@administrators_only
@require_GET
def users(request: HttpRequest) -> HttpResponse:
    """All logins, with search."""
    search = request.GET.get("q", "").strip()
    page = Paginator(queries.users(search), PER_PAGE).get_page(request.GET.get("page"))
    context = {"rows": [user_row(user) for user in page], "page": page, "search": search}
    return render(request, "accounts/users.html", context)


@administrators_only
@require_GET
def user(request: HttpRequest, pk: int) -> HttpResponse:
    """One login and what can be done with it."""
    return _show(request, get_object_or_404(queries.users(), pk=pk))


@administrators_only
@recently_authenticated
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody; the link is shown once."""
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            path = actions.invite(
                _by(request),
                values["username"],
                values["printed_name"],
                values["email"],
                administrator=values["administrator"],
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _link(request, User.objects.get(username=values["username"].strip()), path, "Invitation")
    return render(request, "accounts/invite.html", {"form": form})


@administrators_only
@require_POST
@recently_authenticated
def invite_again(request: HttpRequest, pk: int) -> HttpResponse:
    """A new invitation link, shown once."""
    return _issue(request, pk, actions.invite_again, "Invitation")


@administrators_only
@require_POST
@recently_authenticated
def reset(request: HttpRequest, pk: int) -> HttpResponse:
    """A reset link, shown once."""
    return _issue(request, pk, actions.issue_reset_link, "Reset")


@administrators_only
@require_POST
def deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a login."""
    return _change(request, pk, actions.deactivate, "The login is deactivated; its sessions have ended.")


@administrators_only
@require_POST
@recently_authenticated
def reactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a login again."""
    return _change(request, pk, actions.reactivate, "The login is active again.")


@administrators_only
@require_POST
@recently_authenticated
def confirm_identity(request: HttpRequest, pk: int) -> HttpResponse:
    """Vouch for a person after a reset."""
    return _change(request, pk, actions.confirm_identity, "Identity confirmed; this person can sign again.")


@administrators_only
@require_POST
@recently_authenticated
def printed_name(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct the name printed under future signatures."""
    found = get_object_or_404(queries.users(), pk=pk)
    form = PrintedNameForm(request.POST)
    if not form.is_valid():
        return _show(request, found, form)
    try:
        actions.correct_printed_name(_by(request), found, form.cleaned_data["printed_name"])
    except ValidationError as error:
        form.add_error(None, error)
        return _show(request, found, form)
    messages.success(request, "The printed name is changed for future signatures.")
    return redirect("accounts:user", pk=pk)


@administrators_only
@require_POST
@recently_authenticated
def email(request: HttpRequest, pk: int) -> HttpResponse:
    """Change where a person's notices go."""
    found = get_object_or_404(queries.users(), pk=pk)
    form = EmailForm(request.POST)
    if not form.is_valid():
        return _show(request, found, email_form=form)
    actions.change_email(_by(request), found, form.cleaned_data["email"])
    messages.success(request, "The e-mail address is changed; notices go there.")
    return redirect("accounts:user", pk=pk)


def _show(
    request: HttpRequest,
    found: User,
    form: PrintedNameForm | None = None,
    *,
    email_form: EmailForm | None = None,
) -> HttpResponse:
    by = _by(request)
    context = {
        "person": found,
        "row": user_row(found),
        "form": form or PrintedNameForm(initial={"printed_name": found.printed_name}),
        "email_form": email_form or EmailForm(initial={"email": found.email}),
        "oneself": found.pk == by.pk,
        "may_confirm": found.reset_by_id is not None and by.pk not in (found.pk, found.reset_by_id),
    }
    return render(request, "accounts/user.html", context, status=400 if form or email_form else 200)


def _issue(request: HttpRequest, pk: int, action: Callable[[User, User], str], title: str) -> HttpResponse:
    found = get_object_or_404(User, pk=pk)
    try:
        return _link(request, found, action(_by(request), found), title)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("accounts:user", pk=pk)


def _change(request: HttpRequest, pk: int, action: Callable[[User, User], None], done: str) -> HttpResponse:
    try:
        action(_by(request), get_object_or_404(User, pk=pk))
    except (ValidationError, PermissionDenied) as error:
        messages.error(request, " ".join(getattr(error, "messages", [str(error)])))
    else:
        messages.success(request, done)
    return redirect("accounts:user", pk=pk)


def _link(request: HttpRequest, found: User, path: str, title: str) -> HttpResponse:
    """The only time a link is shown: the page is answered at once, because only the hash of its token is kept."""
    context = {"person": found, "url": request.build_absolute_uri(path), "title": title}
    return render(request, "accounts/link_issued.html", context)


def _by(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
