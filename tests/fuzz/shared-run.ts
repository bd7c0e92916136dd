/** What the fuzzing thread tells while it runs, in shared memory: the watcher reads it even when the thread hangs. */
const fields = 4;
const inputRoom = 64 * 1024;

export class SharedRun {
  readonly memory: SharedArrayBuffer;
  readonly #numbers: Int32Array;
  readonly #input: Uint8Array;

  constructor(memory = new SharedArrayBuffer(fields * 4 + inputRoom)) {
    this.memory = memory;
    this.#numbers = new Int32Array(memory, 0, fields);
    this.#input = new Uint8Array(memory, fields * 4);
  }

  begin(input: Uint8Array): void {
    this.#input.set(input.subarray(0, inputRoom));
    Atomics.store(this.#numbers, 1, Math.min(input.byteLength, inputRoom));
    Atomics.add(this.#numbers, 2, 1);
    Atomics.store(this.#numbers, 0, 1);
  }

  end(): void {
    Atomics.store(this.#numbers, 0, 0);
  }

  /** The input under work and its number; null between inputs. */
  current(): { readonly input: Uint8Array; readonly number: number } | null {
    if (Atomics.load(this.#numbers, 0) === 0) return null;
    const length = Atomics.load(this.#numbers, 1);
    return {
      input: Uint8Array.from(this.#input.subarray(0, length)),
      number: Atomics.load(this.#numbers, 2),
    };
  }
}
