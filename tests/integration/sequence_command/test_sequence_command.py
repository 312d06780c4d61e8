"""``attending sequence``: a file in, a plan with its reasons out; whatever is wrong is refused with where it stands."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from attending.analytics.records import from_record
from attending.analytics.sequencing import Plan
from attending.cli.sequence import app

HOW_TO = Path(__file__).resolve().parents[3] / "docs" / "how-to" / "sequence-a-plan.md"
PLAN = re.findall(r"```toml\n(.*?)```", HOW_TO.read_text(encoding="utf-8"), flags=re.DOTALL)[0]
"""The file that the documentation shows."""

CSV = """key,title,value,duration,gate,tier,needs,builds,started,demand:money,upkeep:money,change_load:ICU
feed,Stream vital signs,0,1,,,,vitals,,100,,
sepsis,Sepsis alert,100,2,,high,vitals,,,50;20,5,2
notes,Ambient notes,30,,1,,,,,200,,
"""
WITH_CSV = """quarters = ["Q1", "Q2", "Q3"]
beyond = 2
initiatives = "initiatives.csv"
[limits.resources]
money = [300, 300, "none"]
[limits.change_load]
ICU = 3
[[capability]]
key = "vitals"
"""


def run(folder: Path, text: str = PLAN, *options: str, table: str | None = None) -> Result:
    (folder / "plan.toml").write_text(text, encoding="utf-8")
    if table is not None:
        (folder / "initiatives.csv").write_text(table, encoding="utf-8")
    return CliRunner().invoke(app, [str(folder / "plan.toml"), *options])


def test_the_documented_file_gives_a_plan_with_reasons_and_worth(tmp_path: Path) -> None:
    found = run(tmp_path)
    assert found.exit_code == 0, found.output
    said = found.stdout
    assert "4 of 4 initiatives are in the plan" in said
    assert "proven best" in said
    assert "Ranking and going down the list, no wish asked, would reach" in said
    assert re.search(r"2027 Q2 +Sepsis alert +2027 Q2 +548 +473", said)
    assert "over by 1 (4 of" in said
    assert "What each limit costs" in said


def test_json_is_the_plan_as_it_is_recorded(tmp_path: Path) -> None:
    first, second = (run(tmp_path, PLAN, "--format", "json") for _ in range(2))
    assert first.stdout == second.stdout
    document = json.loads(first.stdout)
    assert document["schema"] == "attending.sequence/1"
    plan = {name: value for name, value in document["plan"].items() if name not in ("gap", "verdict")}
    assert from_record(Plan, plan).proven
    worth = {each["initiative"]: each for each in document["worth"]}
    assert worth["feed"]["own"] == 0
    assert worth["feed"]["in_plan"]["low"] > 800


def test_html_is_one_file_that_refers_to_nothing(tmp_path: Path) -> None:
    hostile = PLAN.replace("Sepsis alert", "Sepsis <script>alert(1)</script>")
    found = run(tmp_path, hostile, "--format", "html", "-o", str(tmp_path / "plan.html"))
    assert found.exit_code == 0, found.output
    text = (tmp_path / "plan.html").read_text(encoding="utf-8")
    assert "<script" not in text
    assert "&lt;script&gt;" in text
    assert "http-equiv" in text
    assert not re.search(r"(src|href)=", text)
    assert text.count("<svg") == 2


def test_what_takes_long_can_be_left_out(tmp_path: Path) -> None:
    found = run(tmp_path, PLAN, "--skip", "worth", "--skip", "prices", "--skip", "alternatives", "--format", "json")
    document = json.loads(found.stdout)
    assert (document["worth"], document["limit_prices"], document["alternatives"]) == (None, None, None)
    table = run(tmp_path, PLAN, "--skip", "worth", "--skip", "prices", "--skip", "alternatives")
    assert "worth in the plan" not in table.stdout
    assert "What each limit costs" not in table.stdout


def test_initiatives_may_stand_in_a_csv_file(tmp_path: Path) -> None:
    found = run(tmp_path, WITH_CSV, "--format", "json", table=CSV)
    assert found.exit_code == 0, found.output
    plan = json.loads(found.stdout)["plan"]
    assert {each["initiative"]: each["start"] for each in plan["scheduled"]} == {"feed": 0, "sepsis": 1, "notes": 1}


def test_what_has_started_counts_nothing(tmp_path: Path) -> None:
    running = '[[initiative]]\nkey = "x"\ntitle = "Pager"\nvalue = 1\nstarted = 0\n'
    said = " ".join(run(tmp_path, PLAN + running).stdout.split())
    assert "2027 Q1 Pager 2027 Q1 started" in said
    assert "What has started adds the same to every plan and is not counted." in said


def test_every_wish_is_understood(tmp_path: Path) -> None:
    wishes = """
