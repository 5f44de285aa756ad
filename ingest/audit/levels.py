"""How deep an audit goes: each level has all checks of those before it."""

from typing import Literal, get_args

Level = Literal["stored", "raw", "replay"]
LEVELS: tuple[Level, ...] = get_args(Level)
