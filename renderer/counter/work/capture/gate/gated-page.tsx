import { useEffect, useImperativeHandle, useRef, useState } from 'react';
import type { ComponentProps, Ref } from 'react';
import { call } from '../../../../app/api.ts';
import type { DraftHandle } from '../../../../app/draft.tsx';
import type { Page } from '../../../../app/shapes.ts';
import type { GateAction } from '../keys.ts';
import { PageTools } from '../page-tools.tsx';
import { PageViewer } from '../page-viewer.tsx';
import type { ViewerHandle } from '../page-viewer.tsx';
import { CompareBar, Divider, FilePage } from './compare.tsx';
import { Findings } from './findings.tsx';
import { Outlines } from './outlines.tsx';
import { useFilePicture } from './use-file-picture.ts';
import type { LookOf } from './use-looks.ts';
import { papersOf, turnsToUpright } from './verdict.ts';

export interface GatedPageHandle extends ViewerHandle {
  act(action: Exclude<GateAction, 'next-fault'>): void;
}

interface GatedPageProps {
  readonly draft: DraftHandle;
  readonly page: Page;
  readonly n: number;
  readonly count: number;
  readonly lookOf: LookOf;
  readonly tools: Omit<ComponentProps<typeof PageTools>, 'comparing' | 'onCompare'>;
  onChoose(pageId: string): void;
  /** Of this page alone, whatever else is chosen. */
  onTurnUpright(direction: 1 | -1): void;
  onPrevious(): void;
  onNext(): void;
  readonly ref?: Ref<GatedPageHandle>;
}

/** One page, large, with what was seen on it and what can be done about that. */
export function GatedPage({
  draft,
  page,
  n,
  count,
  lookOf,
  tools,
  onChoose,
  onTurnUpright,
  onPrevious,
  onNext,
  ref,
}: GatedPageProps) {
  const ownerId = draft.draft.id;
  const look = lookOf(page);
  const viewer = useRef<ViewerHandle>(null);
  const [acceptingId, setAccepting] = useState<string | null>(null);
  const [comparingId, setComparing] = useState<string | null>(null);
  const [splittingId, setSplitting] = useState<string | null>(null);
  const [shown, setShown] = useState(0.5);
  const comparing = comparingId === page.id;
  const picture = useFilePicture(ownerId, page, comparing && !page.pdf ? 'wanted' : 'not-wanted');

  const waits = look.state === 'waiting';
  const pageId = page.id;
  useEffect(() => {
    // `not-found` means that the page has gone meanwhile: then nothing is to be looked at.
    if (waits) void call('gate.look', { ownerId, pageId });
  }, [ownerId, pageId, waits]);

  function decide(reason: string | null): void {
    setAccepting(null);
    void draft.change('gate.decide', { pageId, reason });
  }

  function split(): void {
    if (papersOf(page, look) === 0 || splittingId !== null) return;
    setSplitting(pageId);
    void draft.change('gate.split', { pageId }).then((result) => {
      setSplitting(null);
      if (!result.ok) return;
      const pieces = result.value.components.flatMap(({ pages }) => pages);
      const first = pieces.find(({ cutFrom }) => cutFrom === pageId);
      if (first) onChoose(first.id);
    });
  }

  function compare(): void {
    setShown(0.5);
    setComparing(comparing ? null : pageId);
  }

  const faulty = look.state === 'seen' && look.facts.faults.length > 0 && page.decision === undefined;
  useImperativeHandle(ref, () => ({
    zoomIn: () => viewer.current?.zoomIn(),
    zoomOut: () => viewer.current?.zoomOut(),
    fit: () => viewer.current?.fit(),
    act(action) {
      if (action === 'compare') compare();
      else if (action === 'split') split();
      else if (action === 'accept') setAccepting(faulty ? pageId : null);
      else if (tools.canRescan) tools.onRescan();
    },
  }));

  return (
    <>
      <Findings
        ownerId={ownerId}
        page={page}
        n={n}
        look={look}
        canRescan={tools.canRescan}
        splitting={splittingId === pageId}
        accepting={acceptingId === pageId}
        onRescan={tools.onRescan}
        onAccepting={(open) => setAccepting(open ? pageId : null)}
        onAccept={decide}
        onWithdraw={() => decide(null)}
        onLookAgain={() => void call('gate.look', { ownerId, pageId })}
        onSplit={split}
        onTurnUpright={() => turnUpright(onTurnUpright, turnsToUpright(page, look))}
      />
      <PageViewer
        ref={viewer}
        ownerId={ownerId}
        page={page}
        n={n}
        count={count}
        onPrevious={onPrevious}
        onNext={onNext}
        tools={<PageTools {...tools} comparing={comparing} onCompare={compare} />}
        under={comparing && <CompareBar page={page} picture={picture} shown={shown} onShown={setShown} />}
        over={
          comparing ? (
            <FilePage page={page} picture={picture} shown={shown} />
          ) : (
            <Outlines page={page} look={look} />
          )
        }
        front={comparing && picture.url !== null && <Divider shown={shown} onShown={setShown} />}
      />
    </>
  );
}

/** Quarter turns on the shorter way. */
function turnUpright(turn: (direction: 1 | -1) => void, quarters: 0 | 1 | 2 | 3): void {
  if (quarters === 3) turn(-1);
  else for (let at = 0; at < quarters; at += 1) turn(1);
}
