/** Figures of a bench: percentiles and ratios, printed the same way everywhere. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1);
  return sorted[Math.max(0, at)] ?? Number.NaN;
}

export interface Spread {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
}

export function spread(values: readonly number[]): Spread {
  return { count: values.length, p50: percentile(values, 0.5), p95: percentile(values, 0.95) };
}

export function ratioLine(label: string, value: number, aim: number): string {
  const verdict = value <= aim ? 'within' : 'OVER';
  return `${label}: ${value.toFixed(2)} (aim ≤ ${aim.toFixed(2)}: ${verdict})`;
}
