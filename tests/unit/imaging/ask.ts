import { imagingHandlers } from '../../../native-bridge/imaging/handlers.ts';
import type { ItemOf, ParamsOf, ResultOf } from '../../../native-bridge/contract.ts';

type Name = keyof typeof imagingHandlers;

export interface Asked<N extends Name> {
  readonly result: ResultOf<'imaging', N>;
  readonly bodies: readonly Uint8Array[];
  readonly items: { readonly item: ItemOf<'imaging', N>; readonly bodies: readonly Uint8Array[] }[];
}

/** Calls a handler as the host would, in this process. */
export async function ask<N extends Name>(
  name: N,
  params: ParamsOf<'imaging', N>,
  bodies: readonly Uint8Array[],
  watch: { signal?: AbortSignal; onItem?: (count: number) => void; keepItems?: 'no' } = {},
): Promise<Asked<N>> {
  const items: Asked<N>['items'] = [];
  let count = 0;
  const handler = imagingHandlers[name] as (
    params: unknown,
    bodies: readonly Uint8Array[],
    context: unknown,
  ) => Promise<{ result: ResultOf<'imaging', N>; bodies: readonly Uint8Array[] }>;
  const answer = await handler(params, bodies, {
    signal: watch.signal ?? new AbortController().signal,
    progress: () => undefined,
    emit: () => undefined,
    item: async (item: ItemOf<'imaging', N>, itemBodies: readonly Uint8Array[]) => {
      count += 1;
      if (watch.keepItems !== 'no') items.push({ item, bodies: itemBodies });
      watch.onItem?.(count);
      await Promise.resolve();
    },
  });
  return { ...answer, items };
}
