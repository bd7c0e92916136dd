/** Runs the checks one after the other; one that throws has failed, and the others go on. */
import { checks, failed, type Verdict } from './checks.ts';
import type { Endpoint } from './endpoint.ts';
import { offeredChecks } from './offered-checks.ts';

export type CheckResult = Verdict & {
  readonly name: string;
  readonly about: string;
  readonly ms: number;
};

export const allChecks = [...checks, ...offeredChecks];

export async function runChecks(
  city: Endpoint,
  tell: (result: CheckResult) => void = () => undefined,
): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const check of allChecks) {
    const startedAt = performance.now();
    const verdict = await check.run(city).catch((error: unknown) => {
      const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : '';
      return failed(`${error instanceof Error ? error.message : 'unknown'}${cause}`);
    });
    const ms = Math.round(performance.now() - startedAt);
    const result = { name: check.name, about: check.about, ...verdict, ms };
    results.push(result);
    tell(result);
  }
  return results;
}
