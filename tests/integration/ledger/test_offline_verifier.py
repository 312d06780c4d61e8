"""The one-file verifier, run by a bare Python on exports and receipts, whole and changed."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import transaction

from attending.ledger import actions, export, keys, merkle, queries
from attending.ledger.notes import Checkpoint, to_base64

SIZE = 13


@pytest.fixture
def papers(fill, tmp_path):
    """A folder elsewhere: the verifier, an export with payloads, a receipt, and a checkpoint kept from entry 6."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    shutil.copy(export.VERIFIER, folder)
    fill(6)
    (folder / "kept.note").write_text(actions.checkpoint(reason="kept").note)
    entries = fill(SIZE - 6)
    with transaction.atomic():
        actions.erase_payload(entries[0], actor="person:9", reason="test")
    actions.checkpoint(reason="export")
    (folder / "record.jsonl").write_text("".join(export.export_lines(payloads=True)))
    (folder / "entry.tlog-proof").write_text(queries.receipt(entries[1]))
    return folder


def python() -> str:
    """Another Python than the one with our packages, where there is one; isolated from them in any case."""
    found = shutil.which("python3", path=os.pathsep.join(("/usr/bin", "/usr/local/bin", "/opt/homebrew/bin")))
    return found or sys.executable


def run(folder: Path, *arguments: str, key: str | None = None):
    return subprocess.run(
        [python(), "-I", "-S", "verifier.py", *arguments, "--vkey", key or keys.verifier().to_text()],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
    )


def lines(folder):
    return (folder / "record.jsonl").read_text().splitlines(keepends=True)


def write(folder, changed):
    (folder / "record.jsonl").write_text("".join(changed))


def entry_line(folder, seq):
    """Index of the line that holds entry ``seq``."""
    return next(at for at, line in enumerate(lines(folder)) if json.loads(line).get("seq") == seq)


def test_it_imports_nothing_but_the_standard_library():
    text = export.VERIFIER.read_text()
    imported = {line.split()[1].split(".")[0] for line in text.splitlines() if line.startswith(("import ", "from "))}
    assert imported <= sys.stdlib_module_names | {"__future__"}


def test_an_export_with_a_receipt_and_a_kept_checkpoint_verifies(papers):
    done = run(papers, "record.jsonl", "entry.tlog-proof", "--checkpoint", "kept.note")
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{SIZE + 1} entries of hospital.example/ledger" in done.stdout
    assert "receipt of entry 7" in done.stdout


def test_a_receipt_verifies_alone(papers):
    done = run(papers, "entry.tlog-proof")
    assert done.returncode == 0, done.stdout + done.stderr
    assert '"seq":7' in done.stdout


@pytest.mark.parametrize("seq", [0, 5, 6, 12])
@pytest.mark.parametrize(
    ("old", "new"), [("person:1", "person:2"), ("test.done", "test.gone"), ('\\"seq\\":', '\\"seq\\":1')]
)
def test_a_changed_entry_is_named(papers, seq, old, new):
    changed, at = lines(papers), entry_line(papers, seq)
    assert old in changed[at]
    changed[at] = changed[at].replace(old, new)
    write(papers, changed)
    done = run(papers, "record.jsonl")
    assert done.returncode == 1
    assert f"first changed: entry {seq}\n" in done.stdout


@pytest.mark.parametrize("name", ["salt", "payload", "leaf"])
def test_a_changed_payload_salt_or_leaf_is_named(papers, name):
    changed, at = lines(papers), entry_line(papers, 4)
    line = json.loads(changed[at])
    line[name] = "00" * 32 if name != "payload" else line[name].replace("4", "5")
    changed[at] = json.dumps(line) + "\n"
    write(papers, changed)
    done = run(papers, "record.jsonl")
    assert done.returncode == 1
    assert "first changed: entry 4\n" in done.stdout


