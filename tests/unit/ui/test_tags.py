"""Every component says in words what it shows in shape and colour."""

import pytest
from django import forms
from django.template import Context, Template, TemplateSyntaxError

from attending.ui import icons
from attending.ui.error_links import error_links
from attending.ui.parts import (
    WORDS,
    Crumb,
    DataTable,
    EstimateText,
    Event,
    Figure,
    Link,
    Stat,
    Status,
    SummaryRow,
    Task,
)
from tests.unit.ui.gallery import ThresholdForm


def render(source: str, **context: object) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


@pytest.mark.parametrize("kind", WORDS)
def test_a_status_is_word_and_shape(kind):
    html = render("{% status kind %}", kind=kind)
    assert WORDS[kind] in html
    assert '<svg class="mark"' in html
    assert 'aria-hidden="true"' in html


def test_every_status_kind_has_its_own_shape():
    assert set(icons.KINDS) == set(WORDS)
    assert len({icons.mark(kind) for kind in WORDS}) == len(WORDS)


def test_a_status_kind_that_is_none_is_refused_with_the_kinds_there_are():
    with pytest.raises(ValueError, match="choose one of ok, watch, breach"):
        Status("green")
    with pytest.raises(KeyError, match="no icon 'star'"):
        icons.icon("star")
    with pytest.raises(KeyError, match="no status kind 'green'"):
        icons.mark("green")


def test_a_callout_escapes_its_title_and_keeps_its_content():
    html = render('{% callout "stop" title=title %}<p>{{ text }}</p>{% endcallout %}', title="<b>", text="<i>")
    assert "&lt;b&gt;" in html
    assert "<p>&lt;i&gt;</p>" in html
    assert 'class="callout stop"' in html


def test_a_panel_without_title_has_no_empty_heading():
    assert "<h2>" not in render("{% panel %}x{% endpanel %}")
    assert "<h3>Seats</h3>" in render('{% panel title="Seats" level=3 %}x{% endpanel %}')


def test_a_summary_list_takes_pairs_and_rows():
    html = render(
        "{% summary_list rows %}",
        rows=[("Stage", "Readiness"), SummaryRow("Owner", Status("breach", "Empty seat"), "Fill", "/fill/")],
    )
    assert "<dt>Stage</dt><dd>Readiness</dd>" in html
    assert 'Fill<span class="hidden"> Owner</span>' in html
    assert "Empty seat" in html


def test_a_task_list_leads_to_each_task_or_says_that_there_is_none():
    html = render("{% task_list tasks %}", tasks=[Task("Decide", "/d/", Status("stop"), "Why", "Due 3 Mar")])
    assert '<a href="/d/">Decide</a>' in html
    assert "Due 3 Mar" in html
    assert "Nothing is asked of you" in render("{% task_list tasks %}", tasks=[])


def test_a_stat_carries_denominator_interval_period_and_source():
    values = {"label": "AUROC", "value": "0.78", "denominator": "4,301 patients", "interval": "0.76 to 0.80"}
    html = render("{% stat s %}", s=Stat(**values, period="Jan to Jun 2026", source="Log"))
    assert all(part in html for part in (*values.values(), "Jan to Jun 2026", "Source: Log"))
    assert render('{% stat label="n" value="3" %}').count("stat-value") == 1


def test_an_estimate_or_why_there_is_none():
    shown = render("{% estimate e %}", e=EstimateText("0.78", "0.76 to 0.80", "n 4,301", bound=" ± 0.0004"))
    assert "0.76 to 0.80 ± 0.0004" in shown
    assert "n 4,301" in shown
    absent = render("{% estimate e %}", e=EstimateText("", "", "n 41", "7 more events are needed."))
    assert "Not estimable" in absent
    assert "7 more events are needed." in absent


def test_breadcrumbs_from_pairs_or_from_a_list():
    pairs = render('{% breadcrumbs "Use cases" "/u/" %}')
    assert '<a href="/u/">Use cases</a>' in pairs
    assert render("{% breadcrumbs crumbs %}", crumbs=[Crumb("Use cases", "/u/")]) == pairs
    with pytest.raises(ValueError, match="argument"):
        render('{% breadcrumbs "a" "/a/" "b" %}')


def test_a_timeline_and_its_absence():
    html = render("{% timeline events %}", events=[Event("3 Mar", "Paused", machine_when="2026-03-03", url="/e/")])
    assert '<time datetime="2026-03-03">3 Mar</time>' in html
    assert '<a href="/e/">Paused</a>' in html
    assert "Nothing has happened yet." in render("{% timeline events %}", events=[])


def test_a_figure_has_its_answer_its_drawing_and_its_numbers():
    table = DataTable(["Month", "O:E"], [["Mar", "<0.9"]], "O:E by month", numeric=[1])
    html = render("{% figure f %}", f=Figure("O:E fell", "<svg></svg>", table))
    assert "<h3>O:E fell</h3>" in html
    assert "<svg></svg>" in html
    assert '<table class="data numbers">' in html  # every column but the first: said once
    assert "<td>&lt;0.9</td>" in html
    assert '<th scope="row">Mar</th>' in html
    assert 'aria-label="O:E by month"' in html


