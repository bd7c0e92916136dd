/** The search in one target: mutations that follow coverage, then properties by fast-check. Runs in a thread of its own. */
import fc from 'fast-check';
import { askedBytes, forgetAskedBytes } from './allocations.ts';
import type { Coverage } from './coverage.ts';
import { mutate, randomFrom, shrink } from './mutate.ts';
import type { SharedRun } from './shared-run.ts';
import { bytesOf, type FuzzTarget } from './target.ts';

export interface Finding {
  readonly kind: 'crash' | 'over-allocation' | 'hang';
  readonly input: Uint8Array;
  /** Kind of error and where it arose; of the input nothing. */
  readonly detail: string;
}

export interface SearchReport {
  /** Inputs run by the coverage-guided search and by fast-check. */
  readonly guided: number;
  readonly checked: number;
  /** Characters of our sources that ran, and the inputs kept because they reached new ones. */
  readonly reached: number;
  readonly reachedBySeeds: number;
  readonly corpus: number;
  readonly finding: Finding | null;
}

export interface Search {
  readonly target: FuzzTarget;
  readonly savedSeeds: readonly Uint8Array[];
  readonly seed: number;
  readonly milliseconds: number;
  readonly coverage: Coverage;
  readonly run: SharedRun;
}

const defaults = { maxBytes: 4_096, allowedBytes: 32 * 1024 * 1024 };
/** Inputs between two looks at the coverage: looking costs more than most parsers. Fewer while there is much news. */
const batchSizes = { fewest: 16, most: 2_048 };
/** Share of the time that belongs to the guided search. */
const guidedShare = 0.75;

export async function search({
  target,
  savedSeeds,
  seed,
  milliseconds,
  coverage,
  run,
}: Search): Promise<SearchReport> {
  const words = target.words.map((word) => (typeof word === 'string' ? bytesOf(word) : word));
  const maxBytes = target.maxBytes ?? defaults.maxBytes;
  const random = randomFrom(seed);
  const corpus: Uint8Array[] = [];
  const started = performance.now();
  const deadline = (share: number): boolean => performance.now() - started < milliseconds * share;
  let [guided, checked] = [0, 0];
  let found: Finding | null = null;

  const tried = async (input: Uint8Array): Promise<Finding | null> => {
    const finding = await tryOne(target, input, run);
    if (!finding) return null;
    const same = async (smaller: Uint8Array) => (await tryOne(target, smaller, run))?.kind === finding.kind;
    const input_ = await shrink(input, same);
    return { ...((await tryOne(target, input_, run)) ?? finding), input: input_ };
  };

  coverage.skip();
  for (const input of [...target.seeds, ...savedSeeds, new Uint8Array()]) {
    found ??= await tried(input);
    guided += 1;
    if (target.foreign || coverage.fresh() > 0 || corpus.length === 0) corpus.push(input);
  }
  const reachedBySeeds = coverage.reached;

  /** Runs halves of the batch again, down to the inputs that reach something new. */
  const keepNews = async (batch: readonly Uint8Array[]): Promise<void> => {
    for (const input of batch) found ??= await tried(input);
    if (found || !coverage.anyFresh()) return;
    const [only] = batch;
    if (only && batch.length === 1) {
      await tried(only);
      if (coverage.fresh() > 0) corpus.push(only);
      return;
    }
    const middle = Math.ceil(batch.length / 2);
    await keepNews(batch.slice(0, middle));
    await keepNews(batch.slice(middle));
  };

  let batchSize = batchSizes.fewest;
  while (!found && deadline(guidedShare)) {
    const batch: Uint8Array[] = [];
    for (let size = 0; size < batchSize && !found; size += 1) {
      // Half of the inputs come from the newest of the corpus: they stand at the edge of what is known.
      const recent = Math.min(corpus.length, 8);
      const from = random(2) === 0 ? corpus.length - 1 - random(recent) : random(corpus.length);
      const input = mutate(corpus[from] ?? new Uint8Array(), { corpus, words, maxBytes }, random);
      batch.push(input);
      found = await tried(input);
      guided += 1;
    }
    const news = !target.foreign && coverage.anyFresh();
    batchSize = news ? Math.max(batchSizes.fewest, batchSize / 4) : Math.min(batchSizes.most, batchSize * 2);
    if (news) await keepNews(batch);
  }

  const pieces = fc.oneof(
    fc.constantFrom(...words, ...target.seeds),
    fc.uint8Array({ maxLength: 24 }),
    fc.string({ unit: 'grapheme', maxLength: 24 }).map(bytesOf),
  );
  const inputs = fc.oneof(
    fc.uint8Array({ maxLength: Math.min(maxBytes, 512) }),
    fc.array(pieces, { maxLength: 12 }).map((parts) => new Uint8Array(Buffer.concat(parts))),
  );
  while (!found && deadline(1)) {
    const property = fc.asyncProperty(inputs, async (input) => {
      checked += 1;
      return (await tryOne(target, input, run)) === null;
    });
    const outcome = await fc.check(property, {
      seed: seed + checked,
      numRuns: 2_000,
      interruptAfterTimeLimit: Math.max(1, milliseconds - (performance.now() - started)),
    });
    const [input] = outcome.failed && outcome.counterexample ? outcome.counterexample : [];
    if (input) found = await tried(input);
  }
  coverage.fresh();
  return {
    guided,
    checked,
    reached: coverage.reached,
    reachedBySeeds,
    corpus: corpus.length,
    finding: found,
  };
}

/** Null when the target took the input as it should. */
export async function tryOne(target: FuzzTarget, input: Uint8Array, run: SharedRun): Promise<Finding | null> {
  run.begin(input);
  forgetAskedBytes();
  try {
    const result = target.run(input);
    if (result instanceof Promise) await result;
  } catch (error) {
    return { kind: 'crash', input, detail: whereOf(error) };
  } finally {
    run.end();
  }
  const asked = askedBytes();
  if (asked <= (target.allowedBytes ?? defaults.allowedBytes) + 16 * input.byteLength) return null;
  return {
    kind: 'over-allocation',
    input,
    detail: `${asked} bytes asked for by an input of ${input.byteLength}`,
  };
}

function whereOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const at = (error.stack ?? '')
    .split('\n')
    .find((line) => /^\s+at .*(native-bridge|main|renderer)\//.test(line));
  return `${error.name}: ${error.message.slice(0, 120)} ${at?.trim() ?? ''}`;
}
