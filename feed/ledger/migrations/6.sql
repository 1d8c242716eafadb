-- What adoptions of another feed changed, so that they can be taken back. authority
-- in meta may now have three lines: the authority, the base URL with which the ids
-- of feeds begin, and whether ids are provisional or permanent. backfilled in
-- details has 4 more if the item is adopted. heading in details is the file of an item
-- that is removed, if its page does not follow from the file.
CREATE TABLE adoptions (
	number   INTEGER PRIMARY KEY,
	adoption BIGINT NOT NULL, -- to which it belongs
	kind     BIGINT NOT NULL, -- 1 a story took over the id, 2 the id is reserved, 3 it was reserved until then
	item     TEXT NOT NULL,
	path     TEXT NOT NULL, -- of the page of a reserved id
	was      TEXT NOT NULL, -- the id of the story before
	times    BLOB NOT NULL, -- 8 bytes each, big endian: Unix seconds of published and updated, then of first seen, published and updated before; 1 if it was adopted before
	crc      BIGINT NOT NULL
);
