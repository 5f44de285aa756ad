from typing import Any


def wall(reading: Any, response: Any, knowledge: Any, before: Any = None) -> Any:
    return None
