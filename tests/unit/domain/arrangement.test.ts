/** Pages arranged and taken back in any order, while others arrive: none lost, none twice, and back to where they were. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  arranged,
  backwards,
  placingMoves,
  removalMoves,
  rescanMoves,
  turnMoves,
  viewOf,
  type PageMove,
} from '../../../main/domain/arrangement.ts';
import type { ComponentState, Draft, KeptFile, Page } from '../../../main/domain/dossier.ts';
import { editEvents, editHistory } from '../../../main/domain/edit-history.ts';

const papers = ['CT01', 'GKS', 'CCCD'];

function page(id: string, pdf: Page['pdf'] = null): Page {
  const picture = {
    imageBlob: `${id}.jpg`,
    thumbBlob: `${id}.thumb`,
    widthPx: 1654,
    heightPx: 2339,
    dpi: 200,
  };
  return { id, ...picture, rotation: 0, source: 'scanner', pdf, capturedAt: 1 };
}

function paper(componentId: string, pages: Page[], files: KeptFile[] = []): ComponentState {
  const state = { applies: true, received: true, receivedAs: null, copies: 1, reused: false, note: '' };
  return { componentId, ...state, pages, files };
}

function draftOf(components: ComponentState[]): Draft {
  return { id: 'd1', components } as unknown as Draft;
}

const idsOf = (draft: Draft) => draft.components.map(({ pages }) => pages.map(({ id }) => id));
const layOf = (draft: Draft) =>
  draft.components.map(({ pages }) => pages.map(({ id, rotation }) => `${id}@${String(rotation)}`));

const start = () =>
  draftOf(
    papers.map((id, at) =>
      paper(
        id,
        Array.from({ length: 4 - at }, (_, n) => page(`${id}-${String(n)}`)),
      ),
    ),
  );

/** What a person may do at any moment, and a scan between. */
const anyAct = fc.record({
  act: fc.constantFrom('turn', 'move', 'remove', 'rescan', 'undo', 'redo', 'arrive'),
  picks: fc.array(fc.nat(12), { minLength: 1, maxLength: 5 }),
  paper: fc.nat(papers.length - 1),
  index: fc.nat(8),
});

it('pages-lost-or-doubled: every page is in one place, or in the removal that can be taken back', () => {
  fc.assert(
    fc.property(fc.array(anyAct, { maxLength: 40 }), (acts) => {
      let draft = start();
      let arrivals = 0;
      /** Scans that were taken back: once something else is done, only the events know them. */
      const takenBack = new Set<string>();
      const events: { type: string; payload: unknown }[] = [];
      const all = new Set(idsOf(draft).flat());
      const make = (moves: readonly PageMove[], type: string) => {
        if (moves.length === 0) return;
        draft = arranged(draft, moves);
        events.push({ type, payload: JSON.parse(JSON.stringify({ moves })) as unknown });
      };
      for (const { act, picks, paper: at, index } of acts) {
        const here = idsOf(draft).flat();
        const picked = picks.flatMap((pick) => here[pick % Math.max(1, here.length)] ?? []);
        const { done, undone } = editHistory(events);
        if (act === 'turn') make(turnMoves(draft, picked, 90), editEvents.made);
        else if (act === 'move') make(placingMoves(draft, picked, papers[at] ?? '', index), editEvents.made);
        else if (act === 'remove') make(removalMoves(draft, picked), editEvents.made);
        else if (act === 'rescan') {
          const moves = rescanMoves(draft, picked[0] ?? '', page(`new-${String((arrivals += 1))}`));
          for (const { pageId, from } of moves) if (from === null) all.add(pageId);
          make(moves, editEvents.made);
        } else if (act === 'undo') {
          for (const { pageId, from } of done.at(-1) ?? []) if (from === null) takenBack.add(pageId);
          make(backwards(done.at(-1) ?? []), editEvents.undone);
        } else if (act === 'redo') make(undone.at(-1) ?? [], editEvents.redone);
        else {
          const id = `new-${String((arrivals += 1))}`;
          all.add(id);
          draft = draftOf(
            draft.components.map((each, n) =>
              n === at ? { ...each, pages: [...each.pages, page(id)] } : each,
            ),
          );
        }
        const now = idsOf(draft).flat();
        expect(new Set(now).size).toBe(now.length);
        const away = editHistory(events).done.flatMap((moves) =>
          moves.flatMap(({ pageId, to }) => (to === null ? [pageId] : [])),
        );
        expect(new Set([...now, ...away, ...takenBack])).toEqual(all);
      }
    }),
    { numRuns: 300, seed: 4 },
  );
});

