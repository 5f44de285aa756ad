"""Ends what computes for too long, so that one page cannot hold up a batch.

Owns the timer signal while something is computed, and gives it back. Counts this process's seconds
of computing (`ITIMER_PROF`, setitimer(2)) rather than those on the wall: what is read of a page must
not depend on what else the machine does, and what only waits for a program of its own, as the reader
of PDF does, has that program's limits. Python looks at signals between two of its own steps and
inside regular expressions; that nothing else in C takes long is for the limits of the input to see to.
"""

import inspect
import signal
from collections.abc import Callable
from types import FrameType
from typing import TypeVar

from ..errors import SourceError

T = TypeVar("T")

# Large articles take some hundredths of a second.
SECONDS = 10.0
# After so many more, again: an exception that is raised inside a destructor comes to nothing.
_AGAIN = 0.5


class _Overdue(BaseException):
    """No `Exception`, which libraries catch and go on."""


def limited(source: str, compute: Callable[[], T], seconds: float = SECONDS) -> T:
    """What a computation gives, if it does so in time. Only for a process's main thread, on POSIX.

    Args:
        source: the input's name, for the error.
        compute: what is to be computed; it may be left at any point.
        seconds: of computing, all threads of this process together.

    Raises:
        SourceError: if it takes longer.
        ValueError: in another thread, where no signal can end it.
    """
    here = inspect.currentframe()

    def end(number: int, frame: FrameType | None) -> None:
        # Only below this call: never while it tidies up, nor what comes after it.
        while frame is not None and frame.f_back is not here:
            frame = frame.f_back
        if frame is not None:
            raise _Overdue

    before = signal.signal(signal.SIGPROF, end)
    try:
        signal.setitimer(signal.ITIMER_PROF, seconds, _AGAIN)
        return compute()
    except _Overdue:
        said = f"reading it takes more than {seconds:g} seconds, which no article does; nothing was added"
        raise SourceError(source, f"{said}; save the article alone, or leave it out") from None
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
