import type { Journal } from './journal.ts';
import type { KnownProcedure } from './procedures.ts';
import type { Scenario } from './scenario.ts';

export interface CityServerOptions {
  readonly journal: Journal;
  readonly procedures: readonly KnownProcedure[];
  /** Of style A; style B's client id and secret are the same words. */
  readonly username: string;
  readonly password: string;
  /** How long a session lives, ms. */
  readonly sessionTtlMs: number;
  readonly styles: 'a' | 'b' | 'both';
  /** Whether it answers `Tus-Resumable`. */
  readonly tus: boolean;
  readonly scenario: Scenario;
}