it('undo-drifts: what was done is taken back to the last place and turn, and done again to the same', () => {
  fc.assert(
    fc.property(fc.array(anyAct, { maxLength: 20 }), (acts) => {
      let draft = start();
      const states = [layOf(draft)];
      const edits: (readonly PageMove[])[] = [];
      for (const { act, picks, paper: at, index } of acts) {
        const here = idsOf(draft).flat();
        const picked = picks.flatMap((pick) => here[pick % Math.max(1, here.length)] ?? []);
        const moves =
          act === 'turn'
            ? turnMoves(draft, picked, 270)
            : act === 'remove'
              ? removalMoves(draft, picked)
              : act === 'rescan'
                ? rescanMoves(draft, picked[0] ?? '', page(`new-${String(edits.length)}`))
                : placingMoves(draft, picked, papers[at] ?? '', index);
        if (moves.length === 0) continue;
        draft = arranged(draft, moves);
        edits.push(moves);
        states.push(layOf(draft));
      }
      for (const [n, moves] of [...edits.entries()].toReversed()) {
        draft = arranged(draft, backwards(moves));
        expect(layOf(draft)).toEqual(states[n]);
      }
      for (const [n, moves] of edits.entries()) {
        draft = arranged(draft, moves);
        expect(layOf(draft)).toEqual(states[n + 1]);
      }
    }),
    { numRuns: 300, seed: 7 },
  );
});

it('several pages go together, in the order in which they lay, however they were picked', () => {
  const draft = start();
  const moved = arranged(draft, placingMoves(draft, ['CT01-3', 'CT01-1'], 'GKS', 1));
  expect(idsOf(moved)[1]).toEqual(['GKS-0', 'CT01-1', 'CT01-3', 'GKS-1', 'GKS-2']);
  const inside = arranged(draft, placingMoves(draft, ['CT01-0', 'CT01-1'], 'CT01', 99));
  expect(idsOf(inside)[0]).toEqual(['CT01-2', 'CT01-3', 'CT01-0', 'CT01-1']);
  expect(placingMoves(draft, ['CT01-0'], 'CT01', 0)).toEqual([]);
});

it('paper-gone: a page whose paper is not there any more stays where it is', () => {
  const draft = start();
  const moves = placingMoves(draft, ['CT01-0'], 'GKS', 0);
  const after = arranged(draft, moves);
  const without = draftOf(after.components.filter(({ componentId }) => componentId !== 'CT01'));
  expect(idsOf(arranged(without, backwards(moves)))).toEqual(idsOf(without));
});

it('file-left-behind: a page of an incoming PDF takes its file along', () => {
  const file = { id: 'f1', signed: true } as unknown as KeptFile;
  const draft = draftOf([
    paper('CT01', [page('a', { fileId: 'f1', pageIndex: 0 })], [file]),
    paper('GKS', []),
  ]);
  const moved = arranged(draft, placingMoves(draft, ['a'], 'GKS', 0));
  expect(moved.components[1]?.files).toEqual([file]);
});

it('scanned-again: the new page lies where the old one lay by then; taken back, the old one lies there as it was', () => {
  const turned = arranged(start(), turnMoves(start(), ['CT01-1'], 90));
  const moved = arranged(turned, placingMoves(turned, ['CT01-1'], 'GKS', 1));
  const moves = rescanMoves(moved, 'CT01-1', page('second'));
  const after = arranged(moved, moves);
  expect(layOf(after)[1]).toEqual(['GKS-0@0', 'second@0', 'GKS-1@0', 'GKS-2@0']);
  const { done } = editHistory([{ type: editEvents.made, payload: JSON.parse(JSON.stringify({ moves })) }]);
  expect(viewOf(done[0] ?? [])).toEqual({ kind: 'rescan', count: 1, n: 2, toComponentId: null });
  expect(layOf(arranged(after, backwards(done[0] ?? [])))).toEqual(layOf(moved));
  expect(rescanMoves(moved, 'gone', page('third'))).toEqual([]);
});

it('an edit is told by what it was, its pages and where they went', () => {
  const draft = start();
  const told = (moves: readonly PageMove[]) => viewOf(moves);
  expect(told(turnMoves(draft, ['CT01-1'], 90))).toMatchObject({ kind: 'turn', count: 1, n: 2 });
  expect(told(placingMoves(draft, ['CT01-1'], 'CT01', 0))).toMatchObject({ kind: 'order' });
  expect(told(placingMoves(draft, ['CT01-1', 'CT01-2'], 'GKS', 0))).toMatchObject({
    kind: 'move',
    count: 2,
    toComponentId: 'GKS',
  });
  expect(told(removalMoves(draft, ['CT01-0']))).toMatchObject({ kind: 'remove', n: 1 });
  expect(told([])).toBeNull();
});
