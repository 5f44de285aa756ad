"""The most memory that this process had, in KB; to be called in a process of a test's own.

Not `ru_maxrss`: that begins with what the process it was forked from had.
"""

from pathlib import Path


def peak() -> int:
    """From proc(5): the high-water mark of resident memory since the program was started."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
