-- One row: what the present addresses and times of items depend on.
CREATE TABLE conditions (
	id       BIGINT NOT NULL PRIMARY KEY, -- 1
	zone     TEXT NOT NULL, -- IANA name, empty for unknown
	base     TEXT NOT NULL, -- URL, empty for unknown
	aliases  TEXT NOT NULL, -- of topics, as a query: name=replacement&...
	accepted BIGINT NOT NULL, -- when removals were last accepted, in Unix seconds; 0 for never
	crc      BIGINT NOT NULL
) WITHOUT ROWID;
