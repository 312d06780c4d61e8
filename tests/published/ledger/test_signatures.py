"""RFC 8032, section 7.1, test vectors 1 to 3 and SHA(abc); and the signed note of Go's golang.org/x/mod/sumdb/note."""

import pytest

from attending.ledger import verifier
from attending.ledger.notes import NoteError, VerifierKey, open_note

RFC_8032 = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
    (
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704",
    ),
]

GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
GO_NOTE = (
    GO_TEXT + "\n\N{EM DASH} PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)


@pytest.mark.parametrize(("public", "message", "signature"), RFC_8032)
def test_the_offline_verifier_accepts_the_published_signatures_and_no_neighbour(public, message, signature):
    key, text, signed = bytes.fromhex(public), bytes.fromhex(message), bytes.fromhex(signature)
    assert verifier.verify_ed25519(key, text, signed)
    assert not verifier.verify_ed25519(key, text + b"\0", signed)
    for at in (0, 31, 32, 63):
        damaged = bytearray(signed)
        damaged[at] ^= 1
        assert not verifier.verify_ed25519(key, text, bytes(damaged))


def test_a_signature_is_accepted_in_one_form_only():
    public, message, signature = (bytes.fromhex(text) for text in RFC_8032[1])
    scalar = int.from_bytes(signature[32:], "little") + verifier.ORDER
    assert not verifier.verify_ed25519(public, message, signature[:32] + scalar.to_bytes(32, "little"))


def test_the_published_note_opens_with_its_key():
    assert open_note(GO_NOTE, VerifierKey.from_text(GO_KEY)) == GO_TEXT
    assert VerifierKey.from_text(GO_KEY).to_text() == GO_KEY
    assert verifier.read_vkey(GO_KEY).name == "PeterNeumann"


@pytest.mark.parametrize(
    "note",
    [
        GO_NOTE.replace("answer", "Answer"),
        GO_NOTE.replace("PeterNeumann", "EnochRoot"),
        GO_NOTE.replace("x08go", "x18go"),
        GO_NOTE.replace("nAM=", "nAI="),
        GO_NOTE.replace("\N{EM DASH}", "-"),
        GO_NOTE.removesuffix("\n"),
        GO_NOTE.replace("\n\n", "\n"),
        GO_NOTE + "\n",
        GO_NOTE + "more\n",
        GO_NOTE.replace("problem,", "problem,\t"),
        GO_TEXT,
        "",
    ],
)
def test_a_note_that_differs_is_refused(note):
    with pytest.raises(NoteError):
        open_note(note, VerifierKey.from_text(GO_KEY))
