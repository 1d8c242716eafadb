-- A file is known by when anything about it changed last: the time of
-- modification can be put back. Where both are the same, as after most writes,
-- what was kept still holds; other files are read again once.
ALTER TABLE files RENAME COLUMN mtime TO ctime;
