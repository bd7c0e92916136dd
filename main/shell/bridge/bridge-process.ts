/** One running device process and the calls that are open in it. */
import { spawn, type ChildProcess } from 'node:child_process';
import {
  encodeFrame,
  FrameDecoder,
  type Frame,
  type FrameHead,
} from '../../../native-bridge/contract-frames.ts';
import type { Log } from '../logger.ts';
import type { OpenCall } from './open-call.ts';

export interface ProcessSpec {
  readonly deviceClass: string;
  readonly nodePath: string;
  readonly script: string;
  readonly settingsJson: string;
  readonly log: Log;
  readonly pulse: Pulse;
  readonly onEvent: (event: unknown) => void;
  /** Called once, when it has answered a call. */
  readonly onAnswered: () => void;
  /** Called once, when the process and its pipes are gone. */
  readonly onGone: () => void;
}

/** A process whose event loop no longer turns answers no ping; nobody may be calling it, so nobody else would see. */
export interface Pulse {
  readonly everyMs: number;
  /** Pings without any frame in answer, after which it counts as hung; several, for a machine that slept wakes with one. */
  readonly missed: number;
}

/** How long a process may take to leave when asked to, ms; after that it is killed. */
const stopMs = 2_000;
/** Lines of a process's stderr that reach the log, at most. */
const maxStderrLines = 40;

export class BridgeProcess {
  readonly #spec: ProcessSpec;
  readonly #child: ChildProcess;
  readonly #calls = new Map<number, OpenCall>();
  readonly #decoder = new FrameDecoder();
  readonly #startedAt = performance.now();
  readonly #gone: Promise<void>;
  #tellGone: () => void = () => undefined;
  #alive = true;
  #answered = false;
  #stderrLines = 0;
  /** A process that is still loading its drivers is given ten times as long. */
  #unansweredPings: number;
  readonly #pulse: NodeJS.Timeout;

