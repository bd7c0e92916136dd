/** The device process's end of the bridge: answers requests from stdin on stdout until the parent closes stdin. */
import { Socket } from 'node:net';
import type { z } from 'zod';
import { BridgeError } from './bridge-error.ts';
import {
  bridgeContract,
  BridgeSettings,
  type BridgeOperations,
  type commonOperations,
  type DeviceClass,
  type ItemOf,
  type ParamsOf,
  type ResultOf,
} from './contract.ts';
import { bridgeEvents, type EventOf } from './contract-devices.ts';
import { encodeFrame, FrameDecoder, type Frame, type FrameHead } from './contract-frames.ts';
import { tracedEntries, traceStep } from './trace.ts';

/** Exit codes that the supervisor's log shows. */
export const exitCodes = { brokenFrame: 65, bug: 70 } as const;

/** Items that may be on their way before `item()` waits for the main process: one in work, one ready. */
const itemsAhead = 2;
/** How long handlers may clean up after the parent has gone, ms. */
const farewellMs = 1_000;
/** Asked all the time by the status bar: their good ends would push all else out of the trace. */
const untraced: ReadonlySet<string> = new Set(['list', 'trace']);

export interface HandlerContext<Item, Event = never> {
  /** Aborts when the caller cancels or the parent dies; the handler then ends soon, by any error. */
  readonly signal: AbortSignal;
  progress(done: number, total: number | null): void;
  /**
   * Hands one item over. Resolves at once while the main process keeps up, else when it has taken an earlier one;
   * rejects with `cancelled` when the call is cancelled.
   */
  item(item: Item, bodies: readonly Uint8Array[]): Promise<void>;
  /** As `Host.emit`. */
  emit(event: Event): void;
}

/** What a device process has for all of its life, between calls as well. */
export interface Host<Class extends DeviceClass> {
  /** Tells the main process something unasked. */
  emit(event: EventOf<Class>): void;
  /** Called once when the parent asks to leave or has gone: a moment to let go of devices. */
  onEnd(letGo: () => Promise<void>): void;
}

export interface Answer<Value> {
  readonly result: Value;
  readonly bodies: readonly Uint8Array[];
}

export type Handler<Class extends DeviceClass, Name extends keyof BridgeOperations<Class>> = (
  params: ParamsOf<Class, Name>,
  bodies: readonly Uint8Array[],
  context: HandlerContext<ItemOf<Class, Name>, EventOf<Class>>,
) => Promise<Answer<ResultOf<Class, Name>>>;

/** Those of the class itself; the common ones are answered here. */
export type Handlers<Class extends DeviceClass> = {
  readonly [Name in Exclude<keyof BridgeOperations<Class> & string, keyof typeof commonOperations>]: Handler<
    Class,
    Name
  >;
};

type UntypedHandler = (
  params: unknown,
  bodies: readonly Uint8Array[],
  context: HandlerContext<unknown, unknown>,
) => Promise<Answer<unknown>>;
type Schemas = { readonly params: z.ZodType; readonly item: z.ZodType; readonly result: z.ZodType };

interface OpenRequest {
  readonly abort: AbortController;
  ahead: number;
  /** Wakes `item()` calls that wait for room. */
  readonly waiting: (() => void)[];
}

/** The settings that the supervisor passed; without any, no configured device and no training. */
export function readSettings(): BridgeSettings {
  const text = process.env['MOT_CUA_BRIDGE'];
  return text ? BridgeSettings.parse(JSON.parse(text)) : { training: false, slipPrinters: [] };
}

/**
 * Serves one device class, with handlers or with a function that makes them once the host is there. Requests run side
 * by side; a handler that must not, orders itself.
 * A rejected handler answers `failed`: a BridgeError with its code, anything else as `unexpected` (a bug, told on
 * stderr). An uncaught error or a broken frame ends the process; the supervisor starts a new one.
 */