def test_a_table_marks_numbers_beside_text_and_leaves_a_cell_without_words_empty():
    table = DataTable(["Month", "O:E", "Why not"], [["Mar", "0.9", ""], ["Apr", None, "no events"]], "", numeric=[1])
    html = render("{% data_table t %}", t=table)
    assert '<td class="number">0.9</td><td></td>' in html
    assert html.count("not recorded") == 1


def test_a_table_of_things_names_its_columns_and_roles_again_for_when_its_rows_are_cards():
    table = DataTable(["Due", "Signed"], [["10 Mar 2027", "no"]], "Reviews", numeric=[0], stacks=True)
    html = render("{% data_table t %}", t=table)
    assert '<table class="data rows" role="table">' in html
    assert '<th scope="col" role="columnheader" class="number">Due</th>' in html
    assert '<th scope="row" role="rowheader" data-label="Due" class="number">' in html
    assert '<td role="cell" data-label="Signed">no</td>' in html


@pytest.mark.parametrize(("rows", "columns", "cards"), [(6, 5, True), (7, 5, False), (6, 4, False)])
def test_few_rows_of_many_columns_become_cards_unless_told(rows: int, columns: int, cards: bool):
    cells = [["a"] * columns] * rows
    html = render("{% data_table t %}", t=DataTable(["Name"] * columns, cells))
    assert ("data-label" in html) is cards
    assert "data-label" not in render("{% data_table t %}", t=DataTable(["Name"] * columns, cells, stacks=False))


def test_a_number_stays_on_one_line_with_its_interval_apart():
    told = ("Mar~2026", "0.813 (0.804~to~0.822), n~9,104", "9.2 (8.5~to~10.0)~%", "0.00~up, \u22121.03~down", "<~0.001")
    row = [each.replace("~", " ") for each in told]
    html = render("{% data_table t %}", t=DataTable(["Month", "AUROC", "Rate", "Statistic", "p"], [row]))
    for each in told:
        assert each.replace("<", "&lt;").replace("~", "\N{NO-BREAK SPACE}") in html


def test_long_work_says_how_far_it_has_come():
    assert "1,200 of 5,000" in render('{% progress 1200 5000 "Rows read" %}')


def test_a_value_shows_as_its_component():
    assert render("{{ v|show }}", v=Link("Sepsis", "/s/", "Lakeside")).startswith('<a href="/s/">Sepsis</a>')
    assert render("{{ v|show }}", v="<b>") == "&lt;b&gt;"
    assert "not recorded" in render("{{ v|show }}", v=None)


def test_an_empty_state_says_how_to_begin():
    assert '<a class="button" href="/plan/">Plan</a>' in render('{% empty_state "None yet" "Text" "Plan" "/plan/" %}')


def test_a_field_joins_label_hint_error_and_control():
    html = render("{% field form.stop %}", form=ThresholdForm({"stop": "high"}))
    assert '<label for="id_stop">Stop limit' in html
    assert 'id="id_stop_helptext"' in html
    assert 'id="id_stop_error"' in html
    assert 'aria-describedby="id_stop_helptext id_stop_error"' in html
    assert 'aria-invalid="true"' in html


def test_a_group_of_choices_is_a_fieldset_with_a_legend():
    html = render("{% field form.who %}", form=ThresholdForm())
    assert html.startswith("<fieldset")
    assert "<legend>Who may pause</legend>" in html


def test_the_error_summary_links_each_error_to_a_control_that_exists():
    form = ThresholdForm({"stop": "high"})
    html = render("{% form form %}", form=form)
    targets = [link.target for link in error_links(form)]
    assert targets == ["id_measure", "id_stop", "id_who_0", "id_until"]
    assert all(f'href="#{target}"' in html and f'id="{target}"' in html for target in targets)


def test_errors_of_the_whole_form_come_first():
    class Pair(forms.Form):
        low = forms.IntegerField()

        def clean(self):
            raise forms.ValidationError("Low must be below high.")

    links = error_links(Pair({"low": "x"}))
    assert [(link.text, link.target) for link in links] == [
        ("Low must be below high.", ""),
        ("Write a whole number, such as 12.", "id_low"),
    ]


def test_a_valid_form_has_no_summary():
    assert "error-summary" not in render("{% error_summary form %}", form=ThresholdForm())


def test_a_form_has_its_token_its_button_and_takes_files():
    html = render('{% form form submit="Agree" cancel_url="/back/" %}', form=ThresholdForm(), csrf_token="t0ken")
    assert 'value="t0ken"' in html
    assert ">Agree</button>" in html
    assert 'enctype="multipart/form-data"' in html
    assert 'href="/back/"' in html


def test_plain_django_rendering_uses_the_same_fields():
    assert 'class="field' in str(ThresholdForm())
    formset = forms.formset_factory(ThresholdForm, extra=2)()
    assert str(formset).count("formset-item") == 2


def test_an_unclosed_block_is_an_error():
    with pytest.raises(TemplateSyntaxError):
        render('{% callout "info" %}')