  constructor(spec: ProcessSpec) {
    this.#spec = spec;
    this.#gone = new Promise((resolve) => {
      this.#tellGone = resolve;
    });
    this.#child = spawn(spec.nodePath, ['--disable-warning=ExperimentalWarning', spec.script], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: cleanEnvironment(process.env, spec.settingsJson),
      windowsHide: true,
    });
    this.#listen();
    this.#unansweredPings = -9 * spec.pulse.missed;
    this.#pulse = setInterval(() => this.#ping(), spec.pulse.everyMs);
  }

  /** Calls that it has not ended yet. */
  get load(): number {
    return this.#calls.size;
  }

  /** It has answered at least one call. */
  get answered(): boolean {
    return this.#answered;
  }

  get upMs(): number {
    return performance.now() - this.#startedAt;
  }

  begin(call: OpenCall): void {
    call.begin({
      send: (head, bodies) => this.#send(head, bodies),
      stuck: () => {
        this.#spec.log('bridge-stuck', { deviceClass: this.#spec.deviceClass });
        this.#kill();
      },
    });
    if (!call.over) this.#calls.set(call.id, call);
  }

  /** Asks it to leave by closing its stdin, then kills it. Resolves when it is gone. */
  async stop(): Promise<void> {
    if (!this.#alive) return;
    this.#child.stdin?.end();
    const timer = setTimeout(() => this.#kill(), stopMs);
    await this.#gone;
    clearTimeout(timer);
  }

  #listen(): void {
    // There are no pipes when the machine is out of descriptors; `error` tells that.
    const { stdin, stdout, stderr } = this.#child;
    // A write to a process that has just died; its end is told by `close`.
    for (const pipe of [stdin, stdout, stderr]) pipe?.on('error', () => undefined);
    stdout?.on('data', (chunk: Uint8Array) => this.#read(chunk));
    stderr?.setEncoding('utf8').on('data', (text: string) => this.#complain(text));
    this.#child.once('error', (error: NodeJS.ErrnoException) => {
      this.#spec.log('bridge-spawn-failed', {
        deviceClass: this.#spec.deviceClass,
        reason: error.code ?? error.name,
      });
      if (this.#child.pid === undefined) this.#close(null, null);
    });
    this.#child.once('close', (code, signal) => this.#close(code, signal));
    // A grandchild that kept a pipe open must not keep the dead process on the books.
    this.#child.once('exit', (code, signal) => setTimeout(() => this.#close(code, signal), 1_000).unref());
  }

  #ping(): void {
    if (this.#unansweredPings >= this.#spec.pulse.missed) {
      this.#spec.log('bridge-hung', { deviceClass: this.#spec.deviceClass, openCalls: this.#calls.size });
      this.#kill();
      return;
    }
    this.#unansweredPings += 1;
    this.#send({ type: 'ping' }, []);
  }

  #read(chunk: Uint8Array): void {
    if (!this.#alive) return;
    this.#unansweredPings = 0;
    let frames: Frame[];
    try {
      frames = this.#decoder.push(chunk);
    } catch {
      this.#spec.log('bridge-garbled', { deviceClass: this.#spec.deviceClass });
      this.#kill();
      return;
    }
    for (const frame of frames) this.#dispatch(frame);
  }

  #dispatch(frame: Frame): void {
    if (frame.header.type === 'event') {
      this.#spec.onEvent(frame.header.event);
      return;
    }
    if (!('id' in frame.header)) return;
    const first = !this.#answered;
    this.#answered = true;
    if (first) this.#spec.onAnswered();
    const call = this.#calls.get(frame.header.id);
    call?.receive(frame);
    if (frame.header.type === 'done' || frame.header.type === 'failed') this.#calls.delete(frame.header.id);
  }

  #send(head: FrameHead, bodies: readonly Uint8Array[]): void {
    const pieces = encodeFrame(head, bodies);
    const { stdin } = this.#child;
    if (!this.#alive || !stdin?.writable) return;
    stdin.cork();
    for (const piece of pieces) stdin.write(piece);
    stdin.uncork();
  }

  #kill(): void {
    this.#child.kill('SIGKILL');
  }

  #close(code: number | null, signal: string | null): void {
    if (!this.#alive) return;
    this.#alive = false;
    clearInterval(this.#pulse);
    this.#spec.log('bridge-exited', {
      deviceClass: this.#spec.deviceClass,
      code,
      signal,
      openCalls: this.#calls.size,
      upMs: Math.round(this.upMs),
    });
    for (const call of this.#calls.values()) call.lose();
    this.#calls.clear();
    this.#tellGone();
    this.#spec.onGone();
  }

  /** Only where it happened reaches the log: a driver's own words might quote a document. */
  #complain(text: string): void {
    for (const [, file = '', line = ''] of text.matchAll(/([\w.-]+\.(?:ts|mjs|cjs|js)):(\d+)/g)) {
      this.#stderrLines += 1;
      if (this.#stderrLines > maxStderrLines) return;
      this.#spec.log('bridge-stderr', { deviceClass: this.#spec.deviceClass, at: `${file}:${line}` });
    }
  }
}

/**
 * glibc otherwise keeps an arena for each thread, and after the first large picture that is freed takes all later ones
 * from the heap, with their holes: measured, a worker stays at 263 MB instead of 150 between two pages.
 */
const leanMemory = {
  MALLOC_ARENA_MAX: '1',
  MALLOC_MMAP_THRESHOLD_: '1000000',
  MALLOC_TRIM_THRESHOLD_: '1000000',
} as const;

/** A device process needs the system's variables; those that change Node or hold the application's secrets stay here. */
export function cleanEnvironment(
  from: Readonly<Record<string, string | undefined>>,
  settingsJson: string,
): Record<string, string> {
  const kept = Object.entries(from).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && !/^(NODE_|ELECTRON_|npm_|MOT_CUA_|CHROME_|VITEST)/i.test(entry[0]),
  );
  return { ...leanMemory, ...Object.fromEntries(kept), MOT_CUA_BRIDGE: settingsJson };
}
