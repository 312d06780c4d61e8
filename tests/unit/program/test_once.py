"""What a page asks once, and what is asked each time."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from attending.program.once import AskedOnce, once_a_page

asked: list[object] = []


@once_a_page
def ask(what: object, *, of: object = None) -> int:
    asked.append((what, of))
    return len(asked)


def page(_request: HttpRequest) -> HttpResponse:
    asked.clear()
    answers = [ask(1), ask(1), ask(2), ask(1, of="a"), ask(1, of="a"), ask([1, 2]), ask([1, 2])]
    return HttpResponse(str(answers))


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_page_asks_each_question_once_and_the_next_page_anew(method: str) -> None:
    request = RequestFactory().generic(method, "/")
    for _ in range(2):
        assert AskedOnce(page)(request).content == b"[1, 1, 2, 3, 3, 4, 4]"


def test_a_request_that_may_change_something_asks_each_time() -> None:
    assert AskedOnce(page)(RequestFactory().post("/")).content == b"[1, 2, 3, 4, 5, 6, 7]"


def test_so_does_whatever_is_no_page() -> None:
    asked.clear()
    assert [ask(1), ask(1)] == [1, 2]


def test_nothing_is_kept_after_a_page_that_failed() -> None:
    def fails(_request: HttpRequest) -> HttpResponse:
        ask(1)
        raise LookupError

    with pytest.raises(LookupError):
        AskedOnce(fails)(RequestFactory().get("/"))
    asked.clear()
    assert [ask(1), ask(1)] == [1, 2]
