"""Evidence bundles: what the log says of one article, as files that are checked without the archive. Pure."""
