/** Those who wait a short while for a dossier's code. */
import type { Dossier } from '../domain/dossier.ts';

export interface CodeWaiters {
  /** The code; null when `timeoutMs` passes first, when the city refuses the dossier, or when sending stops. */
  wait(dossierId: string, timeoutMs: number): Promise<string | null>;
  /** The dossier may have changed. */
  check(dossierId: string): void;
  /** Dossiers that somebody waits for, the longest awaited first. */
  awaited(): string[];
  end(): void;
}

export function createCodeWaiters(dossierOf: (dossierId: string) => Dossier | null): CodeWaiters {
  const waiting = new Map<string, Set<(code: string | null) => void>>();

  const answerAll = (dossierId: string, code: string | null): void => {
    for (const answer of [...(waiting.get(dossierId) ?? [])]) answer(code);
  };

  return {
    wait: (dossierId, timeoutMs) => {
      const dossier = dossierOf(dossierId);
      if (!dossier || dossier.cityCode !== null || dossier.sync === 'refused') {
        return Promise.resolve(dossier?.cityCode ?? null);
      }
      return new Promise((resolve) => {
        const group = waiting.get(dossierId) ?? new Set();
        waiting.set(dossierId, group);
        const answer = (code: string | null): void => {
          clearTimeout(timer);
          group.delete(answer);
          if (group.size === 0 && waiting.get(dossierId) === group) waiting.delete(dossierId);
          resolve(code);
        };
        const timer = setTimeout(() => {
          answer(null);
        }, timeoutMs);
        group.add(answer);
      });
    },
    check: (dossierId) => {
      if (!waiting.has(dossierId)) return;
      const dossier = dossierOf(dossierId);
      if (!dossier || dossier.cityCode !== null || dossier.sync === 'refused') {
        answerAll(dossierId, dossier?.cityCode ?? null);
      }
    },
    awaited: () => [...waiting.keys()],
    end: () => {
      for (const dossierId of [...waiting.keys()]) answerAll(dossierId, null);
    },
  };
}
