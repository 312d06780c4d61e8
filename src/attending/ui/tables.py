"""Tables that search, filter, sort, page and download on the server, over a queryset or a list of rows.

A query set costs at most three queries for a page (rows, count, which rows) and one for a download, whatever its
length, as long as the presenter adds none. Text for people is made by the presenter; a table only chooses, orders and
lays out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter
from typing import Any

from django.db.models import F, Q, QuerySet
from django.http import HttpResponse, QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from attending.ui.exports import csv_response
from attending.ui.formats import count
from attending.ui.values import cell

Presenter = Callable[[Sequence[Any]], Sequence[Any]]

PAGE_SIZE = 50
MOST_WORDS = 8
DEEP = 1_000
"""From so many rows before it on, a page of a query set is found in two steps."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    ``key`` names the row's attribute (or mapping key) with the ready value: text, Status, Link or EstimateText.
    ``sort`` is the field path (queryset) or row attribute (list) to order by; empty means it cannot be sorted.
    ``export`` names the attribute with the raw value for the download, by default ``key``; ``small_cells`` marks a
    count of people, of which 1 to 10 leave only as ``<11``.
    """

    key: str
    label: str
    sort: str = ""
    numeric: bool = False
    export: str = ""
    small_cells: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """A choice that narrows the table: the field path or row attribute, and its (value, label) choices."""

    key: str
    label: str
    choices: Sequence[tuple[str, str]]
    field: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """What a table is, independent of any request; made once per page.

    ``noun`` is plural ("use cases"), ``one`` its singular; without it a single row is counted by the plural.
    """

    name: str
    caption: str
    columns: Sequence[Column]
    noun: str = "rows"
    one: str = ""
    search: Sequence[str] = ()
    filters: Sequence[Filter] = ()
    order: str = ""
    per_page: int = PAGE_SIZE
    prefix: str = ""
    empty: str = ""
    export_columns: Sequence[Column] = ()
    show_caption: bool = False

    def bind(self, source: QuerySet[Any] | Sequence[Any], query: QueryDict, present: Presenter = tuple) -> BoundTable:
        """The table as one request asked for it; ``present`` turns the chosen records into flat rows."""
        return BoundTable(self, source, query, present)


@dataclass(frozen=True, slots=True)
class Header:
    """A column's heading: where its sort link leads, and how it is sorted now (ascending, descending or empty)."""

    label: str
    url: str
    direction: str
    numeric: bool


