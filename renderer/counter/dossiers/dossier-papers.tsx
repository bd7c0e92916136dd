import { useState } from 'react';
import type { Dossier, Page, ProcedureView } from '../../app/shapes.ts';
import { Badge } from '../../kit/badge.tsx';
import { Button } from '../../kit/button.tsx';
import { Card } from '../../kit/card.tsx';
import { useText } from '../../text/language.tsx';
import { Thumb } from '../work/capture/thumb.tsx';
import { PageViewer } from '../work/capture/page-viewer.tsx';

interface DossierPapersProps {
  readonly dossier: Dossier;
  readonly procedure: ProcedureView | null;
  /** The page to show first; without it the first of all. */
  readonly firstPageId?: string;
}

interface Shown {
  readonly componentId: string;
  readonly index: number;
}

/** Thumbnails of one paper shown before "more" is asked for. */
const firstPages = 12;

/** The papers of an accepted dossier with their pages, and the page chosen, large. */
export function DossierPapers({ dossier, procedure, firstPageId }: DossierPapersProps) {
  const t = useText();
  const papers = dossier.components.filter((state) => state.applies || state.pages.length > 0);
  const nameOf = (id: string) => procedure?.components.find((rule) => rule.id === id)?.name ?? id;
  const first = papers.find((state) => state.pages.length > 0);
  const [chosen, choose] = useState<Shown | null>(() => placeOf(dossier, firstPageId));
  const shown = chosen ?? (first ? { componentId: first.componentId, index: 0 } : null);
  const pages = papers.find((state) => state.componentId === shown?.componentId)?.pages ?? [];
  const page = shown ? pages[shown.index] : undefined;
  return (
    <Card title={t('dossiers.papers')} className="dos-papers-card">
      <div className="dos-papers">
        <ol className="dos-paper-list">
          {papers.map((state) => (
            <li key={state.componentId}>
              <p className="dos-paper-name" lang="vi">
                {nameOf(state.componentId)}
              </p>
              <p className="dos-facts">
                {state.reused && <Badge tone="info">{t('work.review.paperReused')}</Badge>}
                {state.received && (
                  <Badge tone="safe">
                    {state.receivedAs === 'present'
                      ? t('work.review.paperSeen')
                      : t('work.review.paperReceived', {
                          kind: t(`domain.componentKind.${state.receivedAs ?? 'original'}`),
                          count: state.copies,
                        })}
                  </Badge>
                )}
                {state.files.some((file) => file.signed) && (
                  <Badge tone="info" icon="shield">
                    {t('dossiers.signed')}
                  </Badge>
                )}
                <span className="dos-soft">
                  {state.pages.length === 0
                    ? t('dossiers.noPages')
                    : t('work.pages', { count: state.pages.length })}
                </span>
              </p>
              {state.pages.length > 0 && (
                <PageStrip
                  dossierId={dossier.id}
                  pages={state.pages}
                  chosen={shown?.componentId === state.componentId ? shown.index : null}
                  onChoose={(index) => choose({ componentId: state.componentId, index })}
                />
              )}
            </li>
          ))}
        </ol>
        {page && shown ? (
          <PageViewer
            ownerId={dossier.id}
            page={page}
            n={shown.index + 1}
            count={pages.length}
            onPrevious={() => choose({ ...shown, index: Math.max(0, shown.index - 1) })}
            onNext={() => choose({ ...shown, index: Math.min(pages.length - 1, shown.index + 1) })}
          />
        ) : (
          <p className="dos-soft">{t('dossiers.noPages')}</p>
        )}
      </div>
    </Card>
  );
}

function placeOf(dossier: Dossier, pageId: string | undefined): Shown | null {
  for (const { componentId, pages } of dossier.components) {
    const index = pages.findIndex((page) => page.id === pageId);
    if (index >= 0) return { componentId, index };
  }
  return null;
}

function PageStrip(props: {
  readonly dossierId: string;
  readonly pages: readonly Page[];
  readonly chosen: number | null;
  onChoose(index: number): void;
}) {
  const t = useText();
  const [all, setAll] = useState(false);
  const shown = all ? props.pages : props.pages.slice(0, firstPages);
  const hidden = props.pages.length - shown.length;
  return (
    <div className="dos-strip">
      {shown.map((page, index) => (
        <button
          key={page.id}
          type="button"
          className="dos-thumb"
          aria-label={t('work.capture.pageN', { n: index + 1 })}
          aria-pressed={props.chosen === index}
          onClick={() => props.onChoose(index)}
        >
          <Thumb ownerId={props.dossierId} page={page} box={64} />
        </button>
      ))}
      {hidden > 0 && (
        <Button kind="quiet" onPress={() => setAll(true)}>
          {t('work.review.more', { count: hidden })}
        </Button>
      )}
    </div>
  );
}
