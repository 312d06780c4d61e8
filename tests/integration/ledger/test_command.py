"""``attending ledger``: exit code 0 when all is well, 1 when something was changed or not sent, 2 for bad input."""

import json

import pytest
from django.db import connection
from typer.testing import CliRunner

from attending.cli.ledger import app
from attending.ledger import actions, guards, keys
from attending.ledger.models import CheckpointRecord
from attending.ledger.receipts import Receipt


def run(*arguments, code=0):
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == code, (result.output, result.exception)
    return result


def test_verify(fill):
    fill(3)
    assert "3 entries" in run("verify").output
    guards.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_entry SET actor = 'person:2' WHERE seq = 1")
    output = run("verify", code=1).output
    assert "first at entry 1" in output
    assert "column actor" in output


def test_verify_compares_with_what_was_kept(fill, tmp_path):
    fill(3)
    kept = tmp_path / "kept.note"
    kept.write_text(actions.checkpoint(reason="test").note)
    assert "1 kept elsewhere" in run("verify", "--checkpoint", kept).output
    kept.write_text(kept.read_text().replace("\n3\n", "\n2\n"))
    assert "signature" in run("verify", "--checkpoint", kept, code=1).output
    run("verify", "--checkpoint", tmp_path / "absent", code=2)
    kept.write_text('{"no": "note"}\n')
    assert "Line 1" in run("verify", "--checkpoint", kept, code=2).output


def test_prove_signs_first_if_it_must(fill, tmp_path):
    entries = fill(3)
    receipt = Receipt.from_text(run("prove", 2).output)
    assert receipt.body == entries[2].body
    assert receipt.verify(keys.verifier()).size == 3
    path = tmp_path / "2.tlog-proof"
    run("prove", 2, "--out", path)
    assert Receipt.from_text(path.read_text()) == receipt
    assert CheckpointRecord.objects.count() == 1


def test_prove_what_is_not_there(fill):
    fill(3)
    assert "there is no entry 3" in run("prove", 3, code=2).output
    run("prove", "rubbish", code=2)
    run("prove", code=2)


def test_export_with_the_verifier(fill, tmp_path):
    fill(3)
    path, verifier = tmp_path / "record.jsonl", tmp_path / "verifier.py"
    output = run("export", path, "--payloads", "--verifier", verifier).output
    assert keys.verifier().to_text() in output
    assert [json.loads(line)["type"] for line in path.read_text().splitlines()] == [
        *("header", "entry", "entry", "entry", "checkpoint")
    ]
    assert verifier.read_text().startswith("#!/usr/bin/env python3")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["ledger.key", "record.jsonl", "verifier.py"]
    run("export", tmp_path / "absent" / "record.jsonl", code=2)
    assert run("export", "-").output.count("\n") == 5


def test_an_empty_record_has_no_export(db, tmp_path):
    run("export", tmp_path / "record.jsonl", code=2)
    assert not (tmp_path / "record.jsonl").exists()


def test_checkpoint(fill):
    fill(3)
    assert "hospital.example/ledger\n3\n" in run("checkpoint").output
    run("checkpoint", "--if-grown")
    assert CheckpointRecord.objects.count() == 1
    assert run("checkpoint", "--show", "vkey").output.strip() == keys.verifier().to_text()


@pytest.mark.django_db(transaction=True)
def test_a_checkpoint_that_is_not_sent_is_a_failure(fill, settings, tmp_path):
    fill(1)
    settings.ATTENDING_CHECKPOINT_FILE = tmp_path / "absent" / "kept.jsonl"
    assert "No such file" in run("checkpoint", code=1).output
    settings.ATTENDING_CHECKPOINT_FILE.parent.mkdir()
    assert "sent" in run("checkpoint").output


def test_a_key_that_cannot_be_used_is_bad_input(fill, settings):
    fill(1)
    settings.ATTENDING_LEDGER_KEY.write_text("rubbish")
    settings.ATTENDING_LEDGER_KEY.chmod(0o600)
    assert "no ledger key" in run("checkpoint", code=2).output
