"""A news archive in one SQLite file: extraction with evidence, cross-posts with proof."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("provenance-archive")
except PackageNotFoundError:  # a source tree that was never installed
    __version__ = "0+unknown"
