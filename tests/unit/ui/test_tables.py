"""Tables: what a request sees of a list or of a query set."""

import csv
import io

import pytest
from django.contrib.auth.models import Group
from django.db.models import Count
from django.http import QueryDict
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from attending.ui import tables
from attending.ui.parts import Link
from attending.ui.tables import Column, Filter, Table
from tests.unit.ui import gallery

PEOPLE = Table(
    name="people",
    caption="People",
    noun="people",
    one="person",
    columns=[
        Column("name", "Name", sort="name"),
        Column("age", "Age", sort="age", numeric=True),
        Column("unit", "Unit"),
    ],
    search=["name"],
    filters=[Filter("unit", "Unit", [("icu", "Intensive care"), ("ed", "Emergency")])],
    per_page=10,
)
ROWS = [
    {"name": f"Person {at}", "age": None if at % 7 == 0 else at * 37 % 50, "unit": ("icu", "ed")[at % 2]}
    for at in range(35)
]


def bound(query: str = "", rows=ROWS, table: Table = PEOPLE):
    return table.bind(rows, QueryDict(query))


def test_pages():
    first = bound()
    assert (len(first.rows), first.pages, first.summary) == (10, 4, "1 to 10 of 35 people")
    last = bound("page=4")
    assert (len(last.rows), last.summary, last.next_url) == (5, "31 to 35 of 35 people", "")
    assert [link.number for link in bound("page=2").page_links] == ["1", "2", "3", "4"]


@pytest.mark.parametrize("page", ["0", "-1", "x", "٣", "", "1e3", "9" * 30])
def test_a_page_number_that_is_none_shows_the_first(page):
    assert bound(f"page={page}").page == 1


def test_a_page_too_far_is_the_last():
    assert bound("page=400").page == 4


@pytest.mark.parametrize("sort", ["age", "-age"])
def test_sorting_puts_what_is_missing_last_in_both_directions(sort):
    ages = [row["age"] for row in bound(f"sort={sort}").records]
    known = [age for age in ages if age is not None]
    assert known == sorted(known, reverse=sort.startswith("-"))
    assert ages[len(known) :] == [None] * 5


@given(st.text(max_size=20), st.text(max_size=20), st.text(max_size=20), st.text(max_size=20))
def test_no_address_breaks_a_table(sort, page, search, unit):
    query = QueryDict(mutable=True)
    query.update({"sort": sort, "page": page, "q": search, "unit": unit})
    table = PEOPLE.bind(ROWS, query)
    assert 0 <= len(table.rows) <= 10
    assert sort.lstrip("-") in {"name", "age"} or table.order == ("", False)
    assert "<script" not in render_to_string("ui/parts/table.html", {"table": table})


def test_a_column_that_cannot_be_sorted_offers_no_link_and_ignores_the_address():
    table = bound("sort=unit")
    assert table.order == ("", False)
    assert [bool(header.url) for header in table.headers] == [True, True, False]


def test_the_heading_sorted_by_says_so_and_turns_round():
    header = bound("sort=age").headers[1]
    assert (header.direction, header.url) == ("ascending", "?sort=-age")
    assert bound("sort=-age").headers[1].url == "?sort=age"


def test_searching_needs_every_word_and_ignores_case():
    assert [row["name"] for row in bound("q=PERSON+34").records] == ["Person 34"]
    assert bound(rows=ROWS[:1]).summary == "1 person"
    assert bound("q=nobody").summary == "No people match"


def test_filters_take_only_their_own_choices():
    assert {row["unit"] for row in bound("unit=icu").records} == {"icu"}
    assert bound("unit=ward").total == 35
    assert bound("unit=icu").narrowed
    assert not bound("unit=ward").narrowed


def test_links_keep_what_else_was_asked():
    table = bound("unit=icu&sort=-age&tab=history")
    assert table.next_url == "?unit=icu&sort=-age&tab=history&page=2"
    assert table.clear_url == "?sort=-age&tab=history"
    assert table.kept_parameters == [("sort", "-age"), ("tab", "history")]


def test_two_tables_on_one_page_do_not_disturb_each_other():
    other = Table(name="b", caption="B", columns=[Column("name", "Name", sort="name")], per_page=10, prefix="b_")
    table = bound("page=2&b_page=3", table=other)
    assert table.page == 3
    assert table.next_url == "?page=2&b_page=4"


def test_a_download_holds_every_chosen_row_and_raw_values():
    rows = [*gallery.use_cases(30)]
    table = gallery.TABLE.bind(rows, QueryDict("stage=value&export=csv&page=2"))
    assert table.export_requested
    read = list(csv.reader(io.StringIO(table.export().content.decode("utf-8-sig"), newline="")))
    assert read[0] == [column.label for column in gallery.TABLE.columns]
    assert len(read) == 1 + 8
    counts = {row[-1] for row in read[1:]}
    assert all(text == "<11" or text == "0" or int(text) >= 11 for text in counts)


