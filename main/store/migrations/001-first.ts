/** Drafts, dossiers, events, outbox, staff, prints, counters and settings. */
export const first = `
CREATE TABLE staff (
  id TEXT PRIMARY KEY,
  code TEXT NOT NULL UNIQUE COLLATE NOCASE,
  full_name TEXT NOT NULL,
  title TEXT NOT NULL,
  admin INTEGER NOT NULL,
  pin_hash TEXT NOT NULL,
  failed_attempts INTEGER NOT NULL,
  locked_until INTEGER
) STRICT;

CREATE TABLE drafts (
  id TEXT PRIMARY KEY,
  revision INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'accepted', 'discarded')),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  procedure_code TEXT,
  applicant_masked TEXT,
  page_count INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX drafts_open ON drafts (updated_at) WHERE state = 'open';

-- seq grows with accepted_at, so that "newest first" is the order of the table and of its search index.
-- body comes last, so that lists do not read through it.
CREATE TABLE dossiers (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  draft_id TEXT NOT NULL UNIQUE,
  accepted_at INTEGER NOT NULL,
  local_code TEXT NOT NULL UNIQUE,
  city_code TEXT UNIQUE,
  sync TEXT NOT NULL CHECK (sync IN ('waiting', 'sending', 'sent', 'refused')),
  status INTEGER NOT NULL,
  due_at INTEGER,
  applicant_name TEXT NOT NULL,
  procedure_name TEXT NOT NULL,
  search TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE TABLE dossier_count (only_row INTEGER PRIMARY KEY CHECK (only_row = 1), total INTEGER NOT NULL) STRICT;
INSERT INTO dossier_count VALUES (1, 0);
CREATE TRIGGER dossier_counted AFTER INSERT ON dossiers BEGIN
  UPDATE dossier_count SET total = total + 1;
END;
CREATE TRIGGER dossier_uncounted AFTER DELETE ON dossiers BEGIN
  UPDATE dossier_count SET total = total - 1;
END;
CREATE VIRTUAL TABLE dossier_search USING fts5(
  words, content='', contentless_delete=1, detail=none, prefix='1 2 3 4 5 6', tokenize="unicode61 remove_diacritics 2"
);

CREATE TABLE local_numbers (
  counter_id TEXT NOT NULL,
  day TEXT NOT NULL,
  last INTEGER NOT NULL,
  PRIMARY KEY (counter_id, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE events (
  sequence INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  type TEXT NOT NULL,
  subject TEXT NOT NULL,
  payload TEXT NOT NULL,
  hmac TEXT NOT NULL
) STRICT;
CREATE INDEX events_subject ON events (subject, sequence);
CREATE TRIGGER events_never_change BEFORE UPDATE ON events BEGIN
  SELECT RAISE(ABORT, 'events are append-only');
END;
CREATE TRIGGER events_never_go BEFORE DELETE ON events BEGIN
  SELECT RAISE(ABORT, 'events are append-only');
END;
CREATE TABLE event_head (
  only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
  sequence INTEGER NOT NULL,
  hmac TEXT NOT NULL,
  seal TEXT NOT NULL
) STRICT;

CREATE TABLE outbox (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  dossier_id TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('dossier', 'progress')),
  state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'refused')),
  attempts INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  next_attempt_at INTEGER NOT NULL,
  last_error TEXT,
  payload TEXT NOT NULL,
  UNIQUE (dossier_id, sequence)
) STRICT;
CREATE INDEX outbox_unfinished ON outbox (state, created_at, position) WHERE state <> 'sent';

CREATE TABLE prints (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  dossier_id TEXT NOT NULL,
  paper TEXT NOT NULL CHECK (paper IN ('form01', 'slip')),
  state TEXT NOT NULL CHECK (state IN ('started', 'confirmed', 'failed', 'unknown')),
  at INTEGER NOT NULL,
  reprint_reason TEXT
) STRICT;
CREATE INDEX prints_dossier ON prints (dossier_id, paper);

CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
`;
