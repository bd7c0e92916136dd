/** Counts what a recovered store holds, without a word of what it says. */
import type { ComponentState } from '../domain/dossier.ts';
import type { Store } from './ports.ts';

export interface RecoveryReport {
  readonly dossiers: number;
  readonly drafts: number;
  readonly staff: number;
  readonly waitingForCity: number;
  /** Sealed files (pages, thumbnails, kept files, component files) that the dossiers and drafts name. */
  readonly files: { readonly readable: number; readonly damaged: number; readonly missing: number };
  /** First broken event, or null. */
  readonly brokenEvent: number | null;
  /** Lines of complaint of the database's own check. */
  readonly complaints: number;
}

export function isSound(report: RecoveryReport): boolean {
  const { files } = report;
  return files.damaged === 0 && files.missing === 0 && report.brokenEvent === null && report.complaints === 0;
}

export async function reportOf(store: Store): Promise<RecoveryReport> {
  const files = { readable: 0, damaged: 0, missing: 0 };
  let dossiers = 0;
  let drafts = 0;
  const readAll = async (blobs: Iterable<string>) => {
    for (const blob of blobs) {
      const read = await store.blobs.get(blob);
      if (read.ok) files.readable += 1;
      else if (read.error.code === 'not-found') files.missing += 1;
      else files.damaged += 1;
    }
  };
  for (let before: number | null = null; ;) {
    const { items } = store.dossiers.list({ text: '', limit: 200, before });
    for (const item of items) {
      const dossier = store.dossiers.get(item.id);
      if (!dossier) continue;
      dossiers += 1;
      await readAll([...blobsOf(dossier.components), ...dossier.files.map((file) => file.blob)]);
    }
    const last = items.at(-1);
    if (!last) break;
    before = last.acceptedAt;
  }
  for (const summary of store.drafts.open()) {
    const found = store.drafts.get(summary.id);
    if (!found) continue;
    drafts += 1;
    await readAll(blobsOf(found.draft.components));
  }
  const { waiting, refused } = store.outbox.counts();
  return {
    dossiers,
    drafts,
    staff: store.staff.all().length,
    waitingForCity: waiting + refused,
    files,
    brokenEvent: store.events.setAside()[0]?.from ?? store.events.firstBroken(),
    complaints: store.integrity().length,
  };
}

function blobsOf(components: readonly ComponentState[]): string[] {
  return components.flatMap((component) => [
    ...component.pages.flatMap((page) => [page.imageBlob, page.thumbBlob]),
    ...component.files.map((file) => file.blob),
  ]);
}
