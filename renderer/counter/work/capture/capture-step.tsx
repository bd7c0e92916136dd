import { useRef, useState } from 'react';
import { useProcedure } from '../../../app/procedure.ts';
import { EmptyState } from '../../../kit/empty-state.tsx';
import { ErrorNote } from '../../../kit/error-note.tsx';
import { Loading } from '../../../kit/loading.tsx';
import { useText } from '../../../text/language.tsx';
import { useChord } from '../checklist/chord.ts';
import { captureStanding, papersOf } from '../checklist/paper.ts';
import type { Paper } from '../checklist/paper.ts';
import { PrimaryAction } from '../primary-action.tsx';
import type { StepProps } from '../step.ts';
import { cameraChoice, useCameras } from './camera/cameras.ts';
import { later } from '../../../app/later.tsx';
import { usePreferences } from '../../../app/preferences.tsx';
import { ArrangeMenu } from './arrange-menu.tsx';
import { FileDrop } from './file-drop.tsx';
import { AsideStrip } from './gate/aside-strip.tsx';
import { faultyPages, GateNews, nextFaulty } from './gate/gate-news.tsx';
import { GatedPage } from './gate/gated-page.tsx';
import type { GatedPageHandle } from './gate/gated-page.tsx';
import { useLooks } from './gate/use-looks.ts';
import { IncomingFiles } from './incoming-files.tsx';
import { JobNotes } from './job-notes.tsx';
import { captureAction, takesText, useKeysOfNobody } from './keys.ts';
import type { KeyHeard } from './keys.ts';
import { NoPages } from './no-pages.tsx';
import { PageGrid } from './page-grid.tsx';
import { PageOffers } from './page-offers.tsx';
import { PageSuggestion } from './page-suggestion.tsx';
import { otherOpenPapers } from './page-tools.tsx';
import { inOrder, takesPages } from './paper-order.ts';
import { PaperList } from './paper-list.tsx';
import { ScanBar } from './scan-bar.tsx';
import { UndoBar } from './undo-bar.tsx';
import { useArrangement } from './use-arrangement.ts';
import { useCaptureJobs } from './use-capture-jobs.ts';
import { usePageEdits } from './use-page-edits.ts';
import { usePageSelection } from './use-page-selection.ts';
import { useScanners } from './use-scanners.ts';
import { useScanning } from './use-scanning.ts';
import './capture.css';
import './gate/gate.css';

/** With its worker apart: most counters have no camera. */
const cameraDialog = later(async () => (await import('./camera/camera-dialog.tsx')).CameraDialog);

/** Capture of each paper: from a scanner or from files; pages are safe on disk before they appear here. */
export function CaptureStep(props: StepProps) {
  const t = useText();
  const { procedure, error } = useProcedure(props.draft.draft.procedureCode);
  if (props.draft.draft.procedureCode === null) {
    return (
      <EmptyState icon="pages" title={t('work.checklist.empty')}>
        {t('work.checklist.emptyHelp')}
      </EmptyState>
    );
  }
  if (error) return <ErrorNote error={error} />;
  if (!procedure) return <Loading>{t('work.checklist.loading')}</Loading>;
  return <CaptureDesk {...props} papers={papersOf(procedure, props.draft.draft)} />;
}

