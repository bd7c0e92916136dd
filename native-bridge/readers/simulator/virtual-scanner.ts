/**
 * A scanner without a plug: delivers codes in the reports of its descriptor, hears trigger and beep, tells its state, and
 * goes wrong on demand. Training and tests hold codes before it.
 */
import type { ReaderFault } from '../../contract-readers.ts';
import type { FoundHid, HidPort } from '../hid/hid-port.ts';
import { dataReportBytes, reportIds, reportsOf, usualDescriptor } from './descriptor-bytes.ts';

export interface VirtualScanner {
  /** As found on the bus: one, or none while it is unplugged. */
  found(): FoundHid[];
  /** Puts the plug back in; false when it was in. */
  plugIn(): boolean;
  /** Holds a code before it. Resolves when its reports have been delivered; to `false` when nobody has it open. */
  hold(payload: Uint8Array, aim: string, fault: ReaderFault): Promise<boolean>;
  /** Beeps and trigger pulls that it was told, oldest first. */
  readonly heard: readonly string[];
}

const floodBytes = 10 * 1024 * 1024;
const signals = ['initiate', 'prevent', 'error-beep', 'good-beep', 'not-on-file-beep'] as const;
const heardAtMost = 100;

export function createVirtualScanner(id: string, name: string): VirtualScanner {
  const heard: string[] = [];
  let plugged = true;
  let plugs = 0;
  let port: { report: (report: Uint8Array) => void; lost: () => void } | null = null;

  function open(): Promise<HidPort> {
    if (!plugged) return Promise.reject(new Error('not there'));
    const mine = { report: (_: Uint8Array) => {}, lost: () => {} };
    return Promise.resolve({
      onReport(listener) {
        mine.report = listener;
        port = mine;
      },
      onLost(listener) {
        mine.lost = listener;
      },
      async write(report) {
        if (!plugged) throw new Error('not there');
        const bits = report[0] === reportIds.trigger ? (report[1] ?? 0) : 0;
        signals.forEach((signal, bit) => {
          if ((bits >> bit) & 1) heard.push(signal);
        });
        heard.splice(0, Math.max(0, heard.length - heardAtMost));
      },
      sendFeature: () => Promise.reject(new Error('has no such report')),
      getFeature: (reportId) =>
        // In range, not in its cradle.
        reportId === reportIds.status ? Promise.resolve(Uint8Array.of(2)) : Promise.reject(new Error('none')),
      async close() {
        if (port === mine) port = null;
      },
    });
  }

  async function deliver(reports: Iterable<Uint8Array>): Promise<void> {
    let sent = 0;
    for (const report of reports) {
      port?.report(report);
      sent += 1;
      // A bus delivers over time; so that others are heard meanwhile.
      if (sent % 64 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
  }

  return {
    heard,
    found: () =>
      plugged
        ? [{ id, name, place: `virtual ${plugs}`, virtual: true, descriptor: usualDescriptor, open }]
        : [],
    plugIn() {
      if (plugged) return false;
      plugged = true;
      plugs += 1;
      return true;
    },
    async hold(payload, aim, fault) {
      if (fault === 'unplug') {
        plugged = false;
        port?.lost();
        port = null;
        return true;
      }
      if (!plugged || !port) return false;
      await deliver(reportsFor(payload, aim, fault));
      return true;
    },
  };
}

function* reportsFor(payload: Uint8Array, aim: string, fault: ReaderFault): Iterable<Uint8Array> {
  const whole = reportsOf(payload, aim);
  switch (fault) {
    case 'garbage':
      for (let index = 0; index < 200; index += 1) {
        const noise = new Uint8Array(dataReportBytes);
        for (let at = 0; at < noise.length; at += 1) noise[at] = (index * 167 + at * 59 + 201) & 0xff;
        noise[0] = index % 2 === 0 ? reportIds.data : index & 0xff;
        yield noise;
      }
      return;
    case 'cut-off':
      yield* reportsOf(new Uint8Array(payload.length + dataReportBytes).fill(0x41), aim).slice(0, 1);
      return;
    case 'endless':
    case 'flood': {
      const [first] = reportsOf(new Uint8Array(dataReportBytes).fill(0x41), aim);
      if (!first) return;
      for (let sent = 0; sent < floodBytes; sent += dataReportBytes) yield first;
      // A flood ends some time; what is endless just stops.
      if (fault === 'flood') yield* reportsOf(Uint8Array.of(0x41), aim);
      return;
    }
    default:
      yield* whole;
  }
}
