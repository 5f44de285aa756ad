"""Writes a BagIt bag, version 1.0 (RFC 8493): payload files, manifests by SHA-256, bag-info.

By hand, since bagit-python writes version 0.97, works in the directory of the whole process, and reads every
file again to hash it. It checks what is written here.
"""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

_DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


class Bag:
    """A bag that is being filled.

    Args:
        root: an empty directory.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._manifest: dict[str, str] = {}
        self._bytes = 0
        (root / "data").mkdir()

    @property
    def oxum(self) -> str:
        """How many bytes and files the payload has, as bag-info tells it (RFC 8493, 2.2.2)."""
        return f"{self._bytes}.{len(self._manifest)}"

    def put(self, path: str, pieces: Iterable[bytes]) -> None:
        """Write a file of the payload, unless it is there already.

        Args:
            path: its path below `data`, of letters, digits, dots, hyphens and slashes only: any other character
                would have to be told otherwise in a manifest.
            pieces: its bytes.
        """
        if path in self._manifest:
            return
        place = self._root / "data" / path
        place.parent.mkdir(exist_ok=True)
        digest = hashlib.sha256()
        with place.open("wb") as file:
            for piece in pieces:
                digest.update(piece)
                self._bytes += file.write(piece)
        self._manifest[path] = digest.hexdigest()

    def finish(self, info: Mapping[str, str]) -> None:
        """Write what is said of the payload. Values of `info` are of one line."""
        manifest = "".join(f"{digest}  data/{path}\n" for path, digest in sorted(self._manifest.items()))
        tags = {
            "bag-info.txt": "".join(f"{name}: {value}\n" for name, value in info.items()),
            "bagit.txt": _DECLARATION,
            "manifest-sha256.txt": manifest,
        }
        digests = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in tags.items()}
        tags["tagmanifest-sha256.txt"] = "".join(f"{digest}  {name}\n" for name, digest in digests.items())
        for name, text in tags.items():
            (self._root / name).write_bytes(text.encode())
