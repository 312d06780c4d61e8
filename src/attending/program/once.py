"""Questions that many rooms ask for one page, and that the database answers once."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from django.http import HttpRequest, HttpResponse

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")

_answers: ContextVar[dict[Hashable, Any] | None] = ContextVar("what this page asked", default=None)


def once_a_page(ask: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """Keep a query's answer until the page that asked is shown; everywhere else it is asked each time.

    Its arguments are rows, plain values or lists of rows. Whoever gets an answer leaves it as it is.
    """

    @wraps(ask)
    def asked(*args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
        known = _answers.get()
        if known is None:
            return ask(*args, **kwargs)
        question = (ask, tuple(map(_hashable, args)), *((name, _hashable(each)) for name, each in kwargs.items()))
        if question not in known:
            known[question] = ask(*args, **kwargs)
        return cast(Answer, known[question])

    return asked


def _hashable(value: Any) -> Hashable:
    return tuple(value) if isinstance(value, list) else value


class AskedOnce:
    """Middleware: what a page asks is kept while it is made. A request that may change something keeps nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _answers.set({} if request.method in {"GET", "HEAD"} else None)
        try:
            return self.get_response(request)
        finally:
            _answers.reset(token)
