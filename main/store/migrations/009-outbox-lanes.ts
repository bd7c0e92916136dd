/** What is sent next is found, and counted, without looking at all that waits; what was sent is found by when. */
export const outboxLanes = `
-- lane: the city system that takes it, '' while it is given to none. head: the earliest unfinished one of its dossier.
ALTER TABLE outbox ADD COLUMN lane TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN head INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN sent_at INTEGER;

UPDATE outbox SET lane = coalesce((SELECT s.system FROM dossier_systems s WHERE s.dossier_id = outbox.dossier_id), '');
UPDATE outbox SET sent_at = max(created_at, next_attempt_at) WHERE state = 'sent';
UPDATE outbox SET head = 1 WHERE state <> 'sent' AND NOT EXISTS (
  SELECT 1 FROM outbox e WHERE e.dossier_id = outbox.dossier_id AND e.sequence < outbox.sequence AND e.state <> 'sent');

CREATE INDEX outbox_heads ON outbox (lane, created_at, position, next_attempt_at) WHERE head = 1 AND state = 'waiting';
CREATE INDEX outbox_resting ON outbox (next_attempt_at) WHERE state = 'waiting';
CREATE INDEX outbox_line ON outbox (created_at, position) WHERE state <> 'sent';
CREATE INDEX outbox_sent ON outbox (lane, sent_at, position) WHERE state = 'sent';

-- Dossiers, not messages: each has at most one head.
CREATE TABLE outbox_tally (
  only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
  waiting INTEGER NOT NULL,
  refused INTEGER NOT NULL
) STRICT;
INSERT INTO outbox_tally SELECT 1,
  coalesce(sum(state <> 'refused'), 0), coalesce(sum(state = 'refused'), 0) FROM outbox WHERE head = 1;
CREATE TRIGGER outbox_tallied AFTER UPDATE OF head, state ON outbox
WHEN OLD.head <> NEW.head OR (OLD.state = 'refused') <> (NEW.state = 'refused') BEGIN
  UPDATE outbox_tally SET
    waiting = waiting + (NEW.head AND NEW.state <> 'refused') - (OLD.head AND OLD.state <> 'refused'),
    refused = refused + (NEW.head AND NEW.state = 'refused') - (OLD.head AND OLD.state = 'refused');
END;
CREATE TRIGGER outbox_untallied AFTER DELETE ON outbox WHEN OLD.head BEGIN
  UPDATE outbox_tally SET waiting = waiting - (OLD.state <> 'refused'), refused = refused - (OLD.state = 'refused');
END;

CREATE TRIGGER outbox_head_added AFTER INSERT ON outbox BEGIN
  UPDATE outbox SET head = 1 - head WHERE dossier_id = NEW.dossier_id AND head <> (
    state <> 'sent' AND NOT EXISTS (SELECT 1 FROM outbox e
      WHERE e.dossier_id = outbox.dossier_id AND e.sequence < outbox.sequence AND e.state <> 'sent'));
END;
CREATE TRIGGER outbox_head_moved AFTER UPDATE OF state ON outbox
WHEN (OLD.state = 'sent') <> (NEW.state = 'sent') BEGIN
  UPDATE outbox SET head = 1 - head WHERE dossier_id = NEW.dossier_id AND head <> (
    state <> 'sent' AND NOT EXISTS (SELECT 1 FROM outbox e
      WHERE e.dossier_id = outbox.dossier_id AND e.sequence < outbox.sequence AND e.state <> 'sent'));
END;
`;
