import { useState } from 'react';
import type { PointerEvent } from 'react';
import type { Page } from '../../../../app/shapes.ts';
import { ProgressBar } from '../../../../kit/progress-bar.tsx';
import { useText } from '../../../../text/language.tsx';
import { clipOf } from './clip.ts';
import type { FilePicture } from './use-file-picture.ts';

/** The slider over the page: what it says, and how far it stands. */
export function CompareBar(props: {
  readonly page: Page;
  readonly picture: FilePicture;
  /** Share of the width that shows the page as captured, 0–1. */
  readonly shown: number;
  onShown(shown: number): void;
}) {
  const t = useText();
  const { page, picture, shown } = props;
  if (page.pdf) return <p className="gate-compare">{t('gate.compare.keep')}</p>;
  if (picture.state === 'failed')
    return (
      <p className="gate-compare" role="alert">
        {t('gate.compare.failed')}
      </p>
    );
  if (picture.state === 'making')
    return (
      <div className="gate-compare">
        <ProgressBar label={t('gate.compare.making')} done={0} total={null} />
      </div>
    );
  const percent = Math.round(shown * 100);
  return (
    <div className="gate-compare gate-slider">
      <span aria-hidden="true">{t('gate.compare.captured')}</span>
      <input
        type="range"
        min={0}
        max={100}
        step={2}
        value={percent}
        autoFocus
        aria-label={t('gate.compare.slider')}
        aria-valuetext={t('gate.compare.shown', { percent })}
        onChange={(event) => props.onShown(Number(event.currentTarget.value) / 100)}
      />
      <span aria-hidden="true">{t('gate.compare.inFile')}</span>
    </div>
  );
}

/** The page of the file over the captured one, right of the divider; turns with the page. */
export function FilePage(props: {
  readonly page: Page;
  readonly picture: FilePicture;
  readonly shown: number;
}) {
  const { page, picture, shown } = props;
  const [natural, setNatural] = useState<{ width: number; height: number } | null>(null);
  if (picture.url === null) return null;
  // The same scale on both sides: a page that was set straight may be larger than it was captured.
  const share = (px: number, of: number) => `${((px / picture.dpi) * page.dpi * 100) / of}%`;
  return (
    <span className="gate-file-page" style={{ clipPath: clipOf(page.rotation, shown) }}>
      <img
        src={picture.url}
        alt=""
        draggable={false}
        onLoad={({ currentTarget }) =>
          setNatural({ width: currentTarget.naturalWidth, height: currentTarget.naturalHeight })
        }
        style={
          natural
            ? { width: share(natural.width, page.widthPx), height: share(natural.height, page.heightPx) }
            : { width: '100%', height: '100%' }
        }
      />
    </span>
  );
}

/** The divider, to be dragged; the slider above says the same to the keyboard. */
export function Divider({ shown, onShown }: { readonly shown: number; onShown(shown: number): void }) {
  function follow(event: PointerEvent<HTMLElement>): void {
    const sheet = event.currentTarget.parentElement?.getBoundingClientRect();
    if (!sheet || sheet.width === 0 || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    onShown(Math.min(1, Math.max(0, (event.clientX - sheet.left) / sheet.width)));
  }
  return (
    <span
      className="gate-divider"
      style={{ left: `${shown * 100}%` }}
      onPointerDown={(event) => {
        event.stopPropagation();
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={follow}
    />
  );
}
