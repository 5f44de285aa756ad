"""A command as a person sees it: on a terminal of 40 lines and 100 columns."""

import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
from collections.abc import Sequence


def shown(command: Sequence[str]) -> tuple[str, int]:
    """All that a command writes to a terminal, and its exit code."""
    main, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
    with subprocess.Popen(command, stdout=terminal, stderr=terminal) as process:
        os.close(terminal)
        written = b""
        while select.select([main], [], [], 60)[0]:
            try:
                written += os.read(main, 65536)
            except OSError:
                break
        process.wait(60)
    os.close(main)
    return written.decode(), process.returncode
