/** Makes the adapter of a system as its settings describe it. */
import type { Clock } from '../domain/clock.ts';
import type { Store } from '../store/ports.ts';
import { createCodeTables, type CodeLists } from './codes.ts';
import type { Fetch } from './http-fetch.ts';
import { createStyleA } from './style-a.ts';
import { createStyleB } from './style-b.ts';
import { memoryOf, type CitySystem } from './systems.ts';

interface Common {
  readonly id: string;
  readonly baseUrl: string;
  readonly unit: string;
  readonly codes: CodeLists;
}

export type SystemDescription = Common &
  (
    | { readonly style: 'a'; readonly username: string; readonly password: string }
    | { readonly style: 'b'; readonly clientId: string; readonly clientSecret: string }
  );

export interface ConnectParts {
  readonly store: Pick<Store, 'cityMemory' | 'transaction'>;
  readonly clock: Clock;
  readonly fetch?: Fetch;
  readonly timeoutMs?: number;
}

export function connectSystem(description: SystemDescription, parts: ConnectParts): CitySystem {
  const { id, baseUrl, unit } = description;
  const common = {
    baseUrl,
    unit,
    codes: createCodeTables(description.codes),
    memory: memoryOf(id, parts.store, parts.clock),
    ...(parts.fetch ? { fetch: parts.fetch } : {}),
    ...(parts.timeoutMs === undefined ? {} : { timeoutMs: parts.timeoutMs }),
  };
  const adapter =
    description.style === 'a'
      ? createStyleA({ ...common, username: description.username, password: description.password })
      : createStyleB({ ...common, clientId: description.clientId, clientSecret: description.clientSecret });
  return { id, adapter };
}
