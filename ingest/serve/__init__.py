"""Datasette pages on the archive: what researchers and auditors look at. Read-only."""
