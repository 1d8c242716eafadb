-- files.all
SELECT id, path, kind, size, ctime, inode, body, crc FROM files ORDER BY id
-- files.put
INSERT INTO files (id, path, kind, size, ctime, inode, body, crc) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (id) DO UPDATE SET path = excluded.path, kind = excluded.kind, size = excluded.size, ctime = excluded.ctime,
	inode = excluded.inode, body = excluded.body, crc = excluded.crc
-- files.drop
DELETE FROM files WHERE id = $1
-- items.all
SELECT id, path, first_seen, published, updated, removed, prints, kept, crc FROM items ORDER BY id
-- items.crc
SELECT crc FROM items WHERE id = $1
-- items.put
INSERT INTO items (id, path, first_seen, published, updated, removed, prints, kept, crc) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (id) DO UPDATE SET path = excluded.path, first_seen = excluded.first_seen, published = excluded.published,
	updated = excluded.updated, removed = excluded.removed, prints = excluded.prints, kept = excluded.kept, crc = excluded.crc
-- items.drop
DELETE FROM items WHERE id = $1
-- details.all
SELECT id, leaving, heading, backfilled, came, crc FROM details ORDER BY id
-- details.put
INSERT INTO details (id, leaving, heading, backfilled, came, crc) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (id) DO UPDATE SET leaving = excluded.leaving, heading = excluded.heading, backfilled = excluded.backfilled, came = excluded.came, crc = excluded.crc
-- details.drop
DELETE FROM details WHERE id = $1
-- feeds.all
SELECT feed, changed, since, oldest, crc FROM feeds ORDER BY feed
-- feeds.put
INSERT INTO feeds (feed, changed, since, oldest, crc) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (feed) DO UPDATE SET changed = excluded.changed, since = excluded.since, oldest = excluded.oldest, crc = excluded.crc
-- feeds.drop
DELETE FROM feeds WHERE feed = $1
-- conditions.all
SELECT id, zone, base, aliases, accepted, crc FROM conditions ORDER BY id
-- conditions.put
INSERT INTO conditions (id, zone, base, aliases, accepted, crc) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (id) DO UPDATE SET zone = excluded.zone, base = excluded.base, aliases = excluded.aliases, accepted = excluded.accepted, crc = excluded.crc
-- adoptions.all
SELECT number, adoption, kind, item, path, was, times, crc FROM adoptions ORDER BY number
-- adoptions.put
INSERT INTO adoptions (number, adoption, kind, item, path, was, times, crc) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (number) DO UPDATE SET adoption = excluded.adoption, kind = excluded.kind, item = excluded.item, path = excluded.path,
	was = excluded.was, times = excluded.times, crc = excluded.crc
-- adoptions.drop
DELETE FROM adoptions WHERE number = $1
-- appearances.all
SELECT id, appearance, since, crc FROM appearances ORDER BY id
-- appearances.put
INSERT INTO appearances (id, appearance, since, crc) VALUES ($1, $2, $3, $4)
ON CONFLICT (id) DO UPDATE SET appearance = excluded.appearance, since = excluded.since, crc = excluded.crc
-- moves.all
SELECT former_page, present_page, crc FROM moves ORDER BY former_page
-- moves.crc
SELECT crc FROM moves WHERE former_page = $1
-- moves.put
INSERT INTO moves (former_page, present_page, crc) VALUES ($1, $2, $3)
ON CONFLICT (former_page) DO UPDATE SET present_page = excluded.present_page, crc = excluded.crc
-- topics.all
SELECT slug, name, crc FROM topics ORDER BY slug
-- topics.crc
SELECT crc FROM topics WHERE slug = $1
-- topics.put
INSERT INTO topics (slug, name, crc) VALUES ($1, $2, $3)
ON CONFLICT (slug) DO UPDATE SET name = excluded.name, crc = excluded.crc
-- topics.drop
DELETE FROM topics WHERE slug = $1
-- mounts.all
SELECT mount, crc FROM mounts ORDER BY mount
-- mounts.crc
SELECT crc FROM mounts WHERE mount = $1
-- mounts.put
INSERT INTO mounts (mount, crc) VALUES ($1, $2)
ON CONFLICT (mount) DO UPDATE SET crc = excluded.crc
-- notices.all
SELECT number, time, kind, item, path, title, said, topics, crc FROM notices ORDER BY number
-- notices.put
INSERT INTO notices (number, time, kind, item, path, title, said, topics, crc) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (number) DO UPDATE SET time = excluded.time, kind = excluded.kind, item = excluded.item, path = excluded.path,
	title = excluded.title, said = excluded.said, topics = excluded.topics, crc = excluded.crc
-- notices.drop
DELETE FROM notices WHERE number = $1
-- notices.prune
DELETE FROM notices WHERE number <= (SELECT number FROM notices ORDER BY number DESC LIMIT 1 OFFSET $1)
-- requests.all
SELECT key, requests, not_modified, other, bytes, subscribers, crc FROM requests ORDER BY key
-- requests.put
INSERT INTO requests (key, requests, not_modified, other, bytes, subscribers, crc) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (key) DO UPDATE SET requests = excluded.requests, not_modified = excluded.not_modified, other = excluded.other,
	bytes = excluded.bytes, subscribers = excluded.subscribers, crc = excluded.crc
-- requests.drop
DELETE FROM requests WHERE key >= $1 || ' ' AND key < $1 || '!'
-- requests.prune
DELETE FROM requests WHERE key < (SELECT min(date) FROM (SELECT DISTINCT substr(key, 1, 10) AS date FROM requests ORDER BY date DESC LIMIT $1) AS kept)
-- meta.all
SELECT id, clock, authority, parser, items_total, moves_total, topics_total, mounts_total, crc FROM meta ORDER BY id
-- meta.put
INSERT INTO meta (id, clock, authority, parser, items_total, moves_total, topics_total, mounts_total, crc)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (id) DO UPDATE SET clock = excluded.clock, authority = excluded.authority, parser = excluded.parser, items_total = excluded.items_total,
	moves_total = excluded.moves_total, topics_total = excluded.topics_total, mounts_total = excluded.mounts_total, crc = excluded.crc
