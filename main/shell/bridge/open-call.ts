/** One call to a device process, from its request to its outcome. */
import type { z } from 'zod';
import type { BridgeOutcome, CallOptions } from '../../../native-bridge/contract.ts';
import { BrokenFrame, type Frame, type FrameHead } from '../../../native-bridge/contract-frames.ts';

export interface CallRequest {
  readonly id: number;
  readonly operation: string;
  readonly params: unknown;
  readonly bodies: readonly Uint8Array[];
  readonly schemas: { readonly item: z.ZodType; readonly result: z.ZodType };
  readonly options: CallOptions<unknown>;
  /** How long a process may take to end a call that was told to, ms; after that it counts as stuck. */
  readonly graceMs: number;
}

/** What a call needs of the process that runs it. */
export interface CallHost {
  send(head: FrameHead, bodies: readonly Uint8Array[]): void;
  /** The process does not hear: it has to be replaced. */
  stuck(): void;
}

export type CallOutcome = BridgeOutcome<unknown>;

export class OpenCall {
  readonly id: number;
  readonly outcome: Promise<CallOutcome>;
  readonly #request: CallRequest;
  readonly #settle: { resolve(outcome: CallOutcome): void; reject(error: unknown): void };
  #host: CallHost | undefined;
  #timer: NodeJS.Timeout | undefined;
  #items: Promise<void> = Promise.resolve();
  #itemsInHand = 0;
  /** Nobody wants further items: cancelled, timed out, or the taker failed. */
  #unwanted = false;
  /** The process has said its last word about this call. */
  #ended = false;
  readonly #onAbort = (): void => this.#cancel();

  constructor(request: CallRequest) {
    this.id = request.id;
    this.#request = request;
    const { promise, resolve, reject } = deferred<CallOutcome>();
    this.outcome = promise;
    this.#settle = { resolve, reject };
    this.#arm();
    request.options.signal?.addEventListener('abort', this.#onAbort, { once: true });
    if (request.options.signal?.aborted) this.#cancel();
  }

  get over(): boolean {
    return this.#ended;
  }

  /** Hands the request to a process; ends at once, with `file-too-large`, when no frame can hold it. */
  begin(host: CallHost): void {
    this.#host = host;
    const { id, operation, params, bodies } = this.#request;
    try {
      host.send({ type: 'request', id, operation, params }, bodies);
    } catch (error) {
      if (!(error instanceof BrokenFrame)) throw error;
      this.#end(failed('file-too-large'));
    }
  }

  receive({ header, bodies }: Frame): void {
    switch (header.type) {
      case 'progress':
        this.#arm();
        if (!this.#unwanted) this.#request.options.onProgress?.(header.done, header.total);
        return;
      case 'item':
        this.#takeItem(header.item, bodies);
        return;
      case 'done': {
        const result = this.#request.schemas.result.safeParse(header.result);
        this.#end(result.success ? { ok: true, value: result.data, bodies } : failed('unexpected'));
        return;
      }
      case 'failed':
        this.#end(failed(header.code, header.details));
        return;
      default:
        return;
    }
  }

  /** The process has gone; what it handed over before that still counts. */
  lose(): void {
    this.#end(failed('worker-lost'));
  }

  #takeItem(raw: unknown, bodies: readonly Uint8Array[]): void {
    clearTimeout(this.#timer);
    this.#itemsInHand += 1;
    this.#items = this.#items.then(async () => {
      try {
        if (!this.#unwanted)
          await this.#request.options.onItem?.(this.#request.schemas.item.parse(raw), bodies);
      } catch (error) {
        this.#settle.reject(error);
        this.#askToEnd();
      }
      this.#itemsInHand -= 1;
      if (this.#ended) return;
      this.#host?.send({ type: 'taken', id: this.id }, []);
      this.#arm();
    });
  }

  /** The clock of the process stands still while the taker works on an item. */
  #arm(): void {
    if (this.#unwanted || this.#ended || this.#itemsInHand > 0) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#settle.resolve(failed('timed-out', { ms: this.#request.options.timeoutMs }));
      this.#askToEnd();
    }, this.#request.options.timeoutMs);
  }

  #cancel(): void {
    if (this.#ended || this.#unwanted) return;
    this.#askToEnd();
  }

  #askToEnd(): void {
    if (this.#ended) return;
    this.#unwanted = true;
    clearTimeout(this.#timer);
    const host = this.#host;
    if (!host) {
      this.#end(failed('cancelled'));
      return;
    }
    host.send({ type: 'cancel', id: this.id }, []);
    this.#timer = setTimeout(() => {
      this.#end(failed('cancelled'));
      host.stuck();
    }, this.#request.graceMs);
  }

  #end(outcome: CallOutcome): void {
    if (this.#ended) return;
    this.#ended = true;
    clearTimeout(this.#timer);
    this.#request.options.signal?.removeEventListener('abort', this.#onAbort);
    void this.#items.then(() => this.#settle.resolve(outcome));
  }
}

export function failed(code: string, details: Readonly<Record<string, string | number>> = {}): CallOutcome {
  return { ok: false, error: { code, details } };
}

function deferred<Value>(): {
  promise: Promise<Value>;
  resolve: (value: Value) => void;
  reject: (error: unknown) => void;
} {
  let resolve!: (value: Value) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<Value>((resolvePromise, rejectPromise) => {
    resolve = resolvePromise;
    reject = rejectPromise;
  });
  return { promise, resolve, reject };
}
