import { EmptyState } from '../../../kit/empty-state.tsx';
import { Loading } from '../../../kit/loading.tsx';
import { useText } from '../../../text/language.tsx';
import { captureStanding } from '../checklist/paper.ts';
import type { Paper } from '../checklist/paper.ts';

export interface NoPagesProps {
  readonly paper: Paper;
  readonly scannerReady: boolean;
  /** Pages of this paper are on their way. */
  readonly coming: boolean;
}

/** A paper without pages: how they come, that they come, or why none are wanted. */
export function NoPages({ paper, scannerReady, coming }: NoPagesProps) {
  const t = useText();
  if (coming) {
    return (
      <div className="cap-none">
        <Loading>{t('work.capture.coming')}</Loading>
      </div>
    );
  }
  const standing = captureStanding(paper);
  if (standing === 'waiting' || standing === 'captured') {
    return (
      <div className="cap-none">
        <EmptyState icon="scanner" title={t('work.capture.emptyTitle')}>
          {t(scannerReady ? 'work.capture.emptyScan' : 'work.capture.emptyNoScanner')}
        </EmptyState>
        <p className="cap-soft">{t('work.capture.addFilesHint')}</p>
      </div>
    );
  }
  return (
    <div className="cap-none">
      <EmptyState
        icon={standing === 'forbidden' ? 'lock' : 'info'}
        title={t(`work.capture.standing.${standing}`)}
      >
        {t(`work.capture.why.${standing}`)}
      </EmptyState>
    </div>
  );
}
