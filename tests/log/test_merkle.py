"""Trees and proofs: every tree to 256 leaves against the definition in RFC 6962, every hash turned once."""

from functools import cache
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.log import merkle
from ingest.log.merkle import ProofError, Read, check_consistency, check_inclusion

MOST = 256
LEAVES = [merkle.leaf_hash(str(number).encode()) for number in range(MOST * 300)]
# Root hashes of the first leaves of the reference tree of Certificate Transparency, whose entries are
# "", 00, 10, 2021, 3031, 40414243, 5051525354555657, 606162636465666768696a6b6c6d6e6f.
REFERENCE = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = {
    0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    4: "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    5: "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    6: "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    7: "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


@cache
def defined(start: int, end: int) -> bytes:
    """MTH of RFC 6962, 2.1, word by word."""
    if start == end:
        return sha256().digest()
    if end - start == 1:
        return LEAVES[start]
    split = 1
    while split * 2 < end - start:
        split *= 2
    return merkle.node_hash(defined(start, start + split), defined(start + split, end))


def reader(leaves: list[bytes], size: int) -> Read:
    """Reads the tiles of a tree of so many leaves; more than there is must not be asked for."""

    def read(level: int, start: int, end: int) -> list[bytes]:
        width = 256**level
        assert 0 <= start < end <= size // width, "only what is complete is read"
        return [defined(at * width, (at + 1) * width) for at in range(start, end)]

    return read


def test_the_reference_tree() -> None:
    leaves = [merkle.leaf_hash(bytes.fromhex(entry)) for entry in REFERENCE]
    for size, root in ROOTS.items():
        assert merkle.root(lambda _level, start, end: leaves[start:end], size).hex() == root


@pytest.mark.parametrize("size", [*range(40), 63, 64, 65, 127, 128, 129, 200, 255, 256])
def test_every_leaf_and_every_beginning_of_a_tree(size: int) -> None:
    read, root = reader(LEAVES, size), defined(0, size)
    assert merkle.root(read, size) == root
    for index in range(size):
        check_inclusion(LEAVES[index], index, size, merkle.prove_inclusion(read, index, size), root)
    for old in range(1, size + 1):
        proof = merkle.prove_consistency(read, old, size)
        check_consistency(old, size, defined(0, old), root, proof)


def test_all_trees_to_256_leaves() -> None:
    """Each with its first, middle and last leaf, and with the tree of each size before it."""
    for size in range(1, MOST + 1):
        read, root = reader(LEAVES, size), merkle.root(reader(LEAVES, size), size)
        assert root == defined(0, size)
        for index in {0, size // 2, size - 1}:
            check_inclusion(LEAVES[index], index, size, merkle.prove_inclusion(read, index, size), root)
        for old in range(1, size):
            proof = merkle.prove_consistency(read, old, size)
            check_consistency(old, size, defined(0, old), root, proof)


@pytest.mark.parametrize("size", [256, 257, 511, 512, 65_536, 65_537, 70_000, 76_800])
def test_tiles_of_several_levels(size: int) -> None:
    read, root = reader(LEAVES, size), defined(0, size)
    assert merkle.root(read, size) == root
    for index in (0, 255, size // 2, size - 1):
        check_inclusion(LEAVES[index], index, size, merkle.prove_inclusion(read, index, size), root)
    for old in (1, 255, size // 3, size - 1, size):
        check_consistency(old, size, defined(0, old), root, merkle.prove_consistency(read, old, size))


def turned(hash_: bytes) -> bytes:
    return bytes([hash_[0] ^ 1]) + hash_[1:]


@given(st.integers(1, 300), st.data())
def test_a_wrong_proof_of_inclusion_is_refused(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    read, root, leaf = reader(LEAVES, size), defined(0, size), LEAVES[index]
    proof = merkle.prove_inclusion(read, index, size)
    wrong = [(turned(leaf), index, size, proof, root), (leaf, index, size, proof, turned(root)),
             (leaf, index, size, [*proof, leaf], root), (leaf, size, size, proof, root)]  # fmt: skip
    wrong += [(leaf, index, size, proof[:at] + proof[at + 1 :], root) for at in range(len(proof))]
    wrong += [(leaf, index, size, [*proof[:at], turned(proof[at]), *proof[at + 1 :]], root)
              for at in range(len(proof))]  # fmt: skip
    wrong += [(leaf, other, size, proof, root) for other in (index - 1, index + 1) if 0 <= other < size]
    for arguments in wrong:
        with pytest.raises(ProofError):
            check_inclusion(*arguments)


@given(st.integers(1, 300), st.data())
def test_a_wrong_proof_of_consistency_is_refused(new: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, new))
    roots = defined(0, old), defined(0, new)
    proof = merkle.prove_consistency(reader(LEAVES, new), old, new)
    wrong = [(old, new, turned(roots[0]), roots[1], proof), (old, new, roots[0], turned(roots[1]), proof),
             (old, new, *roots, [*proof, roots[0]]), (new + 1, new, *roots, proof)]  # fmt: skip
    wrong += [(old, new, *roots, proof[:at] + proof[at + 1 :]) for at in range(len(proof))]
    wrong += [
        (old, new, *roots, [*proof[:at], turned(proof[at]), *proof[at + 1 :]]) for at in range(len(proof))
    ]
    for arguments in wrong:
        with pytest.raises(ProofError):
            check_consistency(*arguments)


def test_what_no_tree_has_is_not_proved() -> None:
    read = reader(LEAVES, 5)
    for index in (-1, 5):
        with pytest.raises(ProofError):
            merkle.prove_inclusion(read, index, 5)
    with pytest.raises(ProofError):
        merkle.prove_consistency(read, 6, 5)
    with pytest.raises(ProofError):
        check_consistency(0, 5, defined(0, 0), defined(0, 5), [])
    check_consistency(0, 0, defined(0, 0), defined(0, 0), [])
    with pytest.raises(ProofError):
        check_consistency(0, 0, defined(0, 0), defined(0, 1), [])
    with pytest.raises(ProofError):
        check_inclusion(b"", 0, 1, [], b"")
