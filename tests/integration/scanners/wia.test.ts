/** Our side of WIA against a program that speaks the script's lines; the script itself needs Windows and has not run. */
import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { BridgeError } from '../../../native-bridge/bridge-error.ts';
import type { ScanContext, ScannerDriver, ScanRequest } from '../../../native-bridge/scanners/driver.ts';
import { wiaScanners } from '../../../native-bridge/scanners/wia/wia.ts';
import { openStandIn, type StandIn, type Step } from '../../hardware/scanner/wia-stand-in.ts';

const deviceId = '{6BDD1FC6-810F-11D0-BEC7-08002BE2092F}\\0000';
const scannerId = `wia:${deviceId}`;
const device = {
  kind: 'scanner',
  id: deviceId,
  name: 'Máy quét “ă” & sons',
  sources: ['flatbed', 'feeder', 'feeder-duplex'],
  resolutions: { listed: [75, 150, 300, 600], low: 0, high: 0 },
};
const end: Step = { line: { kind: 'end' } };
const listed: readonly Step[] = [{ line: device }, end];
const failed = (code: string): Step => ({ line: { kind: 'failed', code } });
const page = (number: number): Step => ({
  page: `page${String(number).padStart(4, '0')}.png`,
  content: `picture ${number}`,
});
const pagesTo = (last: number): Step[] => Array.from({ length: last }, (_, at) => page(at + 1));

const limits = { listMs: 10_000, pageMs: 10_000, listKeptMs: 60_000, warmingPauseMs: 10, warmingTries: 3 };
let standIn: StandIn;
let scanners: ScannerDriver;
let foldersBefore: string[];

beforeEach(() => {
  standIn = openStandIn();
  scanners = wiaScanners(standIn.program, limits);
  foldersBefore = pageFolders();
});

afterEach(() => {
  expect(pageFolders().filter((name) => !foldersBefore.includes(name))).toEqual([]);
  standIn.end();
});

/** Of this process: other test files have theirs at the same time. */
function pageFolders(): string[] {
  const own = `mot-cua-scan-${process.pid}-`;
  return [tmpdir(), '/dev/shm'].flatMap((parent) =>
    existsSync(parent) ? readdirSync(parent).filter((name) => name.startsWith(own)) : [],
  );
}

interface Heard {
  readonly context: ScanContext;
  readonly pages: string[];
  readonly dpis: number[];
  readonly abort: AbortController;
}

function listener(onPage: (heard: Heard) => Promise<void> | void = () => undefined): Heard {
  const abort = new AbortController();
  const heard: Heard = {
    pages: [],
    dpis: [],
    abort,
    context: {
      signal: abort.signal,
      progress: () => undefined,
      emit: () => undefined,
      async item({ dpi }, bodies) {
        heard.pages.push(new TextDecoder().decode(bodies[0]));
        heard.dpis.push(dpi);
        await onPage(heard);
      },
    },
  };
  return heard;
}

const request = (more: Partial<ScanRequest> = {}): ScanRequest => ({
  scannerId,
  source: 'feeder',
  dpi: 200,
  ...more,
});

async function scan(heard: Heard, more: Partial<ScanRequest> = {}) {
  try {
    return { code: null, pages: await scanners.scan(request(more), heard.context) };
  } catch (error) {
    if (!(error instanceof BridgeError)) throw error;
    return { code: error.code, pages: error.details['pages'], reason: error.details['reason'] };
  }
}

it('lists what Windows knows, and starts the script with arguments of their own', async () => {
  standIn.plays(listed);
  expect(await scanners.list()).toEqual([
    { id: scannerId, name: device.name, sources: device.sources, virtual: false },
  ]);
  expect(standIn.runs()).toEqual([
    [
      ...['-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-File'],
      ...[expect.stringMatching(/scanners\/wia\/wia\.ps1$/) as string, '-Action', 'list'],
    ],
  ]);
  expect(existsSync(standIn.runs()[0]?.[5] ?? '')).toBe(true);
  await scanners.list();
  expect(standIn.runs()).toHaveLength(1);
});

