import { useEffect } from 'react';
import { useCall } from '../../../app/api.ts';
import type { Draft } from '../../../app/shapes.ts';
import type { OutputOf } from '../../../../main/contract/operations.ts';

export type Arrangement = OutputOf<'capture.edits'>;

const nothing: Arrangement = { undo: null, redo: null, cards: [] };

/** What can be taken back or done again, and which pages may be one card; other things after each change of the draft. */
export function useArrangement({ id, revision }: Draft): Arrangement {
  const { value, reload } = useCall('capture.edits', { draftId: id });
  useEffect(reload, [revision, reload]);
  return value ?? nothing;
}