function CaptureDesk({ draft, onNext, papers: all }: StepProps & { readonly papers: readonly Paper[] }) {
  const t = useText();
  const ownerId = draft.draft.id;
  const papers = inOrder(all);
  const [chosenPaperId, choosePaper] = useState<string | null>(null);
  const firstWaiting = papers.find((paper) => captureStanding(paper) === 'waiting');
  // The first choice is made once; the desk does not jump on when a paper gets its pages.
  const [startId] = useState(firstWaiting?.rule.id ?? papers[0]?.rule.id ?? null);
  const paper = papers.find((one) => one.rule.id === (chosenPaperId ?? startId)) ?? papers[0] ?? null;
  const pages = paper?.state.pages ?? [];
  const { page, chosenIds, choosePage, choosePages } = usePageSelection(pages);
  const edits = usePageEdits(draft, paper, papers, choosePage);
  const arrangement = useArrangement(draft.draft);
  const [arranging, showArranging] = useState(false);
  const jobs = useCaptureJobs(ownerId);
  const scanners = useScanners();
  const cameras = useCameras();
  const { preferences } = usePreferences();
  const [camera, showCamera] = useState(false);
  const byCamera =
    cameras.length > 0 && (preferences.scannerId === cameraChoice || scanners.items.length === 0);
  const lookOf = useLooks(ownerId);
  const scanning = useScanning(jobs, scanners, papers, choosePaper);
  const viewer = useRef<GatedPageHandle>(null);
  const desk = useRef<HTMLDivElement>(null);

  const open = paper !== null && takesPages(paper);
  const at = page ? pages.indexOf(page) : -1;
  const others = paper ? otherOpenPapers(papers, paper.rule.id) : [];
  const signed = new Set((paper?.state.files ?? []).filter((file) => file.signed).map((file) => file.id));
  const busy = jobs.state.jobs.find((job) => job.state !== 'queued') ?? null;
  const total = papers.reduce((sum, one) => sum + one.state.pages.length, 0);

  function addFiles(files: readonly File[]): void {
    if (paper && open) jobs.addFiles(paper.rule.id, files);
  }

  function stepPaper(by: 1 | -1): void {
    const next = papers[papers.findIndex((one) => one.rule.id === paper?.rule.id) + by];
    if (next) choosePaper(next.rule.id);
  }

  /** Where the whole paper went, its pages are looked at. */
  function moveTo(ids: readonly string[], componentId: string): void {
    edits.moveTo(ids, componentId);
    if (ids.length === pages.length) choosePaper(componentId);
  }

  // Also before the buttons of the same keys are there: a key may be faster than the page.
  useChord({ key: 'Z', ctrl: true, shift: false }, edits.undo);
  useChord({ key: 'Y', ctrl: true, shift: false }, edits.redo);
  useChord({ key: 'Z', ctrl: true, shift: true }, edits.redo);
  function toNextFault(): void {
    const next = nextFaulty(faultyPages(papers, lookOf), page?.id ?? null);
    if (!next) return;
    choosePaper(next.componentId);
    choosePage(next.pageId);
  }

  useKeysOfNobody(onKeyDown);

  function onKeyDown(event: KeyHeard): void {
    if (takesText(event.target)) return;
    const action = captureAction(event);
    if (action === null) return;
    event.preventDefault();
    event.stopPropagation();
    if (action === 'paper-before') stepPaper(-1);
    else if (action === 'paper-after') stepPaper(1);
    else if (action === 'zoom-in') viewer.current?.zoomIn();
    else if (action === 'zoom-out') viewer.current?.zoomOut();
    else if (action === 'fit') viewer.current?.fit();
    else if (action === 'next-fault') toNextFault();
    else if (!page) return;
    else if (action === 'arrange') showArranging(others.length > 0);
    else if (action === 'remove') edits.remove(chosenIds);
    else if (action === 'earlier') edits.step(chosenIds, -1);
    else if (action === 'later') edits.step(chosenIds, 1);
    else if (action === 'turn-right' || action === 'turn-left')
      edits.turn(chosenIds, action === 'turn-right' ? 1 : -1);
    else viewer.current?.act(action);
  }

  if (papers.length === 0) return <EmptyState icon="pages" title={t('work.capture.nothing')} />;

  return (
    <FileDrop
      invitation={open ? t('work.capture.dropHere', { name: paper.rule.name }) : null}
      onFiles={addFiles}
    >
      {/* The keys of the step work wherever the focus is inside it. */}
      <div className="cap" ref={desk} onKeyDownCapture={onKeyDown}>
        <header className="cap-head">
          <h1>{t('work.capture.title')}</h1>
          <GateNews papers={papers} lookOf={lookOf} onNext={toNextFault} />
          <UndoBar
            undo={arrangement.undo}
            redo={arrangement.redo}
            papers={papers}
            said={edits.said}
            onUndo={edits.undo}
            onRedo={edits.redo}
          />
          <span className="cap-soft mc-figures">{t('work.capture.total', { count: total })}</span>
        </header>
        <ScanBar
          scanners={scanners}
          cameras={cameras}
          byCamera={byCamera}
          onCamera={() => showCamera(true)}
          open={open}
          paper={paper ? { id: paper.rule.id, name: paper.rule.name } : null}
          scanning={busy?.kind === 'scan'}
          onScan={() => {
            if (paper) scanning.scanMore(paper.rule.id);
          }}
          onFiles={addFiles}
        />
        {scanners.error && <ErrorNote error={scanners.error} />}
        {draft.error && <ErrorNote error={draft.error} />}
        <IncomingFiles
          jobs={jobs}
          paper={paper && open ? { id: paper.rule.id, name: paper.rule.name } : null}
        />
        <JobNotes jobs={jobs} onScanOn={scanning.scanOn} />
        {paper && <AsideStrip key={paper.rule.id} draft={draft} paper={paper} />}
        {paper && page && (
          <PageOffers
            draft={draft.draft}
            paper={paper}
            shown={page}
            cards={arrangement.cards}
            edits={edits}
            jobs={jobs}
          />
        )}
        <div className="cap-desk" data-first-focus>
          <PaperList
            papers={papers}
            chosenId={paper?.rule.id ?? null}
            busyId={busy?.componentId ?? null}
            onChoose={choosePaper}
            onMoveHere={moveTo}
          />
          {paper && pages.length === 0 && (
            <NoPages
              paper={paper}
              scannerReady={scanners.scanner !== null}
              coming={busy?.componentId === paper.rule.id}
            />
          )}
          {paper && page && (
            <>
              <PageGrid
                key={paper.rule.id}
                ownerId={ownerId}
                name={paper.rule.name}
                pages={pages}
                signedFileIds={signed}
                chosenIds={chosenIds}
                shownId={page.id}
                onChoose={choosePages}
                lookOf={lookOf}
                onPlace={edits.place}
              />
              <GatedPage
                ref={viewer}
                draft={draft}
                page={page}
                n={at + 1}
                count={pages.length}
                lookOf={lookOf}
                onChoose={choosePage}
                onPrevious={() => choosePage(pages[at - 1]?.id ?? page.id)}
                onNext={() => choosePage(pages[at + 1]?.id ?? page.id)}
                tools={{
                  first: pages[0]?.id === chosenIds[0] && chosenIds.length < pages.length,
                  last: pages.at(-1)?.id === chosenIds.at(-1) && chosenIds.length < pages.length,
                  arrange: others.length > 0 && (
                    <ArrangeMenu
                      pageIds={pages.map(({ id }) => id)}
                      chosenIds={chosenIds}
                      others={others}
                      isOpen={arranging}
                      onOpenChange={showArranging}
                      onMove={moveTo}
                    />
                  ),
                  canRescan: scanners.scanner !== null && page.source === 'scanner' && chosenIds.length === 1,
                  onTurn: (direction) => edits.turn(chosenIds, direction),
                  onStep: (direction) => edits.step(chosenIds, direction),
                  onRescan: () => scanning.rescan(paper.rule.id, page.id),
                  onRemove: () => edits.remove(chosenIds),
                }}
                onTurnUpright={(direction) => edits.turn([page.id], direction)}
              />
            </>
          )}
        </div>
        {page && <PageSuggestion draft={draft} page={page} n={at + 1} />}
        <footer className="cap-foot">
          <p className="cap-keys">{t('work.capture.keys')}</p>
        </footer>
        <PrimaryAction icon="forward" shortcut="Enter" onPress={onNext}>
          {t('work.capture.next')}
        </PrimaryAction>
      </div>
      {/* Beside the step: its keys are not the camera's. */}
      {camera && paper && (
        <cameraDialog.Component
          cameras={cameras}
          draftId={ownerId}
          paper={{ id: paper.rule.id, name: paper.rule.name, pages }}
          onClose={() => showCamera(false)}
        />
      )}
    </FileDrop>
  );
}
