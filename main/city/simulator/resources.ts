/** What the simulated city offers beyond its style's own messages; see main/city/resources.ts and changes.ts. */
import { isFields } from './checks.ts';
import type { CityState } from './state.ts';
import type { Answer } from './style-a.ts';

export interface Resources {
  about(): Answer;
  /** Which of these hashes are there. */
  held(message: unknown): Answer;
  /** `etag` is what the sender has seen. */
  changes(query: URLSearchParams, etag: string): Answer & { readonly etag: string };
  bundle(kind: string): Answer;
}

const mostHashes = 1_000;
const mostChanges = 500;

function problem(status: number, message: string): Answer {
  return { status, body: { error_code: '-1', code: status, message }, changed: false };
}

export function createResources(state: CityState, now: () => number): Resources {
  return {
    about: () => ({
      body: { kyNguyen: state.epoch(), luc: new Date(now()).toISOString() },
      changed: false,
    }),
    held: (message) => {
      const hashes = isFields(message) ? message['hash'] : null;
      if (!Array.isArray(hashes) || hashes.length > mostHashes) return problem(400, 'hash phải là danh sách');
      const files = hashes.flatMap((hash) => {
        const file = typeof hash === 'string' ? state.fileByHash(hash.toLowerCase()) : null;
        return file ? [{ hash: file.sha256, id: file.id, duongDan: `/files/${file.id}` }] : [];
      });
      return { body: { tep: files }, changed: false };
    },
    changes: (query, seen) => {
      const total = state.counts().changes;
      const etag = `"${state.epoch()}.${String(total)}"`;
      const [epoch = '', place = '0'] = (query.get('tu') ?? `${state.epoch()}.0`).split('.');
      const from = Number(place);
      if (epoch !== state.epoch() || !Number.isInteger(from) || from < 0 || from > total) {
        return { ...problem(410, 'Mốc không còn hiệu lực'), etag };
      }
      if (seen === etag && from === total) return { status: 304, body: {}, changed: false, etag };
      const limit = Math.min(Math.max(Number(query.get('toiDa') ?? 100) || 100, 1), mostChanges);
      const rows = state.changesFrom(from, limit);
      const next = from + rows.length;
      const body = { thayDoi: rows, moc: `${epoch}.${String(next)}`, conNua: next < total };
      return { body, changed: false, etag };
    },
    bundle: (kind) => {
      const bundle = state.bundle(kind);
      return bundle ? { body: bundle, changed: false } : problem(404, 'Không có gói này');
    },
  };
}
