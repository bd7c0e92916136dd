/** What a request is about. */

export interface AskedFor {
  readonly method: string;
  readonly path: string;
  readonly body: Buffer;
}

/** What is asked, without ids: by it, and by how often, a fault is found again. */
export function nameOf({ method, path, body }: AskedFor): string {
  const plain = path.split('?', 1)[0] ?? '';
  if (plain === '/integration')
    return /"service":"(\w+)"/.exec(body.toString('latin1', 0, 400))?.[1] ?? plain;
  return `${method} ${plain.replace(/[0-9a-f-]{36}/, '*')}`;
}

const ids = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}/g;
const codes =
  /"MaHoSo":"([A-Z0-9][A-Za-z0-9.-]{4,40})"|[?&]maHoSo=([A-Za-z0-9.-]+)|"mahoso":"([A-Za-z0-9.-]+)"/g;

export function namedIn(texts: readonly string[]): string[] {
  const found = new Set<string>();
  for (const text of texts) {
    for (const [id] of text.matchAll(ids)) found.add(id);
    for (const match of text.matchAll(codes)) found.add(match[1] ?? match[2] ?? match[3] ?? '');
  }
  return [...found];
}
