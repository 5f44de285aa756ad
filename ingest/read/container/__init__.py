def derive(payload: bytes, rule: str, name: str) -> bytes:
    raise KeyError(rule)
