import { useImperativeHandle } from 'react';
import type { ReactNode, Ref } from 'react';
import { Button } from '../../../kit/button.tsx';
import { useText } from '../../../text/language.tsx';
import type { Page } from '../../../app/shapes.ts';
import { usePageImage } from './page-image.tsx';
import { Tip } from '../../../kit/tip.tsx';
import { usePanZoom } from './use-pan-zoom.ts';
import './viewer.css';

export interface ViewerHandle {
  zoomIn(): void;
  zoomOut(): void;
  fit(): void;
}

interface PageViewerProps {
  readonly ownerId: string;
  readonly page: Page;
  /** Place of the page, 1-based. */
  readonly n: number;
  readonly count: number;
  onPrevious?(): void;
  onNext?(): void;
  /** What can be done with the page, beside zooming. */
  readonly tools?: ReactNode;
  /** Stands between the tools and the page. */
  readonly under?: ReactNode;
  /** Lies over the page and turns with it. */
  readonly over?: ReactNode;
  /** Lies over the page and does not turn. */
  readonly front?: ReactNode;
  readonly ref?: Ref<ViewerHandle>;
}

/** One page, large: whole at first; zoom by wheel and + − 0, pan by arrows or by dragging. */
export function PageViewer(props: PageViewerProps) {
  const { ownerId, page, n, count, onPrevious, onNext, tools, ref } = props;
  const t = useText();
  const { url, failed } = usePageImage(ownerId, page.id, 'full');
  const small = usePageImage(ownerId, page.id, 'thumb');
  const { view, scale, shown, step, fit, drag } = usePanZoom(
    { width: page.widthPx, height: page.heightPx },
    page.rotation,
  );
  useImperativeHandle(ref, () => ({ zoomIn: () => step(1), zoomOut: () => step(-1), fit }), [step, fit]);

  const picture = url ?? small.url;
  const percent = Math.round(scale * 100);
  const size = { width: Math.round(page.widthPx * scale), height: Math.round(page.heightPx * scale) };
  return (
    <section className="viewer" aria-label={t('work.capture.viewer')}>
      <div className="viewer-bar" role="toolbar" aria-label={t('work.capture.viewer')}>
        {onPrevious && (
          <Tip text={t('work.capture.previousPage')}>
            <Button
              kind="quiet"
              icon="back"
              label={t('work.capture.previousPage')}
              isDisabled={n <= 1}
              onPress={onPrevious}
            />
          </Tip>
        )}
        <span className="viewer-place mc-figures">
          {n}/{count}
        </span>
        {onNext && (
          <Tip text={t('work.capture.nextPage')}>
            <Button
              kind="quiet"
              icon="forward"
              label={t('work.capture.nextPage')}
              isDisabled={n >= count}
              onPress={onNext}
            />
          </Tip>
        )}
        <span className="viewer-gap" />
        <Tip text={`${t('work.capture.zoomOut')} (−)`}>
          <Button kind="quiet" icon="zoomOut" label={t('work.capture.zoomOut')} onPress={() => step(-1)} />
        </Tip>
        <Tip text={`${t('work.capture.fit')} (0)`}>
          <Button
            kind="quiet"
            label={`${t('work.capture.fit')}, ${t('work.capture.zoomNow', { percent })}`}
            className="viewer-percent"
            onPress={fit}
          >
            <span className="mc-figures">{t('work.capture.percent', { percent })}</span>
          </Button>
        </Tip>
        <Tip text={`${t('work.capture.zoomIn')} (+)`}>
          <Button kind="quiet" icon="zoomIn" label={t('work.capture.zoomIn')} onPress={() => step(1)} />
        </Tip>
        {tools}
      </div>
      {props.under}
      <div
        ref={view}
        className="viewer-view"
        // A scrolled region must be reachable: arrows then pan.
        tabIndex={0}
        role="group"
        aria-label={t('work.capture.pageN', { n })}
        data-own-enter
        {...drag}
      >
        <div className="viewer-sheet" style={shown}>
          {failed ? (
            <p className="viewer-lost" role="alert">
              {t('work.capture.imageLost')}
            </p>
          ) : picture === null ? (
            <span className="viewer-waiting" role="status">
              {t('work.capture.imageLoading')}
            </span>
          ) : (
            <img
              src={picture}
              alt={t('work.capture.pageN', { n })}
              draggable={false}
              style={{ ...size, rotate: `${page.rotation}deg` }}
            />
          )}
          {picture !== null && props.over && (
            <div className="viewer-over" style={{ ...size, rotate: `${page.rotation}deg` }}>
              {props.over}
            </div>
          )}
          {props.front}
        </div>
      </div>
    </section>
  );
}
