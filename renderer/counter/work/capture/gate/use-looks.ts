import { useCallback, useState } from 'react';
import type { OutputOf } from '../../../../../main/contract/operations.ts';
import { useCall, useEvent } from '../../../../app/api.ts';
import type { Page } from '../../../../app/shapes.ts';

export type Look = OutputOf<'gate.looks'>['items'][number]['look'];
export type Fault = Extract<Look, { state: 'seen' }>['facts']['faults'][number];

/** What is seen on a page, as far as is known by now. */
export type LookOf = (page: Page) => Look;

const waiting: Look = { state: 'waiting' };
const none: Look = { state: 'none' };

/** The looks at the pages of one draft: those known when it was opened, and each that comes. */
export function useLooks(ownerId: string): LookOf {
  const known = useCall('gate.looks', { ownerId });
  const [news, setNews] = useState<ReadonlyMap<string, Look>>(new Map());
  const items = known.value?.items;

  useEvent('page.looked', (event) => {
    if (event.ownerId === ownerId) setNews((before) => new Map(before).set(event.pageId, event.look));
  });

  return useCallback(
    (page) => {
      if (page.pdf) return none;
      return news.get(page.id) ?? items?.find(({ pageId }) => pageId === page.id)?.look ?? waiting;
    },
    [items, news],
  );
}
