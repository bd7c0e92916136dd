/** Who hears a scan: one window, with a role that may, and staff signed in; and nobody else, the log least of all. */
import { describe, expect, test } from 'vitest';
import type { Role } from '../../../main/contract/define.ts';
import { roles } from '../../../main/contract/define.ts';
import { WindowEvent } from '../../../main/contract/events.ts';
import { createScannedCodes } from '../../../main/shell/scanned-codes.ts';
import type { BridgeClient } from '../../../native-bridge/contract.ts';
import type { ReaderEvent } from '../../../native-bridge/contract-readers.ts';

const card = '001099012345||Nguyễn Văn An|15011999|Nam|Số 1, Phố Ví Dụ, Láng, Hà Nội|20082021';
const device = { id: 'hid:05e0:1701:SN42', name: 'ACME' };
const scan = (payload: string): ReaderEvent => ({
  type: 'scanned',
  payload,
  symbology: 'qr',
  encoding: 'utf-8',
  device,
  source: 'hid',
  at: 1,
});

function rig(windowRole: Role | null, signedIn: boolean) {
  const told: WindowEvent[] = [];
  const logged: unknown[] = [];
  const beeps: unknown[] = [];
  let changes = 0;
  const hear = createScannedCodes({
    readers: () =>
      ({
        call: (operation: string, params: unknown) => {
          beeps.push([operation, params]);
          return Promise.resolve({ ok: true, value: {}, bodies: [] });
        },
      }) as unknown as BridgeClient<'readers'>,
    tellOne(event, mayHear) {
      if (windowRole === null || !mayHear(windowRole)) return false;
      told.push(WindowEvent.parse(event));
      return true;
    },
    signedIn: () => signedIn,
    onChanged: () => (changes += 1),
    log: (event, fields) => logged.push([event, fields]),
  });
  return { hear, told, logged, beeps, changes: () => changes };
}

describe('a scan', () => {
  test('reaches the window with what the reader said, and no log', () => {
    const { hear, told, logged, beeps } = rig('counter', true);
    hear(scan(card));
    expect(told).toEqual([
      { type: 'scanned', code: { payload: card, symbology: 'qr', device, source: 'hid', at: 1 } },
    ]);
    expect(logged).toEqual([]);
    expect(beeps).toEqual([]);
  });

  test.each(roles.filter((role) => !['counter', 'agency', 'kiosk'].includes(role)))(
    'wrong-role: a %s window hears nothing, and the reader beeps',
    (role) => {
      const { hear, told, beeps } = rig(role, true);
      hear(scan(card));
      expect(told).toEqual([]);
      expect(beeps).toEqual([['beep', { readerId: device.id, sound: 'error' }]]);
    },
  );

  test.each(['counter', 'agency'] as const)('nobody-signed-in: a %s window hears nothing', (role) => {
    const { hear, told } = rig(role, false);
    hear(scan(card));
    expect(told).toEqual([]);
  });

  test('no-window: nothing breaks', () => {
    const { hear, told } = rig(null, true);
    hear(scan(card));
    expect(told).toEqual([]);
  });

  test('useless-code: the window explains it, and the reader sounds an error', () => {
    const { hear, told, beeps } = rig('counter', true);
    hear(scan('00020101021238540010A000000727'));
    expect(told).toHaveLength(1);
    expect(beeps).toHaveLength(1);
  });
});

test('reader-fault: told by code and device, logged by code only', () => {
  const { hear, told, logged } = rig('counter', true);
  hear({ type: 'fault', code: 'reader-overflow', device });
  expect(told).toEqual([
    { type: 'scan.failed', error: { code: 'reader-overflow', details: { device: 'ACME' } } },
  ]);
  expect(logged).toEqual([['readers.fault', { code: 'reader-overflow' }]]);
});
