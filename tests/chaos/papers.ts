/** What the files of planned dossiers hold: the same bytes wherever they are made. */
import { createHash } from 'node:crypto';

export interface PlannedFile {
  readonly id: string;
  /** The same label and length give the same content, also in another dossier. */
  readonly label: string;
  readonly bytes: number;
}

export function contentOf({ label, bytes }: PlannedFile): Buffer {
  const head = Buffer.from(`%PDF-1.7\n% ${label}\n`);
  return Buffer.concat([head, Buffer.alloc(Math.max(0, bytes - head.byteLength), `${label} `)]);
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
