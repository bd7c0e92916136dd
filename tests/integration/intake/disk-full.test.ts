import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { samplePage } from '../../sample-people.ts';
import { startHeadless, temporaryFolder } from '../../station/headless-station.ts';
import { addFile, preparedDraft } from '../../station/take-in.ts';

/** A file system of 24 MB; needs root, and a container that lets it mount. */
function smallDisk(): { folder: string; release(): void } | null {
  const folder = temporaryFolder('small-disk');
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', folder]).status !== 0) return null;
  return { folder, release: () => void spawnSync('umount', ['-l', folder]) };
}

const disk = smallDisk();

it.skipIf(disk === null)(
  'no disk space: the page is refused, kept ones stay, work goes on when there is room',
  async () => {
    if (!disk) return;
    const dataFolder = join(disk.folder, 'data');
    mkdirSync(dataFolder);
    const station = await startHeadless({ dataFolder });
    try {
      await station.signIn();
      const { draft, toCapture } = await preparedDraft(station, 1);
      const place = { draftId: draft.id, componentId: toCapture[0] ?? '' };
      expect(await addFile(station, place, 'trang-1.jpg', await samplePage(1))).toMatchObject({
        outcome: 'done',
      });

      const filler = join(disk.folder, 'filler');
      for (let mebibytes = 24; mebibytes >= 0.01; mebibytes /= 2) {
        try {
          writeFileSync(`${filler}-${mebibytes}`, Buffer.alloc(Math.floor(mebibytes * 1024 * 1024)));
        } catch {
          // As full as it gets with pieces of this size.
        }
      }
      const refused = await station.ask('capture.addFile', {
        ...place,
        name: 'trang-2.jpg',
        bytes: await samplePage(2),
      });
      const code = refused.ok ? (await station.jobEnd(refused.value.jobId)).error?.code : refused.error.code;
      expect(code).toBe('disk-full');
      const before = await station.call('intake.open', { draftId: draft.id });
      expect(before.components.flatMap((component) => component.pages)).toHaveLength(1);

      spawnSync('sh', ['-c', `rm -f ${filler}-*`]);
      expect(await addFile(station, place, 'trang-2.jpg', await samplePage(2))).toMatchObject({
        outcome: 'done',
      });
      const after = await station.call('intake.open', { draftId: draft.id });
      expect(after.components.flatMap((component) => component.pages)).toHaveLength(2);
    } finally {
      await station.end();
      disk.release();
      rmSync(disk.folder, { recursive: true, force: true });
    }
  },
);