export function serve<Class extends DeviceClass>(
  deviceClass: Class,
  make: Handlers<Class> | ((host: Host<Class>) => Handlers<Class>),
): void {
  // process.stdout is synchronous for pipes: a page on its way would keep a cancel from being heard.
  const output = new Socket({ fd: 1, readable: false, writable: true });
  divertConsole();
  const open = new Map<number, OpenRequest>();
  const decoder = new FrameDecoder();
  const letGo: (() => Promise<void>)[] = [];
  let ending = false;

  process.on('uncaughtException', (error) => die(error, exitCodes.bug));
  process.on('unhandledRejection', (error) => die(error, exitCodes.bug));
  output.on('error', () => end());
  process.stdin.on('data', (chunk: Uint8Array) => {
    let frames: Frame[] = [];
    try {
      frames = decoder.push(chunk);
    } catch (error) {
      die(error, exitCodes.brokenFrame);
    }
    for (const frame of frames) receive(frame);
  });
  process.stdin.on('end', end);
  process.stdin.on('close', end);
  process.stdin.on('error', end);
  const handlers =
    typeof make === 'function' ? make({ emit, onEnd: (release) => void letGo.push(release) }) : make;

  /** The parent has gone or asks to stop: give handlers a moment to put devices and folders in order. */
  function end(): void {
    if (ending) return;
    ending = true;
    for (const request of open.values()) request.abort.abort();
    setTimeout(() => process.exit(0), farewellMs).unref();
    const released = Promise.allSettled(letGo.map((release) => release()));
    void Promise.all([settled(), released]).then(() => process.exit(0));
  }

  async function settled(): Promise<void> {
    const until = Date.now() + farewellMs;
    while (open.size > 0 && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 10));
  }

  function send(head: FrameHead, bodies: readonly Uint8Array[]): void {
    if (ending || output.destroyed) return;
    const pieces = encodeFrame(head, bodies);
    output.cork();
    for (const piece of pieces) output.write(piece);
    output.uncork();
  }

  /** An event of another shape than the class's is a bug of the driver: the main process would drop it. */
  function emit(event: unknown): void {
    send({ type: 'event', event: bridgeEvents[deviceClass].parse(event) }, []);
  }

  function receive({ header, bodies }: Frame): void {
    switch (header.type) {
      case 'request':
        void answer(header.id, header.operation, header.params, bodies);
        return;
      case 'cancel':
        open.get(header.id)?.abort.abort();
        return;
      case 'ping':
        send({ type: 'pong' }, []);
        return;
      case 'taken': {
        const request = open.get(header.id);
        if (!request) return;
        request.ahead -= 1;
        request.waiting.shift()?.();
        return;
      }
      default:
        die(new Error(`a ${header.type} frame is not for a device process`), exitCodes.brokenFrame);
    }
  }

  async function answer(
    id: number,
    name: string,
    params: unknown,
    bodies: readonly Uint8Array[],
  ): Promise<void> {
    const request: OpenRequest = { abort: new AbortController(), ahead: 0, waiting: [] };
    open.set(id, request);
    const started = performance.now();
    const tell = (outcome: string) =>
      traceStep(deviceClass, `${name} ${outcome}`, { ms: Math.round(performance.now() - started) });
    try {
      const operations: Readonly<Record<string, Schemas>> = bridgeContract[deviceClass];
      const schemas = Object.hasOwn(operations, name) ? operations[name] : undefined;
      if (!schemas) throw new BridgeError('unknown-operation');
      const parsed = schemas.params.safeParse(params);
      if (!parsed.success) throw new BridgeError('wrong-shape');
      const handler = name === 'trace' ? answerTrace : ownHandler(name);
      const context: HandlerContext<unknown, unknown> = {
        signal: request.abort.signal,
        progress: (done, total) => send({ type: 'progress', id, done, total }, []),
        item: (item, itemBodies) => hand(id, request, schemas.item.parse(item), itemBodies),
        emit,
      };
      const { result, bodies: resultBodies } = await handler(parsed.data, bodies, context);
      send({ type: 'done', id, result: schemas.result.parse(result) }, resultBodies);
      if (!untraced.has(name)) tell('done');
    } catch (error) {
      const failure = failureOf(error, request.abort.signal.aborted);
      tell(failure.code);
      if (failure.code === 'unexpected') report(error);
      send({ type: 'failed', id, code: failure.code, details: failure.details }, []);
    } finally {
      open.delete(id);
    }
  }

  function ownHandler(name: string): UntypedHandler {
    return (handlers as Readonly<Record<string, unknown>>)[name] as UntypedHandler;
  }

  async function hand(
    id: number,
    request: OpenRequest,
    item: unknown,
    bodies: readonly Uint8Array[],
  ): Promise<void> {
    const { signal } = request.abort;
    while (request.ahead >= itemsAhead && !signal.aborted) {
      await new Promise<void>((resolve) => {
        request.waiting.push(resolve);
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    }
    if (signal.aborted) throw new BridgeError('cancelled');
    request.ahead += 1;
    send({ type: 'item', id, item }, bodies);
  }
}

const answerTrace: UntypedHandler = () =>
  Promise.resolve({ result: { entries: tracedEntries() }, bodies: [] });

function failureOf(
  error: unknown,
  aborted: boolean,
): { code: string; details: Record<string, string | number> } {
  if (error instanceof BridgeError) return { code: error.code, details: { ...error.details } };
  return { code: aborted ? 'cancelled' : 'unexpected', details: {} };
}

/** A library that prints would break the frames. */
function divertConsole(): void {
  Object.assign(console, { log: console.error, info: console.error, debug: console.error });
}

/** Where it happened, but not the message: a parser's message may quote the document that it read. */
function report(error: unknown): void {
  const where =
    error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)) : [];
  const name = error instanceof Error ? error.name : typeof error;
  process.stderr.write(`${[name, ...where.slice(0, 8)].join('\n')}\n`);
}

function die(error: unknown, code: number): never {
  report(error);
  process.exit(code);
}
