/** What is plugged in, a device class each. A class that cannot be asked says why: nothing seen is not nothing there. */
import type { BridgeClient, BridgeOutcome } from '../../native-bridge/contract.ts';
import type { ReaderInfo } from '../../native-bridge/contract-readers.ts';
import { noChipReader } from '../cards/index.ts';
import type { DeviceView, ShownDeviceClass } from '../contract/devices-operations.ts';
import { errorCodes, type ErrorCode } from '../contract/errors.ts';
import type { OutputOf } from '../contract/operations.ts';

/** Clients whose driver process can be started anew. */
export interface DeskBridges {
  readonly scanners: BridgeClient<'scanners'>;
  readonly printers: BridgeClient<'printers'>;
  readonly readers: BridgeClient<'readers'>;
  readonly cards: BridgeClient<'cards'>;
  readonly imaging: BridgeClient<'imaging'>;
}

export type ClassView = OutputOf<'devices.list'>['classes'][number];
type Found = Pick<ClassView, 'answered' | 'devices' | 'reason'>;

const listLimitMs = 20_000;
/** A driver that keeps ending is waited for longer and longer; who looks at the screen is told sooner, ms. */
const downLimitMs = 2_000;
const plain = { state: 'ready' as const, reason: null, sources: [], can: [] };

export function createPluggedIn(bridges: DeskBridges): {
  of(deviceClass: ShownDeviceClass): Promise<ClassView>;
  list(): Promise<ClassView[]>;
} {
  const { scanners, printers, readers, cards } = bridges;

  const look: Readonly<Record<ShownDeviceClass, () => Promise<Found>>> = {
    scanners: async () => {
      const listed = await scanners.call('list', {}, [], limitOf(scanners));
      if (!listed.ok) return unanswered(scanners, listed);
      return found(
        listed.value.scanners.map(({ id, name, virtual, sources }) => ({
          ...plain,
          ...{ id, name, virtual, kind: 'scanner', sources },
        })),
      );
    },
    printers: async () => {
      const listed = await printers.call('list', {}, [], limitOf(printers));
      if (!listed.ok) return unanswered(printers, listed);
      return found(
        listed.value.printers.map(({ id, name, virtual, kind, state, reason }) => ({
          ...plain,
          ...{ id, name, virtual, kind: `${kind}-printer` as const, state, reason },
        })),
      );
    },
    readers: async () => {
      const listed = await readers.call('list', {}, [], limitOf(readers));
      if (!listed.ok) return unanswered(readers, listed);
      return found(
        listed.value.readers.map(({ id, name, virtual, can, ...told }) => ({
          ...plain,
          ...{ id, name, virtual, kind: 'reader', can, ...readerState(told) },
        })),
      );
    },
    cards: async () => {
      const listed = await cards.call('list', {}, [], limitOf(cards));
      if (!listed.ok) return unanswered(cards, listed);
      const devices = listed.value.readers.map(({ id, name, virtual, state }): DeviceView => ({
        ...plain,
        ...{ id, name, virtual, kind: 'chip-reader' },
        ...(state === 'mute' ? { state: 'fault', reason: 'card-unresponsive' } : {}),
      }));
      return { answered: true, devices, reason: noChipReader(listed.value.support) };
    },
    imaging: () => Promise.resolve(found([])),
  };

  async function of(deviceClass: ShownDeviceClass): Promise<ClassView> {
    const seen = await look[deviceClass]();
    return { deviceClass, process: bridges[deviceClass].state(), ...seen };
  }

  return {
    of,
    list: () => Promise.all((Object.keys(look) as ShownDeviceClass[]).map(of)),
  };
}

function found(devices: DeviceView[]): Found {
  return { answered: true, devices, reason: null };
}

type Stated = Pick<BridgeClient<'readers'>, 'state'>;

function limitOf(client: Stated): { readonly timeoutMs: number } {
  return { timeoutMs: client.state() === 'down' ? downLimitMs : listLimitMs };
}

function unanswered(client: Stated, { error }: Extract<BridgeOutcome<unknown>, { ok: false }>): Found {
  const away = error.code === 'worker-lost' || client.state() === 'down';
  const reason: ErrorCode = away
    ? 'driver-restarting'
    : (errorCodes.find((known) => known === error.code) ?? 'unexpected');
  return { answered: false, devices: [], reason };
}

/** Ready and yet unable to read (a wireless one too far from its base, say) is a fault. */
function readerState({
  state,
  reason,
}: Pick<ReaderInfo, 'state' | 'reason'>): Pick<DeviceView, 'state' | 'reason'> {
  if (state === 'opening') return { state: 'starting', reason };
  return { state: state === 'ready' && reason === null ? 'ready' : 'fault', reason };
}
