/** Papers with a number, and what became of each. `content` is what they say, as JSON. */
export const printJobs = `
CREATE TABLE print_jobs (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('ticket', 'slip')),
  series TEXT NOT NULL,
  number INTEGER NOT NULL CHECK (number > 0),
  label TEXT NOT NULL,
  printer_id TEXT,
  state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'confirmed', 'failed', 'unknown', 'came-out', 'did-not')),
  attempts INTEGER NOT NULL,
  reason TEXT,
  mark TEXT,
  created_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  content TEXT NOT NULL,
  UNIQUE (series, number)
) STRICT;
CREATE INDEX print_jobs_open ON print_jobs (state, changed_at) WHERE state IN ('queued', 'sending', 'unknown', 'failed', 'did-not');
`;
