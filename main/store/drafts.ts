import type { Draft } from '../domain/dossier.ts';
import type { Person } from '../domain/person.ts';
import { jsonOf, numberOf, textOf, textOrNull } from './columns.ts';
import type { Database } from './database.ts';
import { forgetWords } from './forget-words.ts';
import type { Store } from './ports.ts';

type DraftState = 'open' | 'accepted' | 'discarded';

export function draftTable(database: Database): Store['drafts'] {
  return {
    insert(draft) {
      database.run(
        `INSERT INTO drafts (id, revision, state, created_at, updated_at, procedure_code, applicant_masked, page_count, body)
         VALUES (?, ?, 'open', ?, ?, ?, ?, ?, ?)`,
        draft.id,
        draft.revision,
        draft.createdAt,
        draft.updatedAt,
        draft.procedureCode,
        maskedName(draft.people.applicant),
        pageCount(draft),
        JSON.stringify(draft),
      );
    },

    get(id) {
      const row = database.get('SELECT state, body FROM drafts WHERE id = ?', id);
      return row ? { draft: jsonOf<Draft>(row, 'body'), state: textOf(row, 'state') as DraftState } : null;
    },

    update(draft) {
      const changed = database.run(
        `UPDATE drafts SET revision = ?, updated_at = ?, procedure_code = ?, applicant_masked = ?, page_count = ?, body = ?
         WHERE id = ? AND state = 'open' AND revision = ?`,
        draft.revision,
        draft.updatedAt,
        draft.procedureCode,
        maskedName(draft.people.applicant),
        pageCount(draft),
        JSON.stringify(draft),
        draft.id,
        draft.revision - 1,
      );
      return changed === 1;
    },

    close(id, state) {
      const row = database.get(`SELECT body FROM drafts WHERE id = ? AND state = 'open'`, id);
      if (!row) return;
      const draft = jsonOf<Draft>(row, 'body');
      database.immediate(() => {
        database.run(
          `UPDATE drafts SET state = ?, applicant_masked = NULL, page_count = 0, body = ? WHERE id = ?`,
          state,
          JSON.stringify(wiped(draft)),
          id,
        );
        forgetWords(database, draft);
      });
    },

    open() {
      return database
        .all(
          `SELECT id, created_at, updated_at, procedure_code, applicant_masked, page_count
           FROM drafts WHERE state = 'open' ORDER BY updated_at DESC`,
        )
        .map((row) => ({
          id: textOf(row, 'id'),
          createdAt: numberOf(row, 'created_at'),
          updatedAt: numberOf(row, 'updated_at'),
          applicantMasked: textOrNull(row, 'applicant_masked'),
          procedureCode: textOrNull(row, 'procedure_code'),
          procedureName: null,
          pageCount: numberOf(row, 'page_count'),
        }));
    },
  };
}

function pageCount(draft: Draft): number {
  return draft.components.reduce((sum, component) => sum + component.pages.length, 0);
}

/** "Nguyễn Văn An" → "N. V. An"; null when there is no name. */
export function maskedName(person: Person | null): string | null {
  const words = (person?.fullName ?? '').split(/\s+/u).filter((word) => word !== '');
  const last = words.pop();
  if (last === undefined) return null;
  return [...words.map((word) => `${[...word][0] ?? ''}.`), last].join(' ');
}

/** What may stay of a draft that is closed: nothing that tells of a person. */
function wiped(draft: Draft): Draft {
  return {
    ...draft,
    people: { applicant: null, owner: null, authorised: null, helper: null },
    components: [],
    delivery: { method: 'counter', address: '' },
    exemption: null,
    feeQuantities: {},
    note: '',
  };
}