it('a device that Windows lists but cannot open is not offered; the others are', async () => {
  standIn.plays([{ line: { kind: 'unreachable', id: 'x', code: '0x80210005' } }, { line: device }, end]);
  expect(await scanners.list()).toHaveLength(1);
});

it('a device that hangs while it is opened: those listed before it are offered, and the wait ends', async () => {
  scanners = wiaScanners(standIn.program, { ...limits, listMs: 1_500 });
  standIn.plays([{ line: device }, { waitMs: 60_000 }]);
  expect(await scanners.list()).toHaveLength(1);
  expect(() => process.kill(standIn.pid(), 0)).toThrow('ESRCH');
});

it('no PowerShell: nothing is listed, and a scan says that there is no scanner', async () => {
  scanners = wiaScanners({ path: '/nowhere/powershell.exe', farewellMs: 100 }, limits);
  expect(await scanners.list()).toEqual([]);
  expect(await scan(listener())).toMatchObject({ code: 'scanner-absent', pages: 0 });
});

it('scans the feeder at a resolution that the device has, each page as it comes, in order', async () => {
  // The second page is scanned only when the first one is here.
  const third: Step = { page: 'page0003.png', content: 'c', dpi: 150 };
  standIn.plays(listed, [page(1), { until: 'first' }, page(2), third, end]);
  const heard = listener(() => standIn.let('first'));
  expect(await scan(heard, { source: 'feeder-duplex', colour: 'grey' })).toEqual({ code: null, pages: 3 });
  expect(heard.pages).toEqual(['picture 1', 'picture 2', 'c']);
  expect(heard.dpis).toEqual([300, 300, 150]);
  expect(standIn.lastOptions()).toMatchObject({
    Action: 'scan',
    Device: deviceId,
    Source: 'feeder-duplex',
    Dpi: '300',
    Colour: 'grey',
  });
});

it('a feeder that runs empty after its last page went well; an empty one did not', async () => {
  standIn.plays(listed, [...pagesTo(2), failed('0x80210003')], [failed('0x80210003')]);
  expect(await scan(listener())).toEqual({ code: null, pages: 2 });
  expect(await scan(listener())).toMatchObject({ code: 'scanner-empty', pages: 0 });
});

it('jam at 7 of ten: six pages are handed over, and the next run goes on with the seventh', async () => {
  standIn.plays(listed, [...pagesTo(6), failed('0x80210002')], listed, [...pagesTo(4), end]);
  const heard = listener();
  expect(await scan(heard)).toMatchObject({ code: 'scanner-jammed', pages: 6 });
  expect(heard.pages).toHaveLength(6);
  await scanners.list();
  expect(await scan(listener())).toEqual({ code: null, pages: 4 });
});

it('a cold lamp is asked again; one that stays cold is a busy scanner', async () => {
  standIn.plays(listed, [failed('0x80210007')], [page(1), end]);
  expect(await scan(listener())).toEqual({ code: null, pages: 1 });
  standIn.plays([failed('0x80210007')]);
  expect(await scan(listener())).toMatchObject({ code: 'scanner-busy', pages: 0 });
});

it('killed in the middle of a page: the whole pages count, the half one does not', async () => {
  standIn.plays(listed, [...pagesTo(2), { part: 'page0003.png' }, { killed: true }]);
  const heard = listener();
  expect(await scan(heard)).toEqual({ code: 'scanner-failed', pages: 2, reason: 'broke-off' });
  expect(heard.pages).toEqual(['picture 1', 'picture 2']);
});

it('ends without its last line, as a script that policy forbids: failed, not done', async () => {
  standIn.plays(listed, [{ raw: 'cannot be loaded because running scripts is disabled\r\n' }, { exit: 1 }]);
  expect(await scan(listener())).toMatchObject({ code: 'scanner-failed', pages: 0, reason: 'broke-off' });
});

