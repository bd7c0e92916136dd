import type {
  BridgeClient,
  BridgeOutcome,
  CallOptions,
  ItemOf,
  ParamsOf,
  ResultOf,
} from '../../native-bridge/contract.ts';
import { errorCodes, type ErrorCode } from '../contract/errors.ts';
import { fail, ok, type Result } from '../domain/result.ts';

type Operations =
  | 'inspect'
  | 'pages'
  | 'scannedPage'
  | 'separator'
  | 'look'
  | 'cutPapers'
  | 'prepare'
  | 'compose'
  | 'drawPdf'
  | 'renderPdf';

/** Longest silence of a worker, ms. The heaviest single page measured takes a few seconds; a slow PC ten times that. */
const silenceMs = 90_000;

export interface Answer<Value> {
  readonly value: Value;
  readonly bodies: readonly Uint8Array[];
}

/**
 * One operation in an imaging worker. A worker that dies takes no input with it, so the operation is asked for once
 * more; a file that kills two workers is given up as `worker-lost`.
 */
export async function imagingCall<Name extends Operations>(
  imaging: BridgeClient<'imaging'>,
  operation: Name,
  params: ParamsOf<'imaging', Name>,
  bodies: readonly Uint8Array[],
  options: Omit<CallOptions<ItemOf<'imaging', Name>>, 'timeoutMs'> = {},
): Promise<Result<Answer<ResultOf<'imaging', Name>>, ErrorCode>> {
  const call = () => imaging.call(operation, params, bodies, { ...options, timeoutMs: silenceMs });
  let outcome: BridgeOutcome<ResultOf<'imaging', Name>> = await call();
  if (!outcome.ok && outcome.error.code === 'worker-lost' && !options.signal?.aborted) outcome = await call();
  if (outcome.ok) return ok({ value: outcome.value, bodies: outcome.bodies });
  return fail(knownCode(outcome.error.code), outcome.error.details);
}

function knownCode(code: string): ErrorCode {
  return errorCodes.find((known) => known === code) ?? 'unexpected';
}