@dataclass(frozen=True, slots=True)
class FilterField:
    """A choice filter as its form control."""

    name: str
    label: str
    options: Sequence[tuple[str, str, bool]]


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page number; an empty address is the current page, an empty number a gap."""

    number: str
    url: str
    current: bool = False


@dataclass
class BoundTable:
    """A table with its rows. Wrong parameters in the address fall back to the defaults; a page too far is the last."""

    table: Table
    source: QuerySet[Any] | Sequence[Any]
    query: QueryDict
    present: Presenter = field(repr=False)

    def _name(self, key: str) -> str:
        return f"{self.table.prefix}{key}"

    def _parameter(self, key: str) -> str:
        return str(self.query.get(self._name(key), "")).replace("\x00", "").strip()

    @property
    def search_name(self) -> str:
        return self._name("q")

    @property
    def search_value(self) -> str:
        return self._parameter("q")

    @cached_property
    def order(self) -> tuple[str, bool]:
        """The column sorted by (its ``sort``, empty for none) and whether downwards."""
        asked = self._parameter("sort")
        by_key = {column.key: column.sort for column in self.table.columns if column.sort}
        if asked.lstrip("-") in by_key:
            return by_key[asked.lstrip("-")], asked.startswith("-")
        return self.table.order.lstrip("-"), self.table.order.startswith("-")

    @cached_property
    def chosen(self) -> dict[str, str]:
        """The choices made, by filter key; only values that are among the choices count."""
        made = {each.key: self._parameter(each.key) for each in self.table.filters}
        allowed = {each.key: {value for value, _ in each.choices} for each in self.table.filters}
        return {key: value for key, value in made.items() if value and value in allowed[key]}

    @property
    def narrowed(self) -> bool:
        """Whether a search or a filter hides something."""
        return bool(self.chosen or (self.search_value and self.table.search))

    @cached_property
    def records(self) -> QuerySet[Any] | Sequence[Any]:
        """Every record chosen, in order, on all pages."""
        words = self.search_value.split()[:MOST_WORDS] if self.table.search else []
        filters = [each for each in self.table.filters if each.key in self.chosen]
        fields = {each.field or each.key: self.chosen[each.key] for each in filters}
        if isinstance(self.source, QuerySet):
            return self._from_queryset(self.source, words, fields)
        return self._from_list(self.source, words, fields)

    def _from_queryset(self, source: QuerySet[Any], words: list[str], fields: Mapping[str, str]) -> QuerySet[Any]:
        for word in words:
            match = Q()
            for path in self.table.search:
                match |= Q(**{f"{path}__icontains": word})
            source = source.filter(match)
        source = source.filter(**fields)
        by, downwards = self.order
        if not by:
            return source if source.ordered else source.order_by("pk")
        last = True if _may_be_null(source, by) else None
        expression = F(by).desc(nulls_last=last) if downwards else F(by).asc(nulls_last=last)
        return source.order_by(expression, "pk")

    def _from_list(self, source: Sequence[Any], words: list[str], fields: Mapping[str, str]) -> Sequence[Any]:
        kept = [
            row
            for row in source
            if all(str(value_of(row, key)) == value for key, value in fields.items())
            and all(
                any(word.casefold() in str(value_of(row, key) or "").casefold() for key in self.table.search)
                for word in words
            )
        ]
        by, downwards = self.order
        if not by:
            return kept
        present = [row for row in kept if value_of(row, by) is not None]
        absent = [row for row in kept if value_of(row, by) is None]
        return sorted(present, key=lambda row: _sort_key(value_of(row, by)), reverse=downwards) + absent

    @cached_property
    def total(self) -> int:
        """How many records are chosen, on all pages; a first page that is not full tells it without counting."""
        if not isinstance(self.records, QuerySet):
            return len(self.records)
        if self._asked_page == 1 and len(self._first) <= self.table.per_page:
            return len(self._first)
        return self.records.count()

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.table.per_page))

    @property
    def page(self) -> int:
        """The page shown, from 1."""
        return min(self._asked_page, self.pages)

    @property
    def _asked_page(self) -> int:
        asked = self._parameter("page")
        return max(1, int(asked)) if asked.isascii() and asked.isdecimal() and len(asked) < 9 else 1

    @cached_property
    def rows(self) -> Sequence[Any]:
        """The presented rows of this page."""
        size = self.table.per_page
        start = (self.page - 1) * size
        if not self.total:
            return self.present([])
        return self.present(self._first[:size] if self.page == 1 else self._slice(start, start + size))

    @cached_property
    def _first(self) -> list[Any]:
        """The rows of the first page, and one that says whether there are more."""
        return self._slice(0, self.table.per_page + 1)

    def _slice(self, start: int, end: int) -> list[Any]:
        """Some rows. Which they are is found first where whole rows are slow to skip or to group."""
        if not isinstance(self.records, QuerySet) or (start < DEEP and not self.records.query.group_by):
            return list(self.records[start:end])
        return list(self.records.filter(pk__in=list(self.records.values_list("pk", flat=True)[start:end])))

    @property
    def summary(self) -> str:
        """Which rows these are: ``51 to 100 of 1,234 use cases``."""
        if self.total == 0:
            return f"No {self.table.noun}" + (" match" if self.narrowed else "")
        if self.total == 1 and self.table.one:
            return f"1 {self.table.one}"
        if self.pages == 1:
            return f"{count(self.total)} {self.table.noun}"
        first = (self.page - 1) * self.table.per_page + 1
        return f"{count(first)} to {count(first + len(self.rows) - 1)} of {count(self.total)} {self.table.noun}"

    @property
    def empty_text(self) -> str:
        if self.narrowed:
            return f"No {self.table.noun} match. Clear the filters to see all of them."
        return self.table.empty or f"There are no {self.table.noun} yet."

    def _url(self, **changes: str) -> str:
        """This page's address with parameters of this table changed; an empty value removes one."""
        query = self.query.copy()
        for key in ("export", *changes):
            query.pop(self._name(key), None)
        for key, value in changes.items():
            if value:
                query[self._name(key)] = value
        return f"?{query.urlencode()}"

    @property
    def headers(self) -> list[Header]:
        by, downwards = self.order
        found = []
        for column in self.table.columns:
            current = bool(column.sort) and column.sort == by
            direction = ("descending" if downwards else "ascending") if current else ""
            asked = f"-{column.key}" if direction == "ascending" else column.key
            url = self._url(sort=asked, page="") if column.sort else ""
            found.append(Header(column.label, url, direction, column.numeric))
        return found

    @property
    def filter_fields(self) -> list[FilterField]:
        return [
            FilterField(
                self._name(each.key),
                each.label,
                [(value, label, self.chosen.get(each.key) == value) for value, label in each.choices],
            )
            for each in self.table.filters
        ]

    @property
    def has_filters(self) -> bool:
        """Whether there is something to search or to filter: a list without anything in it asks for neither."""
        return bool(self.table.search or self.table.filters) and bool(self.total or self.narrowed)

    @property
    def kept_parameters(self) -> list[tuple[str, str]]:
        """Parameters the filter form must carry on: the sort, and those of everything else on the page."""
        own = {self._name(key) for key in ("q", "page", "export", *(each.key for each in self.table.filters))}
        return [(key, value) for key, values in self.query.lists() if key not in own for value in values]

    @property
    def clear_url(self) -> str:
        return self._url(**dict.fromkeys(("q", "page", *(each.key for each in self.table.filters)), ""))

    @property
    def previous_url(self) -> str:
        return self._url(page=str(self.page - 1)) if self.page > 1 else ""

    @property
    def next_url(self) -> str:
        return self._url(page=str(self.page + 1)) if self.page < self.pages else ""

    @property
    def page_links(self) -> list[PageLink]:
        """The first, the last and the pages around this one."""
        shown = sorted({1, self.pages, *range(max(1, self.page - 1), min(self.pages, self.page + 1) + 1)})
        links: list[PageLink] = []
        for at, page in enumerate(shown):
            if at and page - shown[at - 1] > 1:
                links.append(PageLink("", ""))
            links.append(PageLink(count(page), self._url(page=str(page)), page == self.page))
        return links

    @property
    def body(self) -> SafeString:
        """The rows as HTML; made here because a template loop over the cells costs four times as much."""
        columns = self.table.columns
        return format_html_join("", '<tr role="row">{}</tr>', ((_cells(row, columns),) for row in self.rows))

    @property
    def export_url(self) -> str:
        return self._url(export="csv", page="")

    @property
    def export_requested(self) -> bool:
        """Whether the request asks for the download: then the view returns ``export()``."""
        return self._parameter("export") == "csv"

    def export(self) -> HttpResponse:
        """All chosen rows, on every page, as CSV."""
        columns = self.table.export_columns or self.table.columns
        rows = self.present(list(self.records))
        return csv_response(
            self.table.name,
            [column.label for column in columns],
            ([value_of(row, column.export or column.key) for column in columns] for row in rows),
            small_cells=[at for at, column in enumerate(columns) if column.small_cells],
        )


def _may_be_null(source: QuerySet[Any], path: str) -> bool:
    """Whether a column may be empty; one that never is, is sorted as its index stands."""
    known: dict[str, bool] = {field.name: field.null for field in source.model._meta.concrete_fields}
    return known.get(path, True)


def value_of(row: Any, key: str) -> Any:
    """A row's value: a key of a mapping, else an attribute, with dots into its parts."""
    return row[key] if isinstance(row, Mapping) else attrgetter(key)(row)


def _sort_key(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value


def _cells(row: Any, columns: Sequence[Column]) -> SafeString:
    parts = []
    for at, column in enumerate(columns):
        template = (
            '<td role="cell" data-label="{}"{}>{}</td>'
            if at
            else '<th scope="row" role="rowheader" data-label="{}"{}>{}</th>'
        )
        numeric = SafeString(' class="number"') if column.numeric else ""
        parts.append(format_html(template, column.label, numeric, cell(value_of(row, column.key))))
    return SafeString("".join(parts))