it('a page that is named but not there', async () => {
  standIn.plays(listed, [page(1), { line: { kind: 'page', file: 'page0002.png', dpi: 300 } }, end]);
  expect(await scan(listener())).toEqual({ code: 'scanner-failed', pages: 1, reason: 'page-unreadable' });
});

it('lines of others, wrong shapes and names outside the folder are no pages', async () => {
  standIn.plays(listed, [
    { raw: 'WARNING: nothing\n\n{"kind":"page"}\n{"kind":"page","file":"../../etc/passwd","dpi":300}\n' },
    { raw: '{"kind":"end","kind":7}\nnull\n[1]\n{"kind":"failed","code":"jam"}\n\u0000\ufffd{\n' },
    page(1),
    end,
  ]);
  expect(await scan(listener())).toEqual({ code: null, pages: 1 });
});

it('a line without an end is cut off, and the pages before it are kept', async () => {
  standIn.plays(listed, [page(1), { raw: 'x'.repeat(200_000) }, { waitMs: 60_000 }]);
  expect(await scan(listener())).toEqual({ code: 'scanner-answer-bad', pages: 1, reason: 'too-long' });
});

it('a flood of lines is cut off', async () => {
  standIn.plays(listed, [{ raw: `${'y'.repeat(1_000)}\n`.repeat(5_000) }, { waitMs: 60_000 }]);
  expect(await scan(listener())).toEqual({ code: 'scanner-answer-bad', pages: 0, reason: 'too-long' });
});

it('falls silent: ended after its limit', async () => {
  scanners = wiaScanners(standIn.program, { ...limits, pageMs: 700 });
  standIn.plays(listed, [page(1), { waitMs: 60_000 }]);
  expect(await scan(listener())).toEqual({ code: 'scanner-failed', pages: 1, reason: 'silent' });
  expect(() => process.kill(standIn.pid(), 0)).toThrow('ESRCH');
});

it('cancelled in the middle: the program ends, what came before is told', async () => {
  standIn.plays(listed, [page(1), { part: 'page0002.png' }, { waitMs: 60_000 }]);
  const heard = listener(({ abort }) => void setTimeout(() => abort.abort(), 50));
  expect(await scan(heard)).toMatchObject({ code: 'cancelled', pages: 1 });
  expect(() => process.kill(standIn.pid(), 0)).toThrow('ESRCH');
});

it('cancelled while the lamp is cold', async () => {
  scanners = wiaScanners(standIn.program, { ...limits, warmingPauseMs: 60_000 });
  standIn.plays(listed, [failed('0x80210007')]);
  const heard = listener();
  setTimeout(() => heard.abort.abort(), 1_000);
  expect(await scan(heard)).toMatchObject({ code: 'cancelled', pages: 0 });
});

it('a second scan on the same device while one runs: busy, and the list from before stands', async () => {
  standIn.plays(listed, [page(1), { until: 'second' }, end]);
  await scanners.list();
  let second: Promise<unknown> | undefined;
  const heard = listener(() => {
    second = scan(listener());
    standIn.let('second');
  });
  const first = scan(heard);
  expect(await scanners.list()).toHaveLength(1);
  expect(await first).toEqual({ code: null, pages: 1 });
  expect(await second).toMatchObject({ code: 'scanner-busy' });
  expect(standIn.runs()).toHaveLength(2);
});

it('a device of another name, or one that would be read as a parameter, is not there', async () => {
  standIn.plays([{ line: { ...device, id: '-Folder' } }, end]);
  expect(await scan(listener(), { scannerId: 'wia:-Folder' })).toMatchObject({ code: 'scanner-absent' });
  expect(await scan(listener())).toMatchObject({ code: 'scanner-absent' });
  expect(standIn.runs().every((args) => args.includes('list'))).toBe(true);
});
