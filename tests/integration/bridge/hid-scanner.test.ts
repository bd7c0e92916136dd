/** A HID Point of Sale scanner on umockdev's bus and the real reader process: seen, read, written, unplugged. */
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { encodeFrame, FrameDecoder } from '../../../native-bridge/contract-frames.ts';
import { reportsOf } from '../../../native-bridge/readers/simulator/descriptor-bytes.ts';
import { findProgram } from '../../hardware/programs.ts';
import { mockBusNeeds, withMockScanner, type MockScanner } from '../../hardware/readers/umockdev-scanner.ts';

const missing = mockBusNeeds.filter((name) => findProgram(name) === undefined);
const script = join(import.meta.dirname, '..', '..', '..', 'native-bridge', 'readers', 'main.ts');
const card =
  '001185000321|012345678|Trần Thị Bích Ngọc|02031985|Nữ|Số 8, Ngõ Thí Dụ, Ô Chợ Dừa, Hà Nội|11052022';
const running: MockScanner[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((scanner) => scanner.end()));
});

/** Speaks to the reader process as the supervisor does, over its stdin and stdout. */
function start() {
  const scanner = withMockScanner([process.execPath, script], {
    ...process.env,
    NODE_OPTIONS: '',
    MOT_CUA_BRIDGE: JSON.stringify({ training: false, slipPrinters: [] }),
  });
  running.push(scanner);
  const events: Record<string, unknown>[] = [];
  const answers = new Map<number, (answer: unknown) => void>();
  const decoder = new FrameDecoder();
  scanner.program.stdout?.on('data', (chunk: Buffer) => {
    for (const { header } of decoder.push(chunk)) {
      if (header.type === 'event') events.push(header.event as Record<string, unknown>);
      else if ('id' in header) answers.get(header.id)?.(header);
    }
  });
  let lastId = 0;
  const call = (operation: string, params: object = {}): Promise<unknown> => {
    const id = (lastId += 1);
    const answer = new Promise((resolve) => answers.set(id, resolve));
    for (const piece of encodeFrame({ type: 'request', id, operation, params }, []))
      scanner.program.stdin?.write(piece);
    return answer;
  };
  return { scanner, events, call, scans: () => events.filter(({ type }) => type === 'scanned') };
}

const seen = {
  id: 'hid:05e0:1701:SN42',
  name: 'Thu Nghiem Scanner',
  kind: 'hid',
  state: 'ready',
  can: ['trigger', 'beep'],
};

test.skipIf(missing.length > 0)(
  `seen, read in two reports, triggered and beeping, unplugged${missing.length > 0 ? ` (needs ${missing.join(', ')})` : ''}`,
  async () => {
    const { scanner, call, scans } = start();
    const list = () => call('list');
    await expect.poll(list, { timeout: 30_000 }).toMatchObject({ result: { readers: [seen] } });

    const reports = reportsOf(new TextEncoder().encode(card), ']Q3');
    expect(reports.length).toBeGreaterThan(1);
    for (const report of reports) scanner.report(report);
    await expect
      .poll(scans, { timeout: 10_000 })
      .toMatchObject([{ payload: card, symbology: 'qr', source: 'hid', device: { id: seen.id } }]);

    expect(await call('trigger', { readerId: seen.id, on: true })).toMatchObject({ type: 'done' });
    expect(await call('beep', { readerId: seen.id, sound: 'error' })).toMatchObject({ type: 'done' });
    await expect.poll(() => scanner.written.join(''), { timeout: 5_000 }).toBe('04010404');

    scanner.unplug();
    await expect.poll(list, { timeout: 15_000 }).toMatchObject({ result: { readers: [] } });
    expect(await call('beep', { readerId: seen.id, sound: 'good' })).toMatchObject({
      type: 'failed',
      code: 'reader-absent',
    });
  },
);
