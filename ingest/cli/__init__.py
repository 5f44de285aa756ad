"""The command line: arguments to calls. The only room that prints, exits or reads the clock.

Exit 0: done. 1: done, with failures or findings, each named. 2: could not run.
"""

from .main import main

__all__ = ["main"]
