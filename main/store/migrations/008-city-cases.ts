/** Who sees to what the city did not take, what was sent in its place, and codes that a dossier had before. */
export const cityCases = `
CREATE TABLE city_cases (
  dossier_id TEXT PRIMARY KEY,
  owner TEXT NOT NULL,
  taken_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- A message that was refused and is sent no more: another one stands in its place in the outbox.
CREATE TABLE outbox_replaced (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  dossier_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  last_error TEXT,
  replaced_by TEXT NOT NULL,
  replaced_at INTEGER NOT NULL
) STRICT;
CREATE INDEX outbox_replaced_dossier ON outbox_replaced (dossier_id, position);

-- Codes that the city gave before the one that it uses now.
CREATE TABLE old_city_codes (
  code TEXT PRIMARY KEY,
  dossier_id TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX city_changes_received ON city_changes (received_at, position);

CREATE TRIGGER dossier_city_cases_gone AFTER DELETE ON dossiers BEGIN
  DELETE FROM city_cases WHERE dossier_id = OLD.id;
  DELETE FROM outbox_replaced WHERE dossier_id = OLD.id;
  DELETE FROM old_city_codes WHERE dossier_id = OLD.id;
END;
`;
