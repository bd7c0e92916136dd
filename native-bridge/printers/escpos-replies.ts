/** What an ESC/POS printer answers, told apart byte by byte. Pure; any garbage between answers is passed over. */

export type Reply =
  /** To DLE EOT; fixed bits 0xx1xx10. */
  | { readonly kind: 'status'; readonly byte: number }
  /** To GS r; bits 4 and 7 clear. */
  | { readonly kind: 'turn'; readonly byte: number }
  /** `37h` or `5Fh`, printable characters, NUL. `text` is what stands between. */
  | { readonly kind: 'block'; readonly head: number; readonly text: string }
  /** Told unasked after GS a: four bytes, the first with the fixed bits 0xx1xx00. */
  | { readonly kind: 'change'; readonly bytes: readonly [number, number, number, number] };

/** 40 keys of two letters, and what stands around them. */
const longestBlock = 90;

/** All whole answers, in order. What may still become one at the end is left out. */
export function readReplies(received: readonly number[]): Reply[] {
  const replies: Reply[] = [];
  let at = 0;
  while (at < received.length) {
    const byte = received[at] ?? 0;
    const block = byte === 0x37 || byte === 0x5f ? blockAt(received, at) : undefined;
    if (block === 'unfinished') return replies;
    if (block) {
      replies.push(block);
      at += block.text.length + 2;
      continue;
    }
    if ((byte & 0x93) === 0x12) replies.push({ kind: 'status', byte });
    else if ((byte & 0x93) === 0x10) {
      const [second = 0x10, third = 0x10, fourth = 0x10] = received.slice(at + 1, at + 4);
      if (((second | third | fourth) & 0x90) === 0) {
        replies.push({ kind: 'change', bytes: [byte, second, third, fourth] });
        at += 3;
      }
    } else if ((byte & 0x90) === 0) replies.push({ kind: 'turn', byte });
    at += 1;
  }
  return replies;
}

function blockAt(
  received: readonly number[],
  from: number,
): Extract<Reply, { kind: 'block' }> | 'unfinished' | undefined {
  for (let at = from + 1; at < received.length; at += 1) {
    const byte = received[at] ?? 0;
    if (byte === 0) {
      const text = String.fromCharCode(...received.slice(from + 1, at));
      return { kind: 'block', head: received[from] ?? 0, text };
    }
    if (byte < 0x20 || byte > 0x7e || at - from > longestBlock) return undefined;
  }
  return 'unfinished';
}

/** Whether this is the echo of a process id. */
export function isEcho(reply: Reply, id: string): boolean {
  return reply.kind === 'block' && reply.head === 0x37 && reply.text === `"${id}`;
}

/** The keys that the printer knows, or undefined when this is another answer. */
export function marksOf(reply: Reply): string[] | undefined {
  if (reply.kind !== 'block' || reply.head !== 0x37 || !/^s[@A]/.test(reply.text)) return undefined;
  return reply.text.slice(2).match(/../g) ?? [];
}

export interface SlipStatus {
  readonly printer: number;
  readonly offlineCause: number | undefined;
  readonly error?: number | undefined;
  readonly paper: number | undefined;
}

export interface Failure {
  readonly code: 'printer-cover-open' | 'printer-paper-out' | 'printer-failed';
  readonly reason: 'cover' | 'paper' | 'cutter' | 'error' | 'offline';
}

/** The failure that the printer tells, or null when it can print. */
export function statusFailure({
  printer,
  offlineCause = 0,
  error = 0,
  paper = 0,
}: SlipStatus): Failure | null {
  if (offlineCause & 0x04) return { code: 'printer-cover-open', reason: 'cover' };
  if (paper & 0x60 || offlineCause & 0x20) return { code: 'printer-paper-out', reason: 'paper' };
  if (error & 0x08) return { code: 'printer-failed', reason: 'cutter' };
  if (error & 0x60 || offlineCause & 0x40) return { code: 'printer-failed', reason: 'error' };
  return printer & 0x08 ? { code: 'printer-failed', reason: 'offline' } : null;
}

/** The same of an unasked change (GS a). */
export function changeFailure([first, second, third]: Extract<
  Reply,
  { kind: 'change' }
>['bytes']): Failure | null {
  if (first & 0x20) return { code: 'printer-cover-open', reason: 'cover' };
  if (third & 0x0c) return { code: 'printer-paper-out', reason: 'paper' };
  if (second & 0x08) return { code: 'printer-failed', reason: 'cutter' };
  if (second & 0x60) return { code: 'printer-failed', reason: 'error' };
  return first & 0x08 ? { code: 'printer-failed', reason: 'offline' } : null;
}

/** The roll will end soon: a warning, never a failure. */
export function nearEnd(status: SlipStatus): boolean {
  return ((status.paper ?? 0) & 0x0c) !== 0;
}
