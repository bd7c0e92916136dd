/** What is remembered of each city system: who took a dossier, how far an upload has come, what the city has told. */
export const cityMemory = `
-- Written before anything of a dossier leaves. system '' = sent before systems had names. reserved_code: a code that the
-- system gave for it before it was created there.
CREATE TABLE dossier_systems (
  dossier_id TEXT PRIMARY KEY,
  system TEXT NOT NULL,
  reserved_code TEXT,
  assigned_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO dossier_systems
  SELECT dossier_id, '', NULL, min(created_at) FROM outbox WHERE attempts > 0 OR state <> 'waiting' GROUP BY dossier_id;

-- Resumable uploads that are not finished.
CREATE TABLE city_uploads (
  system TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  url TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  PRIMARY KEY (system, sha256)
) STRICT, WITHOUT ROWID;

-- How far the changes of a system have been read.
CREATE TABLE city_cursors (
  system TEXT PRIMARY KEY,
  cursor TEXT NOT NULL,
  etag TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE city_changes (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  system TEXT NOT NULL,
  id TEXT NOT NULL,
  dossier_id TEXT,
  kind TEXT NOT NULL,
  at INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  body TEXT NOT NULL,
  UNIQUE (system, id)
) STRICT;
CREATE INDEX city_changes_dossier ON city_changes (dossier_id, position);

-- Catalogues and calendars as they were signed.
CREATE TABLE city_bundles (
  kind TEXT NOT NULL,
  version INTEGER NOT NULL,
  effective_from TEXT NOT NULL,
  content TEXT NOT NULL,
  signature TEXT NOT NULL,
  received_at INTEGER NOT NULL,
  PRIMARY KEY (kind, version)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER dossier_city_memory_gone AFTER DELETE ON dossiers BEGIN
  DELETE FROM dossier_systems WHERE dossier_id = OLD.id;
  DELETE FROM city_changes WHERE dossier_id = OLD.id;
END;
`;
