-- Requests for feeds: a row for each feed and for each reader of a day. Its key is the
-- date in UTC, "feed" or "reader", and a name: "2026-11-30 feed /topics/moon/feed". The
-- name of those that have no row of their own is empty. All rows of a day are written
-- together.
CREATE TABLE requests (
	key          TEXT NOT NULL PRIMARY KEY,
	requests     BIGINT NOT NULL,
	not_modified BIGINT NOT NULL,
	other        BIGINT NOT NULL, -- answered with neither the feed nor 304
	bytes        BIGINT NOT NULL,
	subscribers  BIGINT NOT NULL,
	crc          BIGINT NOT NULL
) WITHOUT ROWID;
