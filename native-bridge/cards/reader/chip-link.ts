/** Commands to one chip, plain at first and protected once a session stands. */
import { BridgeError } from '../../bridge-error.ts';
import type { CardChannel } from '../card-channel.ts';
import { decodedAnswer, encodedCommand, statusText, type Answer, type Command } from './apdu.ts';
import type { SecureMessaging } from './secure-messaging.ts';

export class ChipLink {
  readonly #channel: CardChannel;
  readonly #signal: AbortSignal;
  readonly #timeoutMs: number;
  #session: SecureMessaging | null = null;
  #closed = false;

  /** `timeoutMs` bounds each single answer. */
  constructor(channel: CardChannel, options: { readonly timeoutMs: number; readonly signal: AbortSignal }) {
    this.#channel = channel;
    this.#signal = options.signal;
    this.#timeoutMs = options.timeoutMs;
  }

  get protected(): boolean {
    return this.#session !== null;
  }

  /** Most bytes that the answer to a short command can carry. */
  get shortRoom(): number {
    return this.#session?.shortRoom ?? 256;
  }

  /** From here on every command is protected by this session, which takes the place of one before it. */
  startSession(session: SecureMessaging): void {
    this.#session = session;
  }

  /** @throws BridgeError card-removed, card-timeout, card-mac-wrong, card-damaged, cancelled */
  async send(command: Command): Promise<Answer> {
    if (this.#signal.aborted) throw new BridgeError('cancelled');
    if (this.#closed) throw new BridgeError('card-removed');
    const session = this.#session;
    const bytes = encodedCommand(session ? session.protect(command) : command);
    try {
      const answer = await this.#channel.transmit(bytes, {
        timeoutMs: this.#timeoutMs,
        signal: this.#signal,
      });
      return session ? session.open(answer) : decodedAnswer(answer);
    } catch (error) {
      // A lost answer or a wrong checksum leaves no common counter: nothing more may be said in this session.
      this.#closed = true;
      throw error;
    }
  }
}

/** What the status bytes of a refused command mean (ISO/IEC 7816-4, table 6). */
export function refusal(status: number, file: string): BridgeError {
  const details = { file, status: statusText(status) };
  if (status === 0x6982 || status === 0x6985 || status === 0x6986) {
    return new BridgeError('card-access-refused', details);
  }
  return new BridgeError('card-damaged', details);
}
