"""Every table and column is described to researchers, and nothing else is."""

import yaml

from ingest.archive import files
from ingest.resources import metadata


def _described():
    words = yaml.safe_load((metadata() / "datasette" / "metadata.yaml").read_text("utf-8"))
    return words["databases"]["archive"]


def _schema(tmp_path):
    with files.writable(tmp_path / "new.db") as database:
        names = [
            row[0]
            for row in database.execute(
                "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%'"
            )
        ]
        return {
            name: [row[0] for row in database.execute("SELECT name FROM pragma_table_info(?)", [name])]
            for name in names
        }


def test_tables_and_columns_are_described(tmp_path):
    tables, schema = _described()["tables"], _schema(tmp_path)
    assert set(tables) == set(schema)
    for name, columns in schema.items():
        table = tables[name]
        if table.get("hidden") and "columns" not in table:
            continue
        assert table["description"].strip(), name
        assert list(table["columns"]) == columns, name
        assert all(words.strip() for words in table["columns"].values()), name


def test_only_internal_tables_go_without_words(tmp_path):
    silent = {name for name, table in _described()["tables"].items() if "columns" not in table}
    assert silent == {"search_data", "search_idx", "search_docsize", "search_config", "_sqlite_migrations"}


def test_what_the_words_refer_to_is_there(tmp_path):
    tables, schema = _described()["tables"], _schema(tmp_path)
    for name, table in tables.items():
        named = [
            *table.get("facets", []),
            *(table[key] for key in ("sort", "sort_desc", "label_column") if key in table),
        ]
        assert set(named) <= set(schema[name]), name
    assert tables["articles"]["fts_table"] in schema
    assert tables["articles"]["fts_pk"] in schema["articles"]


def test_queries_run(tmp_path):
    with files.writable(tmp_path / "new.db") as database:
        for query in _described()["queries"].values():
            assert database.conn.execute(query["sql"], {"outlet": "Reuters", "article": "a"}).fetchall() == []
            assert query["title"]
            assert query["description"]
