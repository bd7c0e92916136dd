/** Counts the bytes that code asks of typed arrays and Buffers, whether or not they are ever touched. */

let asked = 0;

export function askedBytes(): number {
  return asked;
}

export function forgetAskedBytes(): void {
  asked = 0;
}

/** Replaces the constructors and allocators of this thread by counting ones. Call once. */
export function countAllocations(): void {
  for (const name of ['Uint8Array', 'Uint16Array', 'Uint32Array', 'Float64Array', 'ArrayBuffer'] as const) {
    const width = name === 'ArrayBuffer' ? 1 : globalThis[name].BYTES_PER_ELEMENT;
    const counting = new Proxy(globalThis[name] as new (...parts: unknown[]) => object, {
      construct(target, parts, newTarget) {
        const [length] = parts;
        if (typeof length === 'number' && length > 0) asked += length * width;
        return Reflect.construct(target, parts, newTarget as never) as object;
      },
    });
    // libraries tell arrays by their constructor
    Object.assign(globalThis[name].prototype, { constructor: counting });
    Object.defineProperty(globalThis, name, { value: counting, writable: true, configurable: true });
  }
  const { alloc, allocUnsafe, allocUnsafeSlow, concat } = Buffer;
  const count = (size: number): number => (asked += size);
  Object.assign(Buffer, {
    alloc: (size: number, ...rest: [fill?: string]) => (count(size), alloc(size, ...rest)),
    allocUnsafe: (size: number) => (count(size), allocUnsafe(size)),
    allocUnsafeSlow: (size: number) => (count(size), allocUnsafeSlow(size)),
    concat: (parts: readonly Uint8Array[], length?: number) => {
      count(length ?? parts.reduce((sum, part) => sum + part.byteLength, 0));
      return concat(parts, length);
    },
  });
}
