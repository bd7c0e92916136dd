/** Readers on PC/SC: which are there, whether a card lies in them, and reading one; changes are told as they happen. */
import { BridgeError } from '../../bridge-error.ts';
import type { CardChannel } from '../card-channel.ts';
import type { CardReaderView } from '../../contract-cards.ts';
import type { CardReaders } from '../card-readers.ts';
import type { PcscBinding, PcscContext } from './binding.ts';
import { codeOf, listed, openPcscCard, stuckCalls, whenIdle } from './pcsc-channel.ts';

/** Between two looks, ms: PC/SC is asked for changes without being held up. */
const lookMs = 400;
/** Each call that PC/SC never ends holds one of Node's four threads; a new process has them all again. */
const tooManyStuck = 2;
const exitCodes = { stuckReader: 75 } as const;

export class PcscReaders implements CardReaders {
  readonly #binding: PcscBinding;
  readonly #onChange: () => void;
  #context: PcscContext | null = null;
  #timer: NodeJS.Timeout | undefined;
  #seen: readonly CardReaderView[] = [];
  #service: 'up' | 'down' = 'up';

  constructor(binding: PcscBinding, onChange: () => void) {
    this.#binding = binding;
    this.#onChange = onChange;
  }

  start(): void {
    this.#timer = setInterval(() => this.#look(), lookMs);
    this.#timer.unref();
  }

  stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#forget();
    return Promise.resolve();
  }

  list(): Promise<{
    readonly support: 'ready' | 'service-down';
    readonly readers: readonly CardReaderView[];
  }> {
    this.#look();
    return Promise.resolve({
      support: this.#service === 'up' ? 'ready' : 'service-down',
      readers: this.#seen,
    });
  }

  async open(
    readerId: string,
  ): Promise<{ readonly channel: CardChannel; readonly release: () => Promise<void> }> {
    const { readers } = await this.list();
    const reader = readers.find((each) => each.id === readerId);
    if (this.#service === 'down') throw new BridgeError('card-service-down');
    if (!reader) throw new BridgeError('card-reader-absent');
    if (reader.state === 'empty') throw new BridgeError('card-absent');
    if (reader.state === 'mute') throw new BridgeError('card-unresponsive');
    if (stuckCalls() >= tooManyStuck) process.exit(exitCodes.stuckReader);
    // A context of its own: a reader that hangs must not hold up the looking.
    const context = this.#contextOrFail();
    const channel = await openPcscCard(this.#binding, context, reader.name).catch((error: unknown) => {
      whenIdle(() => context.close());
      const gone = error instanceof BridgeError && error.code === 'card-removed';
      throw gone ? new BridgeError('card-absent') : error;
    });
    return {
      channel,
      release: async () => {
        await channel.close();
        whenIdle(() => context.close());
      },
    };
  }

  #contextOrFail(): PcscContext {
    try {
      return this.#binding.openContext();
    } catch (error) {
      throw new BridgeError(codeOf(error));
    }
  }

  #look(): void {
    try {
      this.#tell(this.#present(), 'up');
    } catch {
      // The service ended or has not begun: a new context is needed when it is back.
      this.#forget();
      this.#tell([], 'down');
    }
  }

  #present(): readonly CardReaderView[] {
    this.#context ??= this.#binding.openContext();
    return listed(this.#context).map(({ name, state }) => {
      const present = (state & this.#binding.statePresent) !== 0;
      const mute = (state & this.#binding.stateMute) !== 0;
      return {
        id: `pcsc:${name}`,
        name,
        virtual: false,
        state: present ? (mute ? 'mute' : 'card') : 'empty',
      };
    });
  }

  #tell(readers: readonly CardReaderView[], service: 'up' | 'down'): void {
    const before = JSON.stringify([this.#seen, this.#service]);
    this.#seen = readers;
    this.#service = service;
    if (JSON.stringify([readers, service]) !== before) this.#onChange();
  }

  #forget(): void {
    try {
      this.#context?.close();
    } catch {
      // It has gone already.
    }
    this.#context = null;
  }
}
