"""Which policy holds for an organisation now."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

from attending.decisions.models.policies import PolicyState, PolicyVersion
from attending.policies.default import default_policy
from attending.policies.model import Policy
from attending.policies.reading import read_policy
from attending.program.models import Organisation

_asked: ContextVar[dict[int, Policy] | None] = ContextVar("policies that this request asked for", default=None)


def policy_of(organisation: Organisation | int) -> Policy:
    """The policy in force of an organisation, or of the one with this primary key; the default where it adopted none.

    One query; within a page only the first call costs one. A text that was read before is not read again.
    """
    pk = organisation if isinstance(organisation, int) else organisation.pk
    asked = _asked.get()
    if asked is not None and pk in asked:
        return asked[pk]
    in_force = PolicyVersion.objects.filter(organisation=pk, state=PolicyState.IN_FORCE)
    text = in_force.values_list("text", flat=True).first()
    policy = default_policy() if text is None else read_policy(text)
    if asked is not None:
        asked[pk] = policy
    return policy


def forget() -> None:
    """Ask anew from now on: another version has come into force."""
    asked = _asked.get()
    if asked is not None:
        asked.clear()


class AskedOnce:
    """Middleware: a page asks for the policy of an organisation once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _asked.set({})
        try:
            return self.get_response(request)
        finally:
            _asked.reset(token)
