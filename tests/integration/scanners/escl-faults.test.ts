/** Our network scanner client against a scanner that answers wrongly: one test a fault; pages so far are kept. */
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  startEsclSimulator,
  type EsclSimulator,
} from '../../../native-bridge/scanners/escl/simulator/server.ts';
import type { AnswerFault } from '../../../native-bridge/scanners/escl/simulator/faults.ts';
import { client, quick, scan, sides, type Client } from '../../hardware/scanner/escl-rig.ts';
import { sheetPicture } from '../../hardware/scanner/sheets.ts';

let simulator: EsclSimulator;
let own: Client;
let scannerId = '';
const signal = () => new AbortController().signal;

// Pages are drawn before a deadline runs.
beforeAll(async () => {
  await sides(0, 10, 75);
  await sides(1, 6, 100);
});
beforeEach(async () => {
  simulator = await startEsclSimulator({ picture: sheetPicture });
  simulator.load(10);
  own = client();
  scannerId = (await own.driver.add(simulator.base.href, signal())).id;
});
afterEach(() => simulator.close());

test('ten pages of the feeder arrive in order, byte for byte', async () => {
  expect(await scan(own.driver, { scannerId })).toMatchObject({ code: null, pages: await sides(1, 10, 75) });
});

test('glass: one page, and the job is put away', async () => {
  expect(await scan(own.driver, { scannerId, source: 'flatbed' })).toMatchObject({
    code: null,
    pages: await sides(0, 0, 75),
  });
  expect(simulator.asked.at(-1)).toMatch(/^DELETE \/eSCL\/ScanJobs\//);
});

test('two-sided: twice as many pages; grey and the resolution are asked for', async () => {
  simulator.load(3);
  const end = await scan(own.driver, { scannerId, source: 'feeder-duplex', dpi: 90, colour: 'grey' });
  expect(end).toMatchObject({ code: null, pages: await sides(1, 6, 100) });
  expect(simulator.settings.at(-1)).toMatch(/<scan:Duplex>true<.*Grayscale8.*<scan:XResolution>100</s);
});

describe('paper', () => {
  test('jam-at-7: six pages are kept, and scanning goes on with the seventh', async () => {
    simulator.arm({ kind: 'paper', fault: 'jam', page: 7 });
    const jammed = await scan(own.driver, { scannerId });
    expect(jammed).toMatchObject({
      code: 'scanner-jammed',
      details: { pages: 6 },
      pages: await sides(1, 6, 75),
    });
    // Still jammed: nothing is pulled in.
    expect(await scan(own.driver, { scannerId })).toMatchObject({ code: 'scanner-jammed', pages: [] });
    simulator.putRight();
    const rest = await scan(own.driver, { scannerId });
    expect([...jammed.pages, ...rest.pages]).toEqual(await sides(1, 10, 75));
  });

  test.each([
    ['cover-open', 'scanner-cover-open'],
    ['stopped', 'scanner-stopped'],
  ] as const)('%s at page 4: %s, three pages are kept', async (fault, code) => {
    simulator.arm({ kind: 'paper', fault, page: 4 });
    expect(await scan(own.driver, { scannerId })).toMatchObject({ code, pages: await sides(1, 3, 75) });
  });

  test('empty feeder: scanner-empty, and no job is made', async () => {
    simulator.load(0);
    expect(await scan(own.driver, { scannerId })).toMatchObject({ code: 'scanner-empty', pages: [] });
    expect(simulator.asked.filter((line) => line.startsWith('POST'))).toEqual([]);
  });
});

describe('busy (503)', () => {
  test('twice before the job: asked again, ten pages', async () => {
    simulator.arm({ kind: 'answer', fault: 'busy', place: 'job', times: 2 });
    expect(await scan(own.driver, { scannerId })).toMatchObject({
      code: null,
      pages: await sides(1, 10, 75),
    });
  });
  test('twice before the fourth page: asked again, no page twice', async () => {
    simulator.arm({ kind: 'answer', fault: 'busy', place: 'page', after: 3, times: 2 });
    expect(await scan(own.driver, { scannerId })).toMatchObject({
      code: null,
      pages: await sides(1, 10, 75),
    });
  });
  test('for ever: scanner-busy after the limit', async () => {
    simulator.arm({ kind: 'answer', fault: 'busy', place: 'job' });
    expect(await scan(own.driver, { scannerId })).toMatchObject({
      code: 'scanner-busy',
      details: { pages: 0 },
    });
  });
});

const pageFaults: readonly (readonly [AnswerFault, string, Record<string, string | number>])[] = [
  ['silent', 'scanner-silent', { stage: 'answer' }],
  ['slow-drip', 'scanner-silent', { stage: 'drip' }],
  ['half', 'scanner-answer-bad', { reason: 'half' }],
  ['html', 'scanner-answer-bad', { reason: 'html' }],
  ['empty', 'scanner-answer-bad', { reason: 'empty-page' }],
  ['length-too-long', 'scanner-answer-bad', { reason: 'half' }],
  ['length-too-short', 'scanner-answer-bad', { reason: 'half' }],
  ['garbled-chunks', 'scanner-answer-bad', {}],
  ['encoded', 'scanner-answer-bad', { reason: 'encoded' }],
  ['hang-up', 'scanner-answer-bad', { reason: 'hung-up' }],
  ['not-http', 'scanner-answer-bad', { reason: 'not-http' }],
  ['huge-header', 'scanner-answer-bad', { reason: 'header-too-long' }],
  ['error-500', 'scanner-failed', { status: 500 }],
];
describe('page 4 comes wrong: three pages are kept, and scanning goes on with the fourth', () => {
  test.each(pageFaults)('%s: %s', async (fault, code, details) => {
    simulator.arm({ kind: 'answer', fault, place: 'page', after: 3 });
    const broken = await scan(own.driver, { scannerId });
    expect(broken).toMatchObject({ code, details: { ...details, pages: 3 }, pages: await sides(1, 3, 75) });
    expect(simulator.asked.at(-1)).toMatch(/^DELETE /);
    simulator.arm(null);
    const rest = await scan(own.driver, { scannerId });
    expect([...broken.pages, ...rest.pages]).toEqual(await sides(1, 10, 75));
  });
});

const gigabyte = 1024 ** 3;
test('two-gigabyte page, announced: refused by its announcement, nothing of it is held', async () => {
  simulator.arm({ kind: 'answer', fault: 'huge-announced', place: 'page', after: 2 });
  const end = await scan(own.driver, { scannerId });
  expect(end).toMatchObject({ code: 'scanner-page-too-large', details: { limit: 256, pages: 2 } });
  expect(end.heldBytes).toBeLessThan(64 * 1024 * 1024);
  expect(simulator.bytesSent()).toBeLessThan(gigabyte / 8);
});

test('two-gigabyte page, unannounced: ended at the limit', async () => {
  const limited = client({ ...quick, pageBytes: 8 * 1024 * 1024, pageMs: 20_000 }, own.memory);
  simulator.arm({ kind: 'answer', fault: 'huge-chunked', place: 'page', after: 2 });
  const end = await scan(limited.driver, { scannerId });
  expect(end).toMatchObject({ code: 'scanner-page-too-large', details: { limit: 8, pages: 2 } });
  expect(end.heldBytes).toBeLessThan(64 * 1024 * 1024);
  expect(simulator.bytesSent()).toBeLessThan(gigabyte / 8);
});

const documentFaults: readonly (readonly [AnswerFault, string, Record<string, string>])[] = [
  ['silent', 'scanner-silent', { stage: 'answer' }],
  ['slow-drip', 'scanner-silent', { stage: 'drip' }],
  ['half', 'scanner-answer-bad', { reason: 'half' }],
  ['html', 'scanner-answer-bad', { reason: 'html' }],
  ['empty', 'scanner-answer-bad', { reason: 'xml-cut-short' }],
  ['length-too-short', 'scanner-answer-bad', { reason: 'xml-cut-short' }],
  ['length-too-long', 'scanner-answer-bad', { reason: 'half' }],
  ['huge-announced', 'scanner-answer-bad', { reason: 'too-long' }],
  ['huge-chunked', 'scanner-answer-bad', { reason: 'too-long' }],
  ['entity-bomb', 'scanner-answer-bad', { reason: 'xml-doctype' }],
  ['deep', 'scanner-answer-bad', { reason: 'xml-too-deep' }],
  ['not-http', 'scanner-answer-bad', { reason: 'not-http' }],
  ['huge-header', 'scanner-answer-bad', { reason: 'header-too-long' }],
  ['error-500', 'scanner-answer-bad', { reason: 'status-500' }],
];
describe('capabilities come wrong: nothing is added', () => {
  test.each(documentFaults)('%s: %s', async (fault, code, details) => {
    simulator.arm({ kind: 'answer', fault, place: 'capabilities' });
    const fresh = client();
    await expect(fresh.driver.add(simulator.base.href, signal())).rejects.toMatchObject({ code, details });
    expect(fresh.memory.all()).toEqual([]);
    expect(await fresh.driver.list()).toEqual([]);
  });
});

describe('status comes wrong in the middle: pages so far are kept', () => {
  test.each([
    ['html', 'scanner-answer-bad'],
    ['silent', 'scanner-silent'],
    ['entity-bomb', 'scanner-answer-bad'],
  ] as const)('%s: %s', async (fault, code) => {
    // The first status is asked before the job, the second when the pages are at an end.
    simulator.load(3);
    simulator.arm({ kind: 'answer', fault, place: 'status', after: 1 });
    const end = await scan(own.driver, { scannerId });
    expect(end).toMatchObject({ code, details: { pages: 3 }, pages: await sides(1, 3, 75) });
  });
});

test('cancel-mid-feed: cancelled, the job is deleted, and the next scan works', async () => {
  const abort = new AbortController();
  const end = await scan(
    own.driver,
    { scannerId },
    { signal: abort.signal, onPage: (index) => void (index === 2 && abort.abort()) },
  );
  expect(end).toMatchObject({ code: 'cancelled' });
  expect(simulator.asked.at(-1)).toMatch(/^DELETE /);
  expect(await scan(own.driver, { scannerId })).toMatchObject({ code: null });
});

test('cancel-while-the-scanner-thinks: cancelled at once, not at the deadline', async () => {
  const patient = client({ ...quick, pageStartMs: 60_000 }, own.memory);
  simulator.arm({ kind: 'answer', fault: 'silent', place: 'page' });
  const abort = new AbortController();
  const asked = simulator.asked.length;
  const open = scan(patient.driver, { scannerId }, { signal: abort.signal });
  while (!simulator.asked.slice(asked).some((line) => line.endsWith('/NextDocument')))
    await new Promise((resolve) => setTimeout(resolve, 10));
  abort.abort();
  expect(await open).toMatchObject({ code: 'cancelled', pages: [] });
});

test('two-scans-at-once: the second is scanner-busy, the first goes on', async () => {
  let second: unknown;
  const first = await scan(
    own.driver,
    { scannerId },
    { onPage: async (index) => void (index === 0 && (second = await scan(own.driver, { scannerId }))) },
  );
  expect(second).toMatchObject({ code: 'scanner-busy' });
  expect(first).toMatchObject({ code: null, pages: await sides(1, 10, 75) });
});

test('switched off: scanner-absent, and no longer listed', async () => {
  await simulator.close();
  expect(await scan(own.driver, { scannerId })).toMatchObject({ code: 'scanner-absent' });
  expect(await own.driver.list()).toEqual([]);
});

test('takes the connection and never says a word: scanner-silent', async () => {
  const mute = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => mute.once('listening', resolve));
  const { port } = mute.address() as AddressInfo;
  await expect(client().driver.add(`http://127.0.0.1:${port}`, signal())).rejects.toMatchObject({
    code: 'scanner-silent',
    details: { stage: 'answer' },
  });
  mute.close();
});

test.each([
  '',
  'máy quét',
  'ftp://192.0.2.7',
  'http://a b/',
  'http://u:p@192.0.2.7',
  '192.0.2.7/?x',
  'x'.repeat(301),
])('no address %j: scanner-address-wrong', async (address) => {
  await expect(own.driver.add(address, signal())).rejects.toMatchObject({ code: 'scanner-address-wrong' });
});

test('another scanner at the known address: scanner-absent, never a page from the wrong one', async () => {
  const port = Number(simulator.base.port);
  await simulator.close();
  simulator = await startEsclSimulator({ picture: sheetPicture, port });
  simulator.load(3);
  expect(await scan(own.driver, { scannerId })).toMatchObject({ code: 'scanner-absent', pages: [] });
});
