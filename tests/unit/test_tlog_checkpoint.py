"""Signed checkpoints: the published vector of signed-note, and everything that must not be believed."""

import base64
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from shared.tlog.checkpoint import (
    Checkpoint,
    Unbelievable,
    key_hash,
    key_of,
    opened,
    sign,
    signature_line,
    verifier_key,
)
from shared.tlog.cosignature import COSIGNATURE, cosign, cosigned_at

NAME = "taisan.example/custody"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
WITNESS = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
SAID = Checkpoint(NAME, 17, bytes(32))
TRUSTED = {NAME: KEY.public_key()}


def test_the_note_of_gos_own_example_is_believed():
    """The example of golang.org/x/mod/sumdb/note: key PeterNeumann, its text and its signature."""
    name, key = key_of("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
    told = base64.b64decode(
        "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
    )
    text = (
        "If you think cryptography is the answer to your problem,\n"
        "then you don't know what your problem is.\n"
    )
    assert told[:4] == key_hash(name, key)
    key.verify(told[4:], text.encode())


def test_what_is_signed_opens_again_and_a_witness_may_sign_beside():
    note = sign(SAID, NAME, KEY) + signature_line(SAID, "witness.example", WITNESS)
    assert opened(note, TRUSTED) == (SAID, {NAME})
    both = {**TRUSTED, "witness.example": WITNESS.public_key()}
    assert opened(note, both)[1] == {NAME, "witness.example"}


def test_a_verifier_key_reads_back_and_a_changed_one_does_not():
    text = verifier_key(NAME, KEY.public_key())
    name, key = key_of(text)
    assert (name, key.public_bytes_raw()) == (NAME, KEY.public_key().public_bytes_raw())
    for wrong in (text[:-4] + "AAA=", text.replace("+", "-"), "", "a+b+c"):
        with pytest.raises(Unbelievable):
            key_of(wrong)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("\n17\n", "\n18\n"),
        ("\n17\n", "\n017\n"),
        ("\n17\n", "\n-1\n"),
        (NAME + "\n17", "other.example\n17"),
        ("AAAAAAAA", "AAAAAAAB"),
        ("\n\n", "\n"),
        ("\N{EM DASH}", "-"),
    ],
)
def test_a_changed_note_is_not_believed(before, after):
    note = sign(SAID, NAME, KEY)
    assert before in note
    with pytest.raises(Unbelievable):
        opened(note.replace(before, after, 1), TRUSTED)


def test_every_single_changed_character_of_a_note_is_noticed():
    note = sign(SAID, NAME, KEY)
    believed = []
    for place, old in enumerate(note):
        for new in {"A", "B", "7", "\n", "="} - {old}:
            changed = note[:place] + new + note[place + 1 :]
            try:
                if opened(changed, TRUSTED)[0] != SAID:
                    believed.append(place)
            except Unbelievable:
                continue
    assert believed == []


def test_a_stranger_who_uses_the_name_is_not_believed():
    with pytest.raises(Unbelievable, match="no key that we trust"):
        opened(sign(SAID, NAME, WITNESS), TRUSTED)


def test_a_witness_says_when_it_saw_a_checkpoint_and_nothing_of_it_can_be_changed():
    at = datetime(2026, 11, 25, 2, 0, 1, tzinfo=UTC)
    line, key = (
        cosign(SAID, "witness.example", WITNESS, at),
        verifier_key("witness.example", WITNESS.public_key(), COSIGNATURE),
    )
    assert cosigned_at(SAID, line, key) == at
    assert key_of(key, COSIGNATURE)[0] == "witness.example"
    others = [Checkpoint(NAME, 18, bytes(32)), Checkpoint("other.example", 17, bytes(32))]
    for other in (*others, Checkpoint(NAME, 17, bytes(31) + b"x")):
        with pytest.raises(Unbelievable):
            cosigned_at(other, line, key)
    for place, old in enumerate(line[:-1]):
        changed = line[:place] + ("A" if old != "A" else "B") + line[place + 1 :]
        with pytest.raises(Unbelievable):
            cosigned_at(SAID, changed, key)


def test_a_log_key_is_no_witness_key_and_the_other_way_round():
    with pytest.raises(Unbelievable):
        key_of(verifier_key(NAME, KEY.public_key()), COSIGNATURE)
    with pytest.raises(Unbelievable):
        key_of(verifier_key("witness.example", WITNESS.public_key(), COSIGNATURE))
