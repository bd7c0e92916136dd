/** An answer as it came, and the little that both styles' verdicts have in common. */
import { verdictOf, wordsOf } from '../answers-b.ts';

export interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
  /** HTTP 2xx and no verdict that says no. */
  readonly accepted: boolean;
  /** HTTP 4xx, or a verdict that says no: the city has understood and declined. */
  readonly refused: boolean;
  readonly words: string;
  /** The first text or number of this name, however deep; '' when there is none. */
  text(name: string): string;
  /** The records of `result` or `data`. */
  rows(): Record<string, unknown>[];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function find(value: unknown, name: string, depth: number): string {
  if (depth > 6) return '';
  if (Array.isArray(value)) {
    for (const part of value) {
      const found = find(part, name, depth + 1);
      if (found !== '') return found;
    }
    return '';
  }
  if (!isRecord(value)) return '';
  const own = value[name];
  if (typeof own === 'string' || typeof own === 'number') return String(own);
  for (const part of Object.values(value)) {
    const found = find(part, name, depth + 1);
    if (found !== '') return found;
  }
  return '';
}

export async function envelope(response: Response): Promise<RawAnswer> {
  const text = await response.text();
  let body: unknown;
  try {
    body = JSON.parse(text) as unknown;
  } catch {
    body = undefined;
  }
  const { status, headers } = response;
  const no = verdictOf(body) === 'no';
  return {
    status,
    headers,
    body,
    accepted: status >= 200 && status < 300 && !no && body !== undefined,
    refused: (status >= 400 && status < 500) || (status < 300 && no),
    words: wordsOf(body),
    text: (name) => find(body, name, 0),
    rows: () => {
      const rows = isRecord(body) ? (body['result'] ?? body['data']) : null;
      return (Array.isArray(rows) ? rows : [rows]).filter(isRecord);
    },
  };
}