[[wish]]
never = "deterioration"
[[wish]]
start = "notes"
in = "2027 Q3"
[[wish]]
together = ["feed", "sepsis"]
same_quarter = false
[[wish]]
either_or = ["sepsis", "deterioration"]
[[wish]]
after = "feed"
then = "notes"
"""
    plan = json.loads(run(tmp_path, PLAN + wishes, "--format", "json").stdout)["plan"]
    assert {each["initiative"]: each["start"] for each in plan["scheduled"]} == {"feed": 0, "sepsis": 1, "notes": 2}


def test_where_no_plan_exists_it_says_why_and_what_would_have_to_give(tmp_path: Path) -> None:
    poor = PLAN.replace("money = 300", "money = 150")
    found = run(tmp_path, poor)
    assert found.exit_code == 1
    assert "No plan keeps every limit and every wish." in found.stdout
    assert "  - Ambient notes starts by 2027 Q3" in found.stdout
    assert "With every wish kept, at least these limits would have to give:" in found.stdout
    assert "instead of 150" in found.stdout
    assert "With every limit kept, a plan exists without:" in found.stdout
    as_json = json.loads(run(tmp_path, poor, "--format", "json").stdout)
    assert as_json["plan"] is None
    assert as_json["conflict"]["irreducible"]
    hasty = run(tmp_path, PLAN.replace('must = "notes"\nby = "2027 Q3"', 'must = "sepsis"\nby = "2027 Q1"'))
    assert "No budget helps" in hasty.stdout
    assert "Vital signs feed can be there from 2027 Q2 at the earliest" in hasty.stdout


def test_what_nobody_builds_is_refused_or_set_aside(tmp_path: Path) -> None:
    text = PLAN.replace('builds = ["vitals"]\n', "")
    refused = run(tmp_path, text)
    assert refused.exit_code == 2
    assert "Vital signs feed (vitals) is needed by Deterioration score, Sepsis alert" in refused.stderr
    assert "--set-aside" in refused.stderr
    found = run(tmp_path, text, "--set-aside")
    assert found.exit_code == 0
    assert "Set aside: Vital signs feed (vitals) is needed by" in found.stdout


REFUSED = {
    "no TOML": (
        PLAN.replace('title = "Sepsis alert"', "title = Sepsis alert"),
        r"is not TOML: .* \(at line \d+, column",
    ),
    "no quarters": (PLAN.split("\n", 1)[1], "quarters is missing; give a list"),
    "unknown field": (
        PLAN.replace("duration = 2", "duraton = 2"),
        r"plan.toml, line 39: 'duraton' is not a field here \(known: builds, change_load",
    ),
    "duration in words": (
        PLAN.replace("duration = 2", 'duration = "two"'),
        "plan.toml, line 39: duration is 'two'; give a number such as 12 or 0.5",
    ),
    "half a quarter": (
        PLAN.replace("duration = 2", "duration = 1.5"),
        "plan.toml, line 39: duration is 1.5; give a whole number, 1 or more",
    ),
    "no value": (PLAN.replace("value = 30\n", ""), "plan.toml, line 45, initiative 4: value is missing; give a number"),
    "value below 0": (PLAN.replace("value = 30", "value = -30"), "line 46: Initiative 'notes': value is -30"),
    "value true": (PLAN.replace("value = 30", "value = true"), "value is True; give a number"),
    "value endless": (PLAN.replace("value = 30", "value = inf"), "value is inf; give a number"),
    "amounts that do not fit": (
        PLAN.replace("money = [50, 20]", "money = [50, 20, 10]"),
        "line 40: demand of 'money' has 3 amounts; give one number for every quarter, or a list of 2",
    ),
    "demand without name": (
        PLAN.replace("upkeep = { money = 20 }", "upkeep = 20"),
        "upkeep is 20; give a table such as",
    ),
    "limits that do not fit": (
        PLAN.replace("[100, 100, 120, 120]", "[100, 100]"),
        r"line 4: resources of 'clinician hours' has 2 amounts; give one number for every quarter, or a list of 4",
    ),
    "unknown kind of limit": (PLAN.replace("[limits.running]", "[limits.runing]"), "'runing' is not a field here"),
    "unknown quarter": (
        PLAN.replace('by = "2027 Q3"', 'by = "2028 Q3"'),
        "by is '2028 Q3'; give one of the quarters 2027 Q1, 2027 Q2, 2027 Q3, 2027 Q4",
    ),
    "wish of two kinds": (PLAN + 'never = "sepsis"\n', "give each wish exactly one of must, never"),
    "start without quarter": (PLAN + '[[wish]]\nstart = "sepsis"\n', "in is missing; give one of the quarters"),
    "names that are no list": (PLAN.replace('needs = ["vitals"]', "needs = 3", 1), "needs is 3; give a list of keys"),
    "text that is none": (PLAN.replace('tier = "high"', "tier = 3", 1), "tier is 3; give a text in quotes"),
    "flag that is none": (
        PLAN + '[[wish]]\ntogether = ["sepsis", "notes"]\nsame_quarter = "yes"\n',
        "same_quarter is 'yes'; give true or false",
    ),
    "started later": (
        PLAN + '[[initiative]]\nkey = "x"\nvalue = 1\nstarted = 2\n',
        "started is 2; give 0 for the plan's",
    ),
    "initiatives that are no tables": (PLAN.split("[[initiative]]")[0] + "[initiative]\nkey = 1\n", "as a table"),
    "a misspelt resource": (
        PLAN.replace("demand = { money = 200", "demand = { mony = 200"),
        r"'notes' has demand on 'mony', which is not known \(known: clinician hours, money\)",
    ),
    "no initiatives": (PLAN.split("[[initiative]]")[0], "There is no initiative to plan"),
    "a CSV that is not there": (PLAN.replace("beyond = 4", 'beyond = 4\ninitiatives = "x.csv"'), "x.csv, named by"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_file_is_refused_with_line_value_and_what_to_write(tmp_path: Path, case: str) -> None:
    text, words = REFUSED[case]
    found = run(tmp_path, text, "-o", str(tmp_path / "out.txt"))
    assert found.exit_code == 2
    assert re.search(words, found.stderr), found.stderr
    assert not (tmp_path / "out.txt").exists()


REFUSED_TABLES = {
    "": "initiatives.csv is empty",
    "key;title;value\na;b;3\n": "line 1: the columns are apart by semicolons",
    "key,titel,value\na,b,3\n": "line 1: 'titel' is no column of initiatives",
    "key,value,value\na,3,3\n": "the column 'value' is there twice",
    "key,value\na,3\nb,3,4\n": "line 3: 3 cells where the first line has 2 columns",
    'key,value\n"a"b,3\n': "line 2: .*quote cells",
    "key,value\na,drei\n": "initiatives.csv, line 2, column value: value is 'drei'; give a number",
    "key,value\n\na,1\nb,\n": "initiatives.csv, line 4, column value: value is missing",
    "key,value,demand:money\na,3,1;2\n": "line 2, column demand: demand of 'money' has 2 amounts",
    "key,value,demand:gold\na,3,1\n": "'a' has demand on 'gold', which is not known",
    "key,value\na,3\na,4\n": "two initiative 'a'",
}


@pytest.mark.parametrize("table", REFUSED_TABLES)
def test_a_csv_file_is_refused_with_line_column_and_value(tmp_path: Path, table: str) -> None:
    found = run(tmp_path, WITH_CSV, table=table)
    assert found.exit_code == 2
    assert re.search(REFUSED_TABLES[table], found.stderr), found.stderr


def test_what_is_no_file_of_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "latin.csv").write_bytes("key,title,value\na,Übergabe,3\n".encode("latin-1"))
    (tmp_path / "latin.toml").write_text(WITH_CSV.replace("initiatives.csv", "latin.csv"), encoding="utf-8")
    for name, words in {
        "nothing.toml": "cannot be read: No such file",
        "": "is a folder; name the TOML file",
        "bytes.toml": "is not UTF-8 text",
        "latin.toml": "latin.csv is not UTF-8 text",
    }.items():
        found = CliRunner().invoke(app, [str(tmp_path / name)])
        assert found.exit_code == 2
        assert words in found.stderr


def test_options_that_cannot_be_are_refused(tmp_path: Path) -> None:
    for options, words in (
        (("--skip", "reasons"), "--skip 'reasons' is no part of the answer; give worth, prices, alternatives"),
        (("--gap", "2"), "gap is 2; give a share"),
        (("--nodes", "0"), "nodes is 0"),
        (("-o", str(tmp_path / "plan.toml")), "is the log itself"),
        (("-o", str(tmp_path / "none" / "x")), "make it first"),
    ):
        found = run(tmp_path, PLAN, *options)
        assert found.exit_code == 2
        assert words in found.stderr


def test_five_thousand_initiatives_are_refused_with_what_to_do(tmp_path: Path) -> None:
    table = "key,value\n" + "".join(f"i{at},1\n" for at in range(5_000))
    found = run(tmp_path, WITH_CSV, table=table)
    assert found.exit_code == 2
    assert "5,000 initiatives are more than the 1,000 that can be planned at once" in found.stderr


def test_the_installed_command_prints_json_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "plan.toml").write_text(PLAN, encoding="utf-8")
    words = [sys.executable, "-m", "attending.cli.main", "sequence", str(tmp_path / "plan.toml"), "--format", "json"]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["plan"]["solver"].startswith("HiGHS")
    assert done.stderr == ""
