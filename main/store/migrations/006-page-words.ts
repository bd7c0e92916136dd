/**
 * The words of pages, found from the dossiers: which page lies in which dossier, what waits to be read, and the index.
 * What a dossier's pages say goes with the dossier.
 */
export const pageWords = `
-- What was read before has no words beside it: it is read again.
DELETE FROM page_texts;
ALTER TABLE page_texts ADD COLUMN plain TEXT NOT NULL DEFAULT '';
ALTER TABLE page_texts ADD COLUMN folded TEXT NOT NULL DEFAULT '';

-- Pages whose words are wanted, also after a new start. 'failed' ones were tried often enough.
CREATE TABLE page_readings (
  image_blob TEXT NOT NULL,
  dpi REAL NOT NULL,
  pdf_blob TEXT,
  page_index INTEGER,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'failed')),
  attempts INTEGER NOT NULL,
  wanted_at INTEGER NOT NULL,
  next_at INTEGER NOT NULL,
  PRIMARY KEY (image_blob, dpi)
) STRICT;
CREATE INDEX page_readings_due ON page_readings (next_at, wanted_at) WHERE state = 'waiting';

-- place counts through the dossier from 0, number through its component from 1.
CREATE TABLE dossier_pages (
  dossier_id TEXT NOT NULL,
  place INTEGER NOT NULL,
  component_id TEXT NOT NULL,
  number INTEGER NOT NULL,
  page_id TEXT NOT NULL,
  image_blob TEXT NOT NULL,
  PRIMARY KEY (dossier_id, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX dossier_pages_image ON dossier_pages (image_blob);

-- rowid = seq of the dossier * 2048 + 2047 - place, so that "newest first" is its order, and the first page of a dossier
-- comes before the others.
CREATE VIRTUAL TABLE page_search USING fts5(
  words, content='', contentless_delete=1, detail=none, prefix='2 3', tokenize="unicode61 remove_diacritics 2"
);

-- Sealed texts that no row names any more; their files are still to be removed.
CREATE TABLE left_texts (text_blob TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

INSERT INTO dossier_pages
  SELECT d.id, row_number() OVER (PARTITION BY d.id ORDER BY c.key, p.key) - 1,
    c.value ->> '$.componentId', p.key + 1, p.value ->> '$.id', p.value ->> '$.imageBlob'
  FROM dossiers d, json_each(d.body, '$.components') c, json_each(c.value, '$.pages') p;
INSERT OR IGNORE INTO page_readings
  SELECT p.value ->> '$.imageBlob', p.value ->> '$.dpi', NULL, NULL, 'waiting', 0, d.accepted_at, 0
  FROM dossiers d, json_each(d.body, '$.components') c, json_each(c.value, '$.pages') p;
INSERT OR IGNORE INTO page_readings
  SELECT p.value ->> '$.imageBlob', p.value ->> '$.dpi', NULL, NULL, 'waiting', 0, d.updated_at, 0
  FROM drafts d, json_each(d.body, '$.components') c, json_each(c.value, '$.pages') p WHERE d.state = 'open';

CREATE TRIGGER dossier_words_gone AFTER DELETE ON dossiers BEGIN
  DELETE FROM dossier_search WHERE rowid = OLD.seq;
  DELETE FROM page_search WHERE rowid >= OLD.seq * 2048 AND rowid < (OLD.seq + 1) * 2048;
  DELETE FROM dossier_pages WHERE dossier_id = OLD.id;
END;
CREATE TRIGGER page_words_gone AFTER DELETE ON dossier_pages
WHEN NOT EXISTS (SELECT 1 FROM dossier_pages WHERE image_blob = OLD.image_blob) BEGIN
  DELETE FROM page_texts WHERE image_blob = OLD.image_blob;
  DELETE FROM page_readings WHERE image_blob = OLD.image_blob;
END;
CREATE TRIGGER page_text_left AFTER DELETE ON page_texts
WHEN NOT EXISTS (SELECT 1 FROM page_texts WHERE text_blob = OLD.text_blob) BEGIN
  INSERT OR IGNORE INTO left_texts VALUES (OLD.text_blob);
END;
`;
