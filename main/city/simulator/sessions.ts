/** Sessions and tokens of the simulated city; they end with its process. */
import { randomUUID } from 'node:crypto';

export interface Sessions {
  begin(): string;
  isLive(session: unknown): boolean;
  endAll(): void;
  count(): number;
}

/** More than the stations of a city have; the oldest go first. */
const mostSessions = 10_000;

export function createSessions(now: () => number, ttlMs: () => number): Sessions {
  const began = new Map<string, number>();
  return {
    begin: () => {
      const session = randomUUID();
      began.set(session, now());
      const oldest = began.size > mostSessions ? began.keys().next().value : undefined;
      if (oldest !== undefined) began.delete(oldest);
      return session;
    },
    isLive: (session) => {
      const since = typeof session === 'string' ? began.get(session) : undefined;
      return since !== undefined && now() - since < ttlMs();
    },
    endAll: () => {
      began.clear();
    },
    count: () => began.size,
  };
}
