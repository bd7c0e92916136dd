/** What the line does to a request: decided by the seed, the station, what is asked, and how often it was asked before. */
import { chances } from './seeds.ts';

export type Fault =
  | { readonly kind: 'none' }
  /** Both ways, ms. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** The connection ends before anything was passed on. */
  | { readonly kind: 'cut-before' }
  /** The city gets the head and so much of the body, then both connections end. */
  | { readonly kind: 'cut-in-request'; readonly share: number }
  /** The city has done it; the connection ends without its answer. */
  | { readonly kind: 'cut-after' }
  /** So much of the answer, then the connection ends. */
  | { readonly kind: 'cut-in-answer'; readonly share: number }
  /** A whole answer that says too little. */
  | { readonly kind: 'truncate'; readonly share: number }
  | { readonly kind: 'error-before'; readonly status: number }
  | { readonly kind: 'error-after'; readonly status: number }
  | { readonly kind: 'silence-before' }
  | { readonly kind: 'silence-after' }
  /** The city gets it twice, one after the other or both at once; the answer of one is passed on. */
  | { readonly kind: 'twice'; readonly together: boolean; readonly answer: 'first' | 'second' }
  /** The sender sees the connection end; the city gets it so much later, after others, ms. */
  | { readonly kind: 'late'; readonly ms: number };

export type FaultKind = Fault['kind'];

/** A share of the requests to be struck, 0 … 1. */
export interface FaultRate {
  readonly share: number;
}

const weights: readonly (readonly [FaultKind, number])[] = [
  ['delay', 20],
  ['cut-before', 10],
  ['cut-in-request', 8],
  ['cut-after', 14],
  ['cut-in-answer', 10],
  ['truncate', 7],
  ['error-before', 8],
  ['error-after', 8],
  ['silence-before', 1],
  ['silence-after', 2],
  ['twice', 8],
  ['late', 5],
];

export function faultFor(
  seed: number,
  rate: FaultRate,
  request: { readonly station: number; readonly name: string; readonly count: number },
): Fault {
  const random = chances(seed, 'fault', request.station, request.name, request.count);
  if (!random.chance(rate.share)) return { kind: 'none' };
  const total = weights.reduce((sum, [, weight]) => sum + weight, 0);
  let left = random.next() * total;
  const kind = weights.find(([, weight]) => (left -= weight) < 0)?.[0] ?? 'delay';
  switch (kind) {
    case 'delay':
      return { kind, ms: random.whole(5, 120) };
    case 'cut-in-request':
    case 'cut-in-answer':
    case 'truncate':
      return { kind, share: random.between(0, 0.95) };
    case 'error-before':
    case 'error-after':
      return { kind, status: random.pick([500, 502, 503, 504]) };
    case 'twice':
      return { kind, together: random.chance(0.5), answer: random.pick(['first', 'second'] as const) };
    case 'late':
      return { kind, ms: random.whole(20, 1_500) };
    default:
      return { kind };
  }
}
