/** What a test or a trainer can make the simulated city do wrong. */
import { isFields } from './checks.ts';

export interface Faults {
  /** Every answer comes this much later, ms. */
  slowMs: number;
  /** The next so many requests are answered with HTTP 503. */
  http503: number;
  /** The next so many changes are committed and then the connection is dropped without an answer. */
  dropAfterCommit: number;
  /** The next so many changes are committed and then never answered; the sender's time limit passes. */
  hangAfterCommit: number;
  /** Only this service drops or hangs; null = any change, uploads (`upload`) too. */
  dropService: string | null;
  /** The next message (not a sign-in) is refused with these words. */
  refuseNext: string | null;
  /** The city's clock minus the true one, ms; seen in the `Date` header. */
  clockOffsetMs: number;
  /** A session ends this long after it began, ms. */
  sessionTtlMs: number;
  /** How `error_code` is written: `"00"`, `"0"` or the number 0. */
  codeForm: 'double' | 'single' | 'number';
}

export function noFaults(sessionTtlMs: number): Faults {
  return {
    slowMs: 0,
    http503: 0,
    dropAfterCommit: 0,
    hangAfterCommit: 0,
    dropService: null,
    refuseNext: null,
    clockOffsetMs: 0,
    sessionTtlMs,
    codeForm: 'double',
  };
}

const limits: Readonly<Record<string, readonly [number, number]>> = {
  slowMs: [0, 600_000],
  http503: [0, 1_000_000],
  dropAfterCommit: [0, 1_000_000],
  hangAfterCommit: [0, 1_000_000],
  clockOffsetMs: [-1e12, 1e12],
  sessionTtlMs: [0, 86_400_000],
};

/**
 * Reads the body of `POST /_faults`: any of the fields of `Faults`, `expireSessions: true` (all sessions end now) and
 * `reset: true` (first back to no faults). Gives null when the body is not that.
 */
export function readFaults(
  body: unknown,
  current: Faults,
  initial: Faults,
): { faults: Faults; expireSessions: boolean } | null {
  if (!isFields(body)) return null;
  const faults: Faults = body['reset'] === true ? { ...initial } : { ...current };
  for (const [name, value] of Object.entries(body)) {
    const range = limits[name];
    if (range) {
      if (typeof value !== 'number' || !(value >= range[0] && value <= range[1])) return null;
      Object.assign(faults, { [name]: value });
    } else if (name === 'refuseNext' || name === 'dropService') {
      if (value !== null && typeof value !== 'string') return null;
      faults[name] = value;
    } else if (name === 'codeForm') {
      if (value !== 'double' && value !== 'single' && value !== 'number') return null;
      faults.codeForm = value;
    } else if (name !== 'reset' && name !== 'expireSessions') {
      return null;
    }
  }
  return { faults, expireSessions: body['expireSessions'] === true };
}
