/** One parser of bytes that a device, or a process that holds one, may send. */
export interface FuzzTarget {
  readonly name: string;
  /**
   * Parses the input. What the parser refuses on purpose is caught here; anything else thrown is a finding, and so is a
   * promise that rejects. Also throws when a property of the result is broken.
   */
  readonly run: (input: Uint8Array) => unknown;
  /** Well-formed inputs to start from. */
  readonly seeds: readonly Uint8Array[];
  /** Words of the format, put in at random. */
  readonly words: readonly (string | Uint8Array)[];
  /**
   * Nearly all of the code that runs is a library's, and so large that looking at its coverage takes longer than the
   * parsing: the inputs come from the seeds alone.
   */
  readonly foreign?: true;
  /** Longest input, bytes; 4096 unless told. */
  readonly maxBytes?: number;
  /** Longest run of one input before it counts as hanging, ms; 1000 unless told. */
  readonly hangMs?: number;
  /** Bytes that one input may ask for, besides 16 times its own length; 32 MiB unless told. */
  readonly allowedBytes?: number;
}

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

export const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** Lets a failure of the named kinds pass, as the parser's own refusal. */
export function refusing(
  kinds: readonly (new (...parts: never[]) => Error)[],
  parse: () => unknown,
): unknown {
  const isRefusal = (error: unknown): boolean => kinds.some((kind) => error instanceof kind);
  try {
    const result = parse();
    if (!(result instanceof Promise)) return result;
    return result.catch((error: unknown) => {
      if (!isRefusal(error)) throw error;
    });
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return undefined;
  }
}

/** The property of a parser that it broke. */
export class BrokenProperty extends Error {
  override readonly name = 'BrokenProperty';
}

export function demand(holds: boolean, what: string): void {
  if (!holds) throw new BrokenProperty(what);
}
