"""Evidence bundles: one article out of an archive with all that proves it, as a zip for readers without it."""
