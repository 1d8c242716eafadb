-- Marks the database as a ledger: "Date" in ASCII.
PRAGMA application_id = 1147237477;

-- What was read of each file. id is made of the path, so that the table needs
-- no second tree for an index. INTEGER, not BIGINT: only that is SQLite's row
-- number. Not WITHOUT ROWID: such rows spill when they exceed a quarter page.
CREATE TABLE files (
	id    INTEGER PRIMARY KEY,
	path  TEXT NOT NULL,
	kind  BIGINT NOT NULL, -- 1 article, 2 day, 3 image
	size  BIGINT NOT NULL,
	mtime BIGINT NOT NULL, -- Unix nanoseconds
	inode BIGINT NOT NULL,
	body  BLOB NOT NULL,
	crc   BIGINT NOT NULL
);

CREATE TABLE items (
	id         TEXT NOT NULL PRIMARY KEY,
	path       TEXT NOT NULL,
	first_seen BIGINT NOT NULL, -- times are Unix seconds, 0 for none
	published  BIGINT NOT NULL,
	updated    BIGINT NOT NULL,
	removed    BIGINT NOT NULL,
	prints     BLOB NOT NULL, -- 8 bytes each, big endian
	kept       BLOB NOT NULL, -- each a length (varint) and UTF-8
	crc        BIGINT NOT NULL
) WITHOUT ROWID;

-- An empty present_page is a move that was taken back. The row stays: it
-- overrules what an older backup says.
CREATE TABLE moves (
	former_page  TEXT NOT NULL PRIMARY KEY,
	present_page TEXT NOT NULL,
	crc          BIGINT NOT NULL
) WITHOUT ROWID;

CREATE TABLE topics (
	slug TEXT NOT NULL PRIMARY KEY,
	name TEXT NOT NULL,
	crc  BIGINT NOT NULL
) WITHOUT ROWID;

CREATE TABLE mounts (
	mount TEXT NOT NULL PRIMARY KEY,
	crc   BIGINT NOT NULL
) WITHOUT ROWID;

-- One row. A total is the number of rows of a table, times 2^32, plus the sum
-- of their crc: a row that is lost without a trace is missed.
CREATE TABLE meta (
	id           BIGINT NOT NULL PRIMARY KEY, -- 1
	clock        BIGINT NOT NULL,
	authority    TEXT NOT NULL,
	parser       TEXT NOT NULL,
	items_total  BIGINT NOT NULL,
	moves_total  BIGINT NOT NULL,
	topics_total BIGINT NOT NULL,
	mounts_total BIGINT NOT NULL,
	crc          BIGINT NOT NULL
) WITHOUT ROWID;
