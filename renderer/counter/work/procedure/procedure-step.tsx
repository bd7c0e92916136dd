import { useEffect, useRef, useState } from 'react';
import { ListBox, ListBoxItem } from 'react-aria-components';
import { useCall } from '../../../app/api.ts';
import { useProcedure } from '../../../app/procedure.ts';
import type { ProcedureSummary } from '../../../app/shapes.ts';
import { EmptyState } from '../../../kit/empty-state.tsx';
import { ErrorNote } from '../../../kit/error-note.tsx';
import { Loading } from '../../../kit/loading.tsx';
import { SearchField } from '../../../kit/search-field.tsx';
import { deadlineWords, feeWords } from '../../../text/terms.ts';
import { useText } from '../../../text/language.tsx';
import { PrimaryAction } from '../primary-action.tsx';
import type { StepProps } from '../step.ts';
import { ProcedureDetail } from './procedure-detail.tsx';

const limit = 40;

/** Finds the procedure and its case. Arrows walk the list, Enter takes what is chosen. */
export function ProcedureStep({
  draft,
  onNext,
  suggested,
}: StepProps & { readonly suggested: string | null }) {
  const t = useText();
  const { procedureCode, caseId } = draft.draft;
  const [text, setText] = useState('');
  const [settled, setSettled] = useState('');
  const [asked, setAsked] = useState<string | null>(suggested ?? procedureCode);
  const [picked, setPicked] = useState<{ readonly code: string; readonly caseId: string } | null>(null);
  const [followed, setFollowed] = useState(suggested);
  if (suggested !== followed) {
    setFollowed(suggested);
    if (suggested) setAsked(suggested);
  }
  const list = useRef<HTMLDivElement>(null);
  const detail = useRef<HTMLElement>(null);
  const { value, error, loading } = useCall('catalogue.search', { text: settled, limit });
  const items = value?.items ?? [];
  // While something is searched for, only what the list shows can be taken: never a choice made in an earlier list.
  const listed = settled === '' || items.some((item) => item.code === asked);
  const code = listed ? asked : (items[0]?.code ?? null);
  const { procedure, error: detailError } = useProcedure(code);

  useEffect(() => {
    const timer = setTimeout(() => setSettled(text.trim()), 120);
    return () => clearTimeout(timer);
  }, [text]);

  const cases = procedure?.cases ?? [];
  const current =
    (picked && picked.code === code ? picked.caseId : null) ??
    (code === procedureCode ? caseId : null) ??
    (cases.length === 1 ? (cases[0]?.id ?? null) : null);
  const inUse = code !== null && code === procedureCode && current === caseId;

  const take = async () => {
    if (!procedure) return;
    if (current === null) {
      detail.current?.querySelector<HTMLElement>('input[type="radio"]')?.focus();
      return;
    }
    if (!inUse) {
      const result = await draft.change('intake.setProcedure', {
        procedureCode: procedure.code,
        caseId: current,
      });
      if (!result.ok) return;
    }
    onNext();
  };
  const toList = () => {
    const [first] = items;
    if (first && !items.some((item) => item.code === code)) setAsked(first.code);
    const option = list.current?.querySelector<HTMLElement>(
      '[role="option"][aria-selected="true"], [role="option"]',
    );
    option?.focus();
  };
  return (
    <div className="mc-step-page mc-procedure">
      <header className="mc-step-head">
        <h1>{t('procedure.title')}</h1>
        {items.length > 0 && (
          <span className="mc-hint" role="status">
            {settled ? t('procedure.found', { count: items.length }) : t('procedure.mostUsed')}
          </span>
        )}
      </header>
      {draft.error && <ErrorNote error={draft.error} />}
      <div
        className="mc-procedure-search"
        data-own-enter
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown' && event.key !== 'Enter') return;
          event.preventDefault();
          toList();
        }}
      >
        <SearchField label={t('procedure.search')} value={text} onChange={setText} />
        <p className="mc-hint">{t('procedure.searchHint')}</p>
      </div>
      <div className="mc-procedure-columns">
        <div className="mc-procedure-results" ref={list}>
          {error && <ErrorNote error={error} />}
          {loading && items.length === 0 && <Loading />}
          {value && items.length === 0 && (
            <EmptyState icon="search" title={t('procedure.nothing')}>
              {t('procedure.nothingText')}
            </EmptyState>
          )}
          {items.length > 0 && (
            <ListBox
              className="mc-procedure-list"
              aria-label={t('procedure.results')}
              selectionMode="single"
              selectionBehavior="replace"
              selectedKeys={code ? [code] : []}
              onSelectionChange={(keys) => {
                const [key] = keys === 'all' ? [] : [...keys];
                if (key !== undefined) setAsked(String(key));
              }}
              onAction={() => void take()}
              items={items.map((item) => ({ ...item, id: item.code }))}
              dependencies={[t]}
            >
              {(item) => (
                <ListBoxItem id={item.code} textValue={item.name} className="mc-procedure-item">
                  <span lang="vi">{item.name}</span>
                  <span className="mc-hint mc-figures">{summaryLine(item)}</span>
                </ListBoxItem>
              )}
            </ListBox>
          )}
        </div>
        <section
          className="mc-procedure-detail"
          ref={detail}
          tabIndex={0}
          aria-label={procedure?.name ?? t('procedure.title')}
        >
          {detailError && <ErrorNote error={detailError} />}
          {!code && <EmptyState icon="book" title={t('procedure.pick')} />}
          {code && !procedure && !detailError && <Loading />}
          {procedure && (
            <ProcedureDetail
              procedure={procedure}
              caseId={current}
              onCase={(caseId) => setPicked({ code: procedure.code, caseId })}
              use={inUse ? 'in-use' : procedureCode ? 'change' : 'new'}
            />
          )}
        </section>
      </div>
      <PrimaryAction
        shortcut="Enter"
        onPress={() => void take()}
        isDisabled={!procedure}
        isPending={draft.changing}
      >
        {inUse ? t('procedure.next') : t('procedure.use')}
      </PrimaryAction>
    </div>
  );

  function summaryLine(item: ProcedureSummary): string {
    return [
      item.code,
      item.field,
      deadlineWords(t, item.deadline),
      `${t('procedure.fee')}: ${feeWords(t, item.fee)}`,
    ].join(' · ');
  }
}
