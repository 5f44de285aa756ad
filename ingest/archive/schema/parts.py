"""What all steps of the schema are made of: rules for values, and how a script is run."""

import sqlite3

SHA256 = "length({0}) = 64 AND {0} NOT GLOB '*[^0-9a-f]*'"
ID = "length({0}) = 16 AND {0} NOT GLOB '*[^a-z2-7]*'"
BOOL = "{0} IN (0, 1)"
INSTANT = "{0} GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T*'"
DAY = "{0} GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'"
RANGE = "(start IS NULL) = (end IS NULL) AND start >= 0 AND start <= end"


def statements(script: str) -> list[str]:
    """The script's statements; a trigger's end at its END."""
    statements, current = [], ""
    for line in script.splitlines(keepends=True):
        current += line
        if sqlite3.complete_statement(current):
            statements.append(current.strip())
            current = ""
    return [statement for statement in statements if statement]
