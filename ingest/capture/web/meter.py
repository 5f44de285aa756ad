"""The one place through which every byte of an answer passes, and where bytes and time are counted.

What no library below bounds, ends here: headers, chunk sizes and trailers without end, answers
that drip. Reads no clock of its own.
"""

import io
import socket
from collections.abc import Callable

from .failures import RefusalError

# As much as Chromium takes of headers, interim answers included.
_HEADER_BYTES = 256 * 1024


class Allowance:
    """The bytes and seconds that one exchange may still use.

    Args:
        clock: monotonic seconds.
        until: when it must be over, by that clock.
        silence: seconds that may pass without a byte.
    """

    def __init__(self, clock: Callable[[], float], until: float, silence: float) -> None:
        self._clock = clock
        self._until = until
        self._silence = silence
        self._bytes = _HEADER_BYTES
        self._excess = RefusalError(f"its headers have more than {_HEADER_BYTES // 1024} KB; it cannot be read")

    def seconds(self, most: float | None = None) -> float:
        """How long the next step may take: at most the given time, or what may pass in silence.

        Raises:
            RefusalError: if time is up.
        """
        left = self._until - self._clock()
        if left <= 0:
            raise RefusalError(
                "it was not all there in time; nothing was kept, try again later", temporary=True
            )
        return min(left, self._silence if most is None else most)

    def spend(self, count: int) -> None:
        """Count bytes that came.

        Raises:
            RefusalError: if they are too many.
        """
        self._bytes -= count
        if self._bytes < 0:
            raise self._excess

    def renew(self, count: int, excess: RefusalError) -> None:
        """From here on, so many bytes may come, and this is raised when there are more."""
        self._bytes, self._excess = count, excess


class Meter(io.RawIOBase):
    """What a socket brings, as far as the allowance goes."""

    def __init__(self, connection: socket.socket, raw: io.RawIOBase, allowance: Allowance) -> None:
        super().__init__()
        self._connection = connection
        self._raw = raw
        self._allowance = allowance

    def readable(self) -> bool:
        """It is there for nothing else."""
        return True

    def readinto(self, buffer: "memoryview") -> int | None:  # type: ignore[override]
        """The next bytes; the socket waits no longer for them than time is left."""
        self._connection.settimeout(self._allowance.seconds())
        count = self._raw.readinto(buffer)
        self._allowance.spend(count or 0)
        return count

    def close(self) -> None:
        """Let go of the socket."""
        self._raw.close()
        super().close()
