-- What few items have: since when a file is gone whose article is still
-- published, and under which heading it was; whether it came with a backfill;
-- the topics that came later.
CREATE TABLE details (
	id         TEXT NOT NULL PRIMARY KEY, -- of the item
	leaving    BIGINT NOT NULL, -- Unix seconds, 0 for not at all
	heading    TEXT NOT NULL, -- of a day page, under which the leaving article was
	backfilled BIGINT NOT NULL, -- 0, 1, or 2 if the window of everything shows it nevertheless
	came       BLOB NOT NULL, -- kinds, names and times in turn, each a length (varint) and UTF-8
	crc        BIGINT NOT NULL
) WITHOUT ROWID;

-- One row: what documents look like, and since when.
CREATE TABLE appearances (
	id         BIGINT NOT NULL PRIMARY KEY, -- 1
	appearance TEXT NOT NULL,
	since      BIGINT NOT NULL, -- Unix seconds
	crc        BIGINT NOT NULL
) WITHOUT ROWID;

-- What is known about feeds, by the path of their page, and about days.
CREATE TABLE feeds (
	feed    TEXT NOT NULL PRIMARY KEY,
	changed BIGINT NOT NULL, -- times are Unix seconds, 0 for unknown
	since   BIGINT NOT NULL,
	oldest  BIGINT NOT NULL,
	crc     BIGINT NOT NULL
) WITHOUT ROWID;
