/** The reader process with a scanner on a real pseudo-terminal: read by its frames, unplugged, plugged in again. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { startBridge } from '../../../main/shell/bridge/supervisor.ts';
import type { BridgeClient } from '../../../native-bridge/contract.ts';
import { ReaderEvent } from '../../../native-bridge/contract-readers.ts';
import { findProgram } from '../../hardware/programs.ts';
import { openSerialPair, type SerialPair } from '../../hardware/serial-pair.ts';

const noSocat = findProgram('socat') === undefined;
const patience = { timeoutMs: 20_000 };
const card =
  '001185000321|012345678|Trần Thị Bích Ngọc|02031985|Nữ|Số 8, Ngõ Thí Dụ, Ô Chợ Dừa, Hà Nội|11052022';
const open: { bridge: BridgeClient<'readers'>; pair: SerialPair; files: number[] }[] = [];

async function rig(baud = 9600) {
  const pair = await openSerialPair();
  const events: ReaderEvent[] = [];
  const bridge = startBridge({
    deviceClass: 'readers',
    nodePath: process.execPath,
    script: join(import.meta.dirname, '..', '..', '..', 'native-bridge', 'readers', 'main.ts'),
    settings: {
      training: false,
      slipPrinters: [],
      serialReaders: [{ port: pair.near, baud, name: 'Đầu đọc bàn' }],
    },
    log: () => undefined,
    onEvent: (event) => events.push(ReaderEvent.parse(event)),
  });
  const files: number[] = [];
  open.push({ bridge, pair, files });
  const state = async () => {
    const listed = await bridge.call('list', {}, [], patience);
    return listed.ok ? listed.value.readers.find(({ kind }) => kind === 'serial')?.state : listed.error.code;
  };
  await expect.poll(state, { timeout: 15_000 }).toBe('ready');
  const far = openSync(pair.far, 'r+');
  files.push(far);
  return {
    bridge,
    pair,
    events,
    state,
    send: (bytes: Uint8Array) => writeSync(far, bytes),
    scans: () => events.flatMap((event) => (event.type === 'scanned' ? [event.payload] : [])),
    faults: () => events.flatMap((event) => (event.type === 'fault' ? [event.code] : [])),
  };
}

afterEach(async () => {
  for (const { bridge, pair, files } of open.splice(0)) {
    await bridge.stop();
    files.forEach(closeSync);
    await pair.remove();
  }
});

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test.skipIf(noSocat)('read by CR, by STX and ETX, and by the quiet after it (needs socat)', async () => {
  const { send, scans, events } = await rig();
  send(bytes(`${card}\r\n`));
  send(bytes(`\x02]Q3${card}\x03`));
  await expect.poll(scans, { timeout: 5_000 }).toEqual([card, card]);
  send(bytes('H26.11-261122-0001'));
  await expect.poll(scans, { timeout: 5_000 }).toEqual([card, card, 'H26.11-261122-0001']);
  expect(events.flatMap((event) => (event.type === 'scanned' ? [event.symbology] : []))).toEqual([
    'unknown',
    'qr',
    'unknown',
  ]);
});

test.skipIf(noSocat)(
  'a scanner that sends an old code page is read; one that eats letters says so (needs socat)',
  async () => {
    const { send, events } = await rig();
    const encodings = () => events.flatMap((event) => (event.type === 'scanned' ? [event.encoding] : []));
    send(Uint8Array.of(...bytes('Nguy'), 0xaa, ...bytes('n V'), 0xe5, ...bytes('n An\r')));
    await expect.poll(encodings, { timeout: 5_000 }).toEqual(['viscii']);
    send(Uint8Array.of(...bytes('Nguy'), 0x9d, 0x9e, ...bytes('n\r')));
    await expect.poll(encodings, { timeout: 5_000 }).toEqual(['viscii', 'unknown']);
  },
);

test.skipIf(noSocat)(
  'ten megabytes without an end: overflow, and the next card is read (needs socat)',
  async () => {
    const { send, scans, faults } = await rig(115_200);
    const lump = new Uint8Array(4_000).fill(0x41);
    for (let sent = 0; sent < 10 * 1024 * 1024;) {
      try {
        sent += send(lump);
      } catch {
        // The line is full: a scanner waits, too.
      }
      if (sent % 400_000 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    await expect.poll(faults, { timeout: 20_000 }).toContain('reader-overflow');
    await new Promise((resolve) => setTimeout(resolve, 500));
    send(bytes(`\r${card}\r`));
    await expect.poll(scans, { timeout: 20_000 }).toContain(card);
  },
);

test.skipIf(noSocat)('unplugged: it is gone from the list, and the process stays (needs socat)', async () => {
  const { pair, state, bridge, send, events } = await rig();
  send(bytes('half a co'));
  await pair.unplug();
  await expect.poll(state, { timeout: 15_000 }).not.toBe('ready');
  expect(bridge.state()).toBe('up');
  // What had come of the code by then is told by its quiet time, or dropped; never mixed with the next one.
  expect(events.filter((event) => event.type === 'fault')).toEqual([]);
});
