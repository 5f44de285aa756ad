"""The views on cross-posts, and what makes them fast to page through: part of schema 4.

Counting and paging need only an index: everything that is looked up for a row is looked up for those
rows that are shown. So that works can be sorted by day, each keeps its last one, and how many articles
carry it; triggers keep both in step, whoever writes.
"""

# An article that was found to be another one, or is said to be, is no member of its own.
_COUNTS = "NOT EXISTS (SELECT 1 FROM resolutions WHERE stub = {0})"
_LAST = f"""(
    SELECT published_earliest FROM articles
    WHERE work = works.id AND published_earliest IS NOT NULL AND {_COUNTS.format("articles.id")}
    ORDER BY published_earliest DESC LIMIT 1)"""
_FIRST = _LAST.replace("DESC ", "")


def _recount(change: str, work: str, article: str) -> str:
    """The statement by which a work gains or loses an article."""
    return (
        f"UPDATE works SET members = members {change}, last = {_LAST}\n"
        f"    WHERE id = {work} AND {_COUNTS.format(article)};"
    )


_WORK_OF = "(SELECT work FROM articles WHERE id = {0})"

COUNTED = f"""
ALTER TABLE works ADD COLUMN members INTEGER NOT NULL DEFAULT 0 CHECK (members >= 0);
ALTER TABLE works ADD COLUMN last TEXT;

DROP INDEX articles_by_work;
CREATE INDEX articles_by_work ON articles (work, published_earliest);
CREATE INDEX articles_at_hand ON articles (outlet) WHERE NOT stub;
UPDATE works SET members = (SELECT count(*) FROM articles WHERE work = works.id), last = {_LAST};
CREATE INDEX works_by_last ON works (last DESC, id) WHERE members > 1;

CREATE TRIGGER works_gain AFTER INSERT ON articles BEGIN
  {_recount("+ 1", "new.work", "new.id")}
END;
CREATE TRIGGER works_lose AFTER DELETE ON articles BEGIN
  {_recount("- 1", "old.work", "old.id")}
END;
CREATE TRIGGER works_swap AFTER UPDATE OF work ON articles WHEN old.work <> new.work BEGIN
  {_recount("- 1", "old.work", "old.id")}
  {_recount("+ 1", "new.work", "new.id")}
END;
CREATE TRIGGER works_date AFTER UPDATE OF published_earliest ON articles
  WHEN old.published_earliest IS NOT new.published_earliest BEGIN
  UPDATE works SET last = {_LAST} WHERE id = new.work;
END;
-- A resolution that comes or goes takes the stub out of its work's count, or puts it back.
CREATE TRIGGER works_resolve AFTER INSERT ON resolutions BEGIN
  UPDATE works SET members = members - 1, last = {_LAST} WHERE id = {_WORK_OF.format("new.stub")};
END;
CREATE TRIGGER works_unresolve AFTER DELETE ON resolutions BEGIN
  UPDATE works SET members = members + 1, last = {_LAST} WHERE id = {_WORK_OF.format("old.stub")};
END;
"""

# Rows that lead from a copy up to where its text is from.
UPWARDS = (
    "{0}directed AND {0}status <> 'rejected'"
    " AND {0}kind IN ('republication', 'adaptation', 'excerpt', 'translation')"
)
# Longer chains are cut off, and so are those of pages that name hundreds of sources.
_STEPS, _LOOKS = 16, 200
# Ids have letters and digits alone, so that paths of them are written as JSON by hand: functions that
# change JSON are not allowed in a schema that is not trusted.
_SOURCE = 'coalesce((SELECT article FROM resolutions WHERE stub = {0}."to"), {0}."to")'

# The original is the member that others have their text from and that has it from nobody; of several the
# one with the smallest id.
_ORIGINAL = f"""(
      SELECT min({_SOURCE.format("link")}) FROM articles AS copy
        CROSS JOIN relations AS link ON link."from" = copy.id
      WHERE copy.work = works.id AND {UPWARDS.format("link.")}
        AND EXISTS (SELECT 1 FROM articles AS source
          WHERE source.id = {_SOURCE.format("link")} AND source.work = works.id)
        AND NOT EXISTS (SELECT 1 FROM relations AS further
          WHERE further."from" = {_SOURCE.format("link")} AND {UPWARDS.format("further.")}))"""

VIEWS = f"""
CREATE INDEX relations_upwards ON relations ("from", id, kind, status) WHERE {UPWARDS.format("")};

CREATE VIEW clusters AS
  SELECT works.id AS work,
    coalesce(
      (SELECT title FROM articles WHERE id = {_ORIGINAL}),
      (SELECT title FROM articles WHERE id = works.id),
      (SELECT min(title) FROM articles WHERE work = works.id)) AS title,
    works.members AS members,
    (SELECT group_concat(outlet, '; ') FROM (SELECT DISTINCT outlet FROM articles
      WHERE work = works.id AND outlet IS NOT NULL ORDER BY outlet LIMIT 20)) AS outlets,
    {_ORIGINAL} AS original,
    {_FIRST} AS first,
    works.last AS last
  FROM works
  WHERE works.members > 1;

CREATE VIEW chains AS
  SELECT direct."from" AS article,
    (SELECT title FROM articles WHERE id = direct."from") AS title,
    direct.kind AS kind,
    {_SOURCE.format("direct")} AS source,
    (SELECT title FROM articles WHERE id = {_SOURCE.format("direct")}) AS source_title,
    direct.status AS status,
    (SELECT stub FROM resolutions WHERE stub = direct."to") AS through,
    (WITH RECURSIVE up (at, steps, path) AS (
      SELECT {_SOURCE.format("direct")}, 1, '["' || direct."from" || '","' || {_SOURCE.format("direct")}
      UNION ALL
      SELECT {_SOURCE.format("link")}, steps + 1, path || '","' || {_SOURCE.format("link")}
      FROM up CROSS JOIN relations AS link ON link."from" = up.at
      WHERE steps < {_STEPS} AND {UPWARDS.format("link.")} AND instr(path, {_SOURCE.format("link")}) = 0
      LIMIT {_LOOKS})
    SELECT path || '"]' FROM up ORDER BY steps DESC, path LIMIT 1) AS chain
  FROM relations AS direct
  WHERE {UPWARDS.format("direct.")};
"""
