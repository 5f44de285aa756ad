"""Records to and from the SQLite file. All SQL of the project stands in this room."""