def test_any_changed_byte_is_found(papers):
    original = (papers / "record.jsonl").read_bytes()
    header = original.index(b"\n")
    for at in range(header + 1, len(original) - 1, len(original) // 12):
        damaged = bytearray(original)
        damaged[at] ^= 1
        (papers / "record.jsonl").write_bytes(bytes(damaged))
        done = run(papers, "record.jsonl")
        assert done.returncode == 1, (at, original[at - 20 : at + 20], done.stdout, done.stderr)
        assert "CHANGED" in done.stdout


@pytest.mark.parametrize("change", ["removed", "swapped", "doubled"])
def test_entries_removed_swapped_or_doubled_are_found(papers, change):
    changed, at = lines(papers), entry_line(papers, 4)
    if change == "removed":
        del changed[at]
    elif change == "swapped":
        changed[at], changed[at + 1] = changed[at + 1], changed[at]
    else:
        changed.insert(at, changed[at])
    write(papers, changed)
    done = run(papers, "record.jsonl")
    assert done.returncode == 1
    assert "entry 5" in done.stdout if change == "doubled" else "entry 4" in done.stdout


def test_a_body_changed_with_its_leaf_is_placed_between_two_checkpoints(papers):
    changed, at = lines(papers), entry_line(papers, 9)
    line = json.loads(changed[at])
    del line["salt"], line["payload"]
    line["body"] = line["body"].replace("person:1", "person:2")
    line["leaf"] = merkle.leaf_hash(line["body"].encode()).hex()
    changed[at] = json.dumps(line) + "\n"
    write(papers, changed)
    done = run(papers, "record.jsonl")
    assert done.returncode == 1
    assert "first changed: an entry from 6 to 13" in done.stdout


def test_a_record_forged_with_the_real_key_is_found_by_what_was_kept(papers):
    """The whole record rewritten and signed again: consistent in itself, but not with the receipt or checkpoint."""
    signer, frontier, forged = keys.signer(), merkle.Frontier(), []
    for line in lines(papers):
        value = json.loads(line)
        if value["type"] == "entry":
            if value["seq"] == 3:
                value["body"] = value["body"].replace("person:1", "person:2")
            leaf = merkle.leaf_hash(value["body"].encode())
            frontier, _ = frontier.append(leaf)
            value["leaf"] = leaf.hex()
            forged.append(json.dumps(value) + "\n")
        elif value["type"] == "header":
            forged.append(line)
    note = signer.sign(Checkpoint(signer.name, frontier.size, frontier.root()).to_text())
    write(papers, [*forged, json.dumps({"type": "checkpoint", "note": note}) + "\n"])
    assert run(papers, "record.jsonl").returncode == 0
    by_checkpoint = run(papers, "record.jsonl", "--checkpoint", "kept.note")
    assert by_checkpoint.returncode == 1
    assert "first changed: an entry from 0 to 5" in by_checkpoint.stdout
    assert run(papers, "record.jsonl", "entry.tlog-proof").returncode == 1


def test_a_record_cut_back_is_found_by_what_was_kept(papers):
    changed = lines(papers)
    write(papers, changed[: entry_line(papers, 6)])
    assert run(papers, "record.jsonl").returncode == 0
    done = run(papers, "record.jsonl", "entry.tlog-proof")
    assert done.returncode == 1
    assert "it was cut" in done.stdout


def test_entries_that_nobody_signed_do_not_verify(papers):
    write(papers, lines(papers)[:-1])
    done = run(papers, "record.jsonl")
    assert done.returncode == 1
    assert "no signed checkpoint covers entries 6 to 13" in done.stdout


@pytest.mark.parametrize("old_new", [("index 7", "index 6"), ("extra e", "extra f"), ("\n14\n", "\n15\n")])
def test_a_changed_receipt_is_refused(papers, old_new):
    path = papers / "entry.tlog-proof"
    text = path.read_text()
    assert old_new[0] in text
    path.write_text(text.replace(*old_new))
    assert run(papers, "entry.tlog-proof").returncode == 1


def test_another_key_is_refused(papers, settings, tmp_path):
    settings.ATTENDING_LEDGER_KEY = tmp_path / "other.key"
    other = keys.signer().verifier.to_text()
    assert run(papers, "record.jsonl", key=other).returncode == 1
    assert run(papers, "entry.tlog-proof", key=other).returncode == 1


@pytest.mark.parametrize(
    ("content", "key"),
    [
        ("", None),
        ("seq,at,verb\n1,2,3\n", None),
        ('{"format": "other", "version": 1}\n', None),
        ("[]\n", None),
        (None, "hospital.example/ledger"),
        (None, "hospital.example/ledger+00000000+" + to_base64(b"\1" + b"\2" * 32)),
    ],
)
def test_what_is_no_export_or_no_key_is_unusable_and_not_called_changed(papers, content, key):
    if content is not None:
        (papers / "record.jsonl").write_text(content)
    done = run(papers, "record.jsonl", key=key)
    assert done.returncode == 2
    assert "Unusable input" in done.stderr


def test_a_missing_file_is_unusable(papers):
    assert run(papers, "absent.jsonl").returncode == 2


def test_an_export_without_payloads_verifies_too(papers):
    write(papers, export.export_lines())
    assert 'payload":' not in (papers / "record.jsonl").read_text()
    assert run(papers, "record.jsonl").returncode == 0
