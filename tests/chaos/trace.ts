/** The part of a run's trace that is about a finding, one line for each thing that happened. */
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

interface TraceLine {
  readonly ms: number;
  readonly n?: number;
  readonly kind?: string;
  readonly station?: number | null;
  readonly city?: string;
  readonly name?: string;
  readonly count?: number;
  readonly fault?: { readonly kind: string };
  readonly status?: number | null;
  readonly lost?: number | null;
}

function told(line: TraceLine): string {
  const at = (line.ms / 1_000).toFixed(3).padStart(9);
  const where = line.station == null ? '' : ` station ${String(line.station)}`;
  if (line.n !== undefined) {
    const more = `${line.city === undefined ? '' : ` ${line.city}`}${line.lost == null ? '' : ` lost ${String(line.lost)}`}`;
    return `${at} s  #${String(line.n)} ${line.kind ?? ''}${where}${more}`;
  }
  const answer = line.status == null ? 'no answer' : String(line.status);
  return `${at} s    ${line.city ?? ''}${where} ${line.name ?? ''} (${String(line.count)}): ${line.fault?.kind ?? ''}, ${answer}`;
}

/** What concerns the city as a whole concerns every dossier. */
const everybody = /"kind":"(?:restore|backup|city-restart|kill)"/;

/** At most `most` lines, the last ones. */
export async function traceOf(folder: string, about: readonly string[], most: number): Promise<string[]> {
  const lines: string[] = [];
  const reader = createInterface({ input: createReadStream(join(folder, 'trace.jsonl')) });
  for await (const line of reader) {
    if (!everybody.test(line) && !about.some((one) => line.includes(one))) continue;
    lines.push(told(JSON.parse(line) as TraceLine));
    if (lines.length > most * 2) lines.splice(0, most);
  }
  return lines.slice(-most);
}
