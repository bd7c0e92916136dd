import type { Result } from '../domain/result.ts';
import type { ErrorCode } from './errors.ts';
import type { WindowEvent } from './events.ts';
import type { InputOf, OperationName, OutputOf } from './operations.ts';

/** What the preload exposes as `window.motCua`: the contract and nothing else. */
export interface MotCuaApi {
  call<Name extends OperationName>(
    name: Name,
    input: InputOf<Name>,
  ): Promise<Result<OutputOf<Name>, ErrorCode>>;
  /** Returns the function that ends the subscription. */
  onEvent(listener: (event: WindowEvent) => void): () => void;
}

/** IPC channels; the only two. */
export const channels = { call: 'mot-cua:call', event: 'mot-cua:event' } as const;
