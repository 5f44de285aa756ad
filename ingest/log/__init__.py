"""The log's mathematics: trees, notes, checkpoints. Pure: bytes in, bytes or an error out."""
