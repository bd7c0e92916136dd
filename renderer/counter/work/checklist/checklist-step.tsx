import { useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { GridList } from 'react-aria-components';
import { useProcedure } from '../../../app/procedure.ts';
import { Button } from '../../../kit/button.tsx';
import { EmptyState } from '../../../kit/empty-state.tsx';
import { ErrorNote } from '../../../kit/error-note.tsx';
import { Loading } from '../../../kit/loading.tsx';
import { useText } from '../../../text/language.tsx';
import { PrimaryAction } from '../primary-action.tsx';
import type { StepProps } from '../step.ts';
import {
  receiveAll,
  setCopies,
  toggleApplies,
  toggleReceived,
  toggleReused,
  typedCopies,
} from './changes.ts';
import { useChord } from './chord.ts';
import { papersOf } from './paper.ts';
import type { ComponentChange, Paper } from './paper.ts';
import { PaperRow } from './paper-row.tsx';
import './checklist.css';

/** The officer's check of each paper (kiểm thành phần hồ sơ). Nothing here follows from what was scanned. */
export function ChecklistStep(props: StepProps) {
  const t = useText();
  const { procedure, error } = useProcedure(props.draft.draft.procedureCode);
  if (props.draft.draft.procedureCode === null) {
    return (
      <EmptyState icon="list" title={t('work.checklist.empty')}>
        {t('work.checklist.emptyHelp')}
      </EmptyState>
    );
  }
  if (error) return <ErrorNote error={error} />;
  if (!procedure) return <Loading>{t('work.checklist.loading')}</Loading>;
  return <Checklist {...props} papers={papersOf(procedure, props.draft.draft)} />;
}

function dealtWith({ state }: Paper): boolean {
  return !state.applies || state.received || state.reused;
}

function Checklist({ draft, onNext, papers }: StepProps & { readonly papers: readonly Paper[] }) {
  const t = useText();
  const [noteFor, setNoteFor] = useState<string | null>(null);
  const typed = useRef({ id: '', digit: 0, at: 0 });

  function change(paper: Paper, part: ComponentChange | null): void {
    if (part === null) return;
    void draft.change('intake.setComponent', { componentId: paper.rule.id, change: part });
  }

  function receiveEverything(): void {
    for (const { componentId, change: part } of receiveAll(papers)) {
      void draft.change('intake.setComponent', { componentId, change: part });
    }
  }
  useChord({ key: 'A', ctrl: true, shift: true }, receiveEverything);

  function typeDigit(paper: Paper, digit: number, at: number): void {
    const { current: last } = typed;
    const before = last.id === paper.rule.id ? { digit: last.digit, agoMs: at - last.at } : null;
    typed.current = { id: paper.rule.id, digit, at };
    change(paper, setCopies(paper, typedCopies(digit, before)));
  }

  /** Keys that belong to a row when the row itself has the focus, not a control in it. */
  function onKeyDown(event: KeyboardEvent): void {
    const row = event.target instanceof HTMLElement ? event.target : null;
    const paper = papers.find((one) => one.rule.id === row?.dataset['paper']);
    if (!paper || event.ctrlKey || event.altKey || event.metaKey) return;
    const key = event.key.toLowerCase();
    if (key === ' ') change(paper, paper.state.applies ? toggleReceived(paper) : toggleApplies(paper));
    else if (key === 'a') change(paper, toggleApplies(paper));
    else if (key === 'k') change(paper, toggleReused(paper));
    else if (key === 'n') setNoteFor(paper.rule.id);
    else if (/^\d$/.test(key)) typeDigit(paper, Number(key), event.timeStamp);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  const done = papers.filter(dealtWith).length;
  return (
    <div className="chk">
      <header className="chk-head">
        <div>
          <h1>{t('work.checklist.title')}</h1>
          <p className="chk-soft">{t('work.checklist.lead')}</p>
        </div>
        <div className="chk-all">
          <span className="mc-figures" role="status">
            {t('work.checklist.progress', { done, total: papers.length })}
          </span>
          <Button kind="secondary" icon="check" onPress={receiveEverything}>
            {t('work.checklist.all')} <kbd className="mc-kbd">Ctrl+Shift+A</kbd>
          </Button>
        </div>
      </header>
      {draft.error && <ErrorNote error={draft.error} />}
      <div className="chk-scroll" data-first-focus onKeyDownCapture={onKeyDown}>
        <GridList
          className="chk-list"
          aria-label={t('work.checklist.list')}
          items={papers.map((paper, index) => ({ id: paper.rule.id, paper, n: index + 1 }))}
          dependencies={[t, noteFor, draft]}
          selectionMode="none"
          keyboardNavigationBehavior="tab"
        >
          {({ id, paper, n }) => (
            <PaperRow
              paper={paper}
              n={n}
              noteOpen={noteFor === id}
              onChange={change}
              onNote={(open) => setNoteFor(open ? id : null)}
            />
          )}
        </GridList>
      </div>
      <p className="chk-soft">{t('work.checklist.keys')}</p>
      <PrimaryAction icon="forward" shortcut="Enter" onPress={onNext}>
        {t('work.checklist.next')}
      </PrimaryAction>
    </div>
  );
}
