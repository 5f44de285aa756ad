"""What of an answer's headers is kept: all but cookies and whatever may carry credentials.

Takes them as they came: each byte one character (latin-1). Pure.
"""

import re
from collections.abc import Iterable

Headers = tuple[tuple[str, str], ...]
# Cookies, challenges and their answers, keys and tokens of whatever service; "author" is none of these.
_SECRET = re.compile(
    r"cookie|auth(?!or(?:$|[^i]))|token|secret|session|credential|password|csrf|xsrf|jwt|api-?key|signature",
    re.IGNORECASE,
)
# RFC 9110, 5.6.2.
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
_USERINFO = re.compile(r"(?<=//)[^/\s@<>\"']*@")


def kept(headers: Iterable[tuple[str, str]]) -> Headers:
    """The headers worth keeping, in order, without control characters and passwords in addresses."""
    return tuple(
        (name, _clean(value)) for name, value in headers if _NAME.fullmatch(name) and not _SECRET.search(name)
    )


def joined(headers: Headers, name: str) -> str:
    """All values of a header as one list, as RFC 9110, 5.3 has it; empty where there is none."""
    return ", ".join(value for key, value in headers if key.lower() == name)


def _clean(value: str) -> str:
    return _USERINFO.sub("", _CONTROL.sub(" ", value)).strip()
