/** Whether an answer is the page that was asked for. What is inside the picture is the imaging workers' business. */
import { BridgeError } from '../../bridge-error.ts';
import type { PageFormat } from './capabilities.ts';
import type { EsclAnswer } from './connection.ts';

/** Scanners pad the end of a file; the end mark of a whole picture stands within so many bytes of it. */
const endWithin = 64 * 1024;

/** @throws BridgeError scanner-answer-bad: html, empty-page, not-a-page, half */
export function checkPage({ body, headers }: Pick<EsclAnswer, 'body' | 'headers'>, format: PageFormat): void {
  const bad = (reason: string) => new BridgeError('scanner-answer-bad', { reason });
  if (body.byteLength === 0) throw bad('empty-page');
  if (/html/i.test(headers['content-type'] ?? '')) throw bad('html');
  const tail = body.subarray(Math.max(0, body.byteLength - endWithin));
  if (format === 'application/pdf') {
    if (!body.subarray(0, 1024).includes('%PDF-')) throw bad('not-a-page');
    if (!tail.includes('%%EOF')) throw bad('half');
    return;
  }
  if (body[0] !== 0xff || body[1] !== 0xd8 || body[2] !== 0xff) throw bad('not-a-page');
  // A wrong length cuts a picture short without any other sign.
  if (tail.lastIndexOf(Buffer.from([0xff, 0xd9])) < 0) throw bad('half');
}
