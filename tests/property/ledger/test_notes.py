"""Notes, checkpoints and keys: whatever is signed opens again, whatever is changed does not."""

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import assume, given
from hypothesis import strategies as st

from attending.ledger import verifier
from attending.ledger.notes import Checkpoint, NoteError, SignerKey, VerifierKey
from attending.ledger.receipts import Receipt

SEEDS = st.binary(min_size=32, max_size=32)
NAMES = st.from_regex(r"[a-z]{1,10}\.example/[a-z0-9-]{1,10}", fullmatch=True)
HASHES = st.binary(min_size=32, max_size=32)


def signer(seed: bytes, name: str) -> SignerKey:
    return SignerKey(name, Ed25519PrivateKey.from_private_bytes(seed))


@given(SEEDS, NAMES, st.integers(0, 2**62), HASHES)
def test_a_signed_checkpoint_opens_in_both_implementations(seed, name, size, root):
    key = signer(seed, name)
    checkpoint = Checkpoint(name, size, root)
    note = key.sign(checkpoint.to_text())
    assert Checkpoint.from_note(note, key.verifier) == checkpoint
    assert VerifierKey.from_text(key.verifier.to_text()) == key.verifier
    assert verifier.read_checkpoint(note, verifier.read_vkey(key.verifier.to_text())) == (size, root)


@given(SEEDS, st.integers(0, 10**6), HASHES, st.data())
def test_a_note_with_one_character_changed_opens_in_neither(seed, size, root, data):
    key = signer(seed, "hospital.example/ledger")
    note = key.sign(Checkpoint(key.name, size, root).to_text())
    at = data.draw(st.integers(0, len(note) - 1))
    other = data.draw(st.characters(codec="utf-8"))
    assume(other != note[at])
    changed = note[:at] + other + note[at + 1 :]
    with pytest.raises(NoteError):
        Checkpoint.from_note(changed, key.verifier)
    # Without its last newline the offline verifier still reads a note: only what was signed must not differ.
    if at != len(note) - 1:
        with pytest.raises((verifier.Changed, verifier.BadInput)):
            verifier.read_checkpoint(changed, verifier.read_vkey(key.verifier.to_text()))


@given(SEEDS, st.binary(max_size=200), st.integers(0, 511), st.booleans())
def test_the_two_implementations_of_ed25519_agree(seed, message, bit, damage):
    private = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = private.public_key().public_bytes_raw(), bytearray(private.sign(message))
    if damage:
        signature[bit // 8] ^= 1 << bit % 8
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(bytes(signature), message)
        accepted = True
    except InvalidSignature:
        accepted = False
    assert verifier.verify_ed25519(public, message, bytes(signature)) is accepted is not damage


@given(st.binary(max_size=100), st.binary(max_size=40), st.binary(max_size=70))
def test_no_bytes_whatever_break_the_signature_check(public, message, signature):
    assert verifier.verify_ed25519(public, message, signature) in {True, False}


@given(st.integers(0, 10**9), st.text(max_size=60), st.lists(HASHES, max_size=20))
def test_a_receipt_reads_as_it_was_written(index, body, hashes):
    assume(body)
    receipt = Receipt(index, body, tuple(hashes), "origin\n1\nroot\n\nsignature\n")
    assert Receipt.from_text(receipt.to_text()) == receipt


@given(st.text(max_size=300))
def test_no_text_whatever_passes_for_a_receipt_or_key(text):
    key = signer(b"\1" * 32, "a").verifier
    with pytest.raises(NoteError):
        Receipt.from_text(text).verify(key)
    with pytest.raises(NoteError):
        VerifierKey.from_text(text)
