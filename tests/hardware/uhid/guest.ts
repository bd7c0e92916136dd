/** Runs inside the virtual machine: plugs a scanner into its kernel and works with it through our reader process. */
import { spawn } from 'node:child_process';
import { encodeFrame, FrameDecoder } from '../../../native-bridge/contract-frames.ts';
import { reportsOf, usualDescriptor } from '../../../native-bridge/readers/simulator/descriptor-bytes.ts';
import { plugInUhidScanner } from './uhid-scanner.ts';

const [script = ''] = process.argv.slice(2);
const card =
  '001185000321|012345678|Trần Thị Bích Ngọc|02031985|Nữ|Số 8, Ngõ Thí Dụ, Ô Chợ Dừa, Hà Nội|11052022';
const identity = { name: 'Thu Nghiem Scanner', serial: 'SN42', vendor: 0x05e0, product: 0x1701 };
const readerId = 'hid:05e0:1701:SN42';
const limitMs = 60_000;

interface Header {
  readonly type: string;
  readonly id?: number;
  readonly event?: Readonly<Record<string, unknown>>;
  readonly result?: { readonly readers?: readonly { readonly id: string; readonly state: string }[] };
  readonly code?: string;
}

const readers = spawn(process.execPath, [script], {
  stdio: ['pipe', 'pipe', 'inherit'],
  env: { ...process.env, MOT_CUA_BRIDGE: JSON.stringify({ training: false, slipPrinters: [] }) },
});
const heard: Readonly<Record<string, unknown>>[] = [];
const answers = new Map<number, (header: Header) => void>();
const decoder = new FrameDecoder();
readers.stdout.on('data', (chunk: Buffer) => {
  for (const frame of decoder.push(chunk)) {
    const header = frame.header as Header;
    if (header.type === 'event' && header.event) heard.push(header.event);
    else if (header.id !== undefined) answers.get(header.id)?.(header);
  }
});
let lastId = 0;
function ask(operation: string, params: object = {}): Promise<Header> {
  const id = (lastId += 1);
  const answer = new Promise<Header>((resolve) => answers.set(id, resolve));
  for (const piece of encodeFrame({ type: 'request', id, operation, params }, [])) readers.stdin.write(piece);
  return answer;
}

const began = performance.now();
const times: Record<string, number> = {};
async function step(name: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + limitMs;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`it did not happen: ${name}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  times[name] = Math.round(performance.now() - began);
}
const listed = async (): Promise<readonly { readonly id: string; readonly state: string }[]> =>
  (await ask('list')).result?.readers ?? [];

try {
  await step('no reader', async () => (await listed()).length === 0);
  const scanner = await plugInUhidScanner(usualDescriptor, identity);
  await step('seen', async () =>
    (await listed()).some(({ id, state }) => id === readerId && state === 'ready'),
  );
  const reports = reportsOf(new TextEncoder().encode(card), ']Q3');
  for (const report of reports) await scanner.report(report);
  await step(`read in ${reports.length} reports`, () => heard.some(({ type }) => type === 'scanned'));
  const [scan] = heard.filter(({ type }) => type === 'scanned');
  if (scan?.['payload'] !== card || scan['symbology'] !== 'qr')
    throw new Error('the code is not the one sent');
  await ask('trigger', { readerId, on: true });
  await ask('beep', { readerId, sound: 'error' });
  await step('written', () => scanner.written.join(' ') === '0401 0404');
  await scanner.unplug();
  await step('unplugged', async () => (await listed()).length === 0);
  const late = await ask('beep', { readerId, sound: 'good' });
  if (late.code !== 'reader-absent') throw new Error('an unplugged reader beeped');
  console.log(`UHID-PASS ${JSON.stringify(times)}`);
} catch (error) {
  console.log(`UHID-FAIL ${String(error)} ${JSON.stringify(times)}`);
} finally {
  readers.kill();
  process.exit(0);
}
