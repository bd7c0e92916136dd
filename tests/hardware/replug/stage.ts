/** A device class whose device can be plugged in and out, with its real device process under the real supervisor. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBridge } from '../../../main/shell/bridge/supervisor.ts';
import type { BridgeClient, BridgeSettings, DeviceClass } from '../../../native-bridge/contract.ts';
import type { EventOf } from '../../../native-bridge/contract-devices.ts';

export interface Stage {
  /** Plugs in and waits until the class says that the device works. */
  plug(): Promise<void>;
  /** Pulls it out and waits until the class says that it is gone. */
  unplug(): Promise<void>;
  /** Process ids that the class's device process had so far; more than one means that it was restarted. */
  pids(): number[];
  /** Collects garbage in the device process; bytes of its heap that are left in use. */
  collect(): Promise<number>;
  end(): Promise<void>;
}

export interface StageKind {
  readonly name: string;
  /** Programs that are missing here. */
  readonly needs: readonly string[];
  start(): Promise<Stage>;
}

const root = join(import.meta.dirname, '..', '..', '..');

export interface StartedClass<Class extends DeviceClass> extends Pick<Stage, 'pids' | 'collect'> {
  readonly bridge: BridgeClient<Class>;
  end(): Promise<void>;
}

export interface ClassSurroundings<Class extends DeviceClass> {
  /** What starts the device process, given its script: a machine with made-up devices. */
  readonly nodePath?: string;
  readonly onEvent?: (event: EventOf<Class>) => void;
}

/** The class's own entry file, with a way to collect garbage before its memory is measured. */
export function startClass<Class extends DeviceClass>(
  deviceClass: Class,
  settings: Partial<BridgeSettings>,
  { nodePath = process.execPath, onEvent = () => undefined }: ClassSurroundings<Class> = {},
): StartedClass<Class> {
  const folder = mkdtempSync(join(tmpdir(), 'replug-'));
  const [script, pids, collected] = ['process.mjs', 'pids', 'collected'].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  const entry = JSON.stringify(join(root, 'native-bridge', deviceClass, 'main.ts'));
  writeFileSync(pids, '');
  writeFileSync(
    script,
    `import { appendFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc');
appendFileSync(${JSON.stringify(pids)}, process.pid + '\\n');
process.on('SIGUSR2', () => { gc(); gc(); appendFileSync(${JSON.stringify(collected)}, process.memoryUsage().heapUsed + '\\n'); });
await import(${entry});
`,
  );
  writeFileSync(collected, '');
  const bridge = startBridge({
    deviceClass,
    nodePath,
    onEvent,
    script,
    settings: { training: false, slipPrinters: [], ...settings },
    log: () => undefined,
  });
  const known = () => readFileSync(pids, 'utf8').trim().split('\n').filter(Boolean).map(Number);
  return {
    bridge,
    pids: known,
    async collect() {
      const before = readFileSync(collected).length;
      process.kill(known().at(-1) ?? 0, 'SIGUSR2');
      await until(() => readFileSync(collected).length > before, 'garbage collected');
      return Number(readFileSync(collected, 'utf8').trim().split('\n').at(-1));
    },
    async end() {
      await bridge.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export async function until(
  condition: () => boolean | Promise<boolean>,
  what: string,
  limitMs = 30_000,
): Promise<void> {
  const end = performance.now() + limitMs;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`it did not happen: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}
