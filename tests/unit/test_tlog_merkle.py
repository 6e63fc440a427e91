"""The tree of RFC 6962: its published vectors, two implementations that are not ours, and properties."""

import hashlib
from itertools import pairwise

import pymerkle
import pytest
from attestroot import merkle as attestroot
from hypothesis import given
from hypothesis import strategies as st

from shared.tlog import merkle
from shared.tlog.merkle import consistency_proof, consistent, included, inclusion_proof, root

# The inputs and roots of the reference tests that Certificate Transparency logs have shared since RFC 6962.
INPUTS = [
    bytes.fromhex(text)
    for text in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def leaf(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def subtrees(leaves: list[bytes]) -> merkle.Subtree:
    def subtree(level: int, index: int) -> bytes:
        if level == 0:
            return leaves[index]
        return merkle.node(subtree(level - 1, index * 2), subtree(level - 1, index * 2 + 1))

    return subtree


def numbered(count: int) -> list[bytes]:
    return [leaf(str(number).encode()) for number in range(count)]


def test_the_empty_tree_and_the_published_roots():
    assert root(0, subtrees([])).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    leaves = [leaf(data) for data in INPUTS]
    assert [root(size, subtrees(leaves)).hex() for size in range(1, 9)] == ROOTS


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 8, 9, 31, 33, 64, 100])
def test_a_library_that_is_not_ours_has_the_same_roots_and_paths(size):
    theirs = pymerkle.InmemoryTree(algorithm="sha256")
    data = [str(number).encode() for number in range(size)]
    for one in data:
        theirs.append_entry(one)
    ours = subtrees(numbered(size))
    for part in range(1, size + 1):
        assert theirs.get_root(part) == root(part, ours)
    for index in range(size):
        proof = theirs.prove_inclusion(index + 1, size)  # it counts from 1
        own = [step.hex() for step in inclusion_proof(index, size, ours)]
        assert proof.serialize()["path"] == [leaf(data[index]).hex(), *own]
        pymerkle.verify_inclusion(leaf(data[index]), root(size, ours), proof)
    for old in range(1, size):
        proof = theirs.prove_consistency(old, size)
        pymerkle.verify_consistency(root(old, ours), root(size, ours), proof)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 33, 100])
def test_a_second_library_has_the_same_roots_and_paths(size):
    leaves = numbered(size)
    ours = subtrees(leaves)
    whole = attestroot.root_from_leaf_hashes(leaves)
    assert whole == root(size, ours)
    for index in range(size):
        theirs = attestroot.inclusion_proof(leaves, index)
        assert theirs == inclusion_proof(index, size, ours)
        assert attestroot.verify_inclusion(leaves[index], index, size, theirs, whole)


@given(st.data())
def test_every_leaf_is_proved_and_no_other_leaf_place_or_root_is(data):
    size = data.draw(st.integers(1, 300))
    index = data.draw(st.integers(0, size - 1))
    leaves = numbered(size)
    tree = subtrees(leaves)
    path, whole = inclusion_proof(index, size, tree), root(size, tree)
    assert included(leaves[index], index, size, path, whole)
    assert not included(leaf(b"another"), index, size, path, whole)
    assert not included(leaves[index], index, size, path, leaf(b"another"))
    other = data.draw(st.integers(0, size - 1))
    if other != index:
        assert not included(leaves[index], other, size, path, whole)
    if path:
        assert not included(leaves[index], index, size, path[:-1], whole)
    assert not included(leaves[index], index, size, [*path, leaf(b"more")], whole)


@given(st.data())
def test_a_tree_that_grew_is_consistent_and_a_tree_with_another_past_is_not(data):
    size = data.draw(st.integers(1, 300))
    old = data.draw(st.integers(1, size))
    leaves = numbered(size)
    tree = subtrees(leaves)
    path, before, after = consistency_proof(old, size, tree), root(old, tree), root(size, tree)
    assert consistent(old, size, before, after, path)
    changed = data.draw(st.integers(0, old - 1))
    forged = subtrees([*leaves[:changed], leaf(b"forged"), *leaves[changed + 1 :]])
    assert not consistent(old, size, before, root(size, forged), consistency_proof(old, size, forged))
    if path:
        assert not consistent(old, size, before, after, path[:-1])
        assert not consistent(old, size, before, before, [])
    assert not consistent(old, size, before, after, [*path, leaf(b"more")])


def test_every_step_of_a_growing_log_is_consistent_with_the_one_before():
    leaves = numbered(130)
    tree = subtrees(leaves)
    roots = {size: root(size, tree) for size in range(1, 131)}
    for old, new in pairwise(range(1, 131)):
        assert consistent(old, new, roots[old], roots[new], consistency_proof(old, new, tree))


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0)])
def test_there_is_no_proof_of_what_is_not_there(index, size):
    with pytest.raises(ValueError, match="no leaf"):
        inclusion_proof(index, size, subtrees(numbered(3)))
    assert not included(leaf(b""), index, size, [], root(3, subtrees(numbered(3))))
