-- What subscribers were told of changes; the newest are kept. With a row number
-- like files, and for the same reasons.
CREATE TABLE notices (
	number INTEGER PRIMARY KEY,
	time   BIGINT NOT NULL, -- Unix seconds
	kind   BIGINT NOT NULL, -- 1 corrected, 2 moved, 3 removed
	item   TEXT NOT NULL,
	path   TEXT NOT NULL,
	title  TEXT NOT NULL,
	said   BLOB NOT NULL, -- former path, former title, text before, text after; packed as kept in items
	topics BLOB NOT NULL, -- slugs, likewise
	crc    BIGINT NOT NULL
);