def test_cells_are_escaped():
    rows = [{"name": Link("<b>x</b>", "/a?b=1&c=2"), "age": "<i>", "unit": ""}]
    body = str(bound(rows=rows).body)
    assert "&lt;b&gt;x&lt;/b&gt;" in body
    assert "/a?b=1&amp;c=2" in body
    assert "&lt;i&gt;" in body
    assert "not recorded" in body


GROUPS = Table(
    name="groups",
    caption="Groups",
    noun="groups",
    columns=[Column("name", "Name", sort="name")],
    search=["name"],
    filters=[Filter("one", "One", [("g-007", "Seven")], field="name")],
    order="-name",
    per_page=20,
)


def present(groups):
    return [{"name": group.name} for group in groups]


@pytest.fixture
def groups(db):
    return Group.objects.bulk_create(Group(name=f"g-{at:03}") for at in range(120))


@pytest.mark.parametrize(
    ("query", "asked"), [("", 2), ("page=6", 2), ("q=g-00", 1), ("q=g-1", 1), ("sort=name&page=3", 2)]
)
def test_a_page_costs_two_queries_and_a_first_one_that_is_not_full_one(groups, django_assert_num_queries, query, asked):
    with django_assert_num_queries(asked):
        render_to_string("ui/parts/table.html", {"table": GROUPS.bind(Group.objects.all(), QueryDict(query), present)})


def test_far_down_a_long_table_the_rows_are_the_same_for_one_more_query(groups, django_assert_num_queries, monkeypatch):
    near = [GROUPS.bind(Group.objects.all(), QueryDict(f"page={page}"), present).rows for page in (4, 6)]
    monkeypatch.setattr(tables, "DEEP", 40)
    with django_assert_num_queries(3):
        assert GROUPS.bind(Group.objects.all(), QueryDict("page=6"), present).rows == near[1]
    assert GROUPS.bind(Group.objects.all(), QueryDict("page=4"), present).rows == near[0]


def test_rows_with_counts_are_found_before_they_are_grouped(groups, django_assert_num_queries):
    counted = Group.objects.annotate(members=Count("user"))
    with django_assert_num_queries(3):
        bound = GROUPS.bind(counted, QueryDict(""), list)
        assert [(group.name, group.members) for group in bound.rows[:2]] == [("g-119", 0), ("g-118", 0)]
        assert bound.total == 120


def test_a_download_of_a_query_set_costs_one_query(groups, django_assert_num_queries):
    with django_assert_num_queries(1):
        content = GROUPS.bind(Group.objects.all(), QueryDict("export=csv"), present).export().content
    assert content.count(b"\r\n") == 121


def test_a_query_set_is_sorted_searched_and_filtered_in_the_database(groups):
    assert GROUPS.bind(Group.objects.all(), QueryDict(""), present).rows[0] == {"name": "g-119"}
    assert GROUPS.bind(Group.objects.all(), QueryDict("sort=name"), present).rows[0] == {"name": "g-000"}
    assert GROUPS.bind(Group.objects.all(), QueryDict("q=G-01"), present).total == 10
    assert GROUPS.bind(Group.objects.all(), QueryDict("one=g-007"), present).rows == [{"name": "g-007"}]


def test_every_row_of_a_query_set_is_on_exactly_one_page(groups):
    seen = [
        row["name"]
        for page in range(1, 7)
        for row in GROUPS.bind(Group.objects.all(), QueryDict(f"page={page}"), present).rows
    ]
    assert sorted(seen) == [f"g-{at:03}" for at in range(120)]


def test_a_table_says_why_it_is_empty():
    assert bound(rows=[]).empty_text == "There are no people yet."
    assert bound("q=nobody").empty_text.startswith("No people match.")


def test_a_list_without_anything_offers_no_search():
    assert not bound(rows=[]).has_filters
    assert bound().has_filters
    assert bound("q=nobody").has_filters
    assert bound("q=nobody", rows=[]).has_filters
    assert bound(rows=[]).summary == "No people"


def test_a_query_set_without_any_order_still_has_one(groups):
    table = Table(name="g", caption="G", columns=[Column("name", "Name")])
    assert table.bind(Group.objects.order_by(), QueryDict(""), present).records.ordered
    by_name = Group.objects.order_by("-name")
    assert table.bind(by_name, QueryDict(""), present).rows[0] == {"name": "g-119"}
