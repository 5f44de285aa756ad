"""Programs in Go that give a second opinion, with golang.org/x/mod.

Needs Go and its library (Debian: golang-go, golang-golang-x-mod-dev).
"""

import os
import shutil
import subprocess
from pathlib import Path

# Where Debian puts the sources of Go's libraries.
_SOURCES = "/usr/share/gocode"
MISSING = not shutil.which("go") or not Path(_SOURCES, "src/golang.org/x/mod").is_dir()


def built(source: Path, folder: Path) -> Path:
    """The program of a source, built in a folder."""
    environment = {**os.environ, "GO111MODULE": "off", "GOPATH": _SOURCES, "GOCACHE": str(folder / "cache"),
                   "GOFLAGS": ""}  # fmt: skip
    subprocess.run(["go", "build", "-o", folder / "peer", source], check=True, env=environment)
    return folder / "peer"
