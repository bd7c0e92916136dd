import { Icon } from '../../../kit/icons.tsx';
import { usePageImage } from './page-image.tsx';
import type { Page } from '../../../app/shapes.ts';
import './thumb.css';

interface ThumbProps {
  readonly ownerId: string;
  readonly page: Page;
  /** Square that the turned page fits into, CSS px. */
  readonly box: number;
}

/** A page in small. It is only a picture beside its number; the number carries the name. */
export function Thumb({ ownerId, page, box }: ThumbProps) {
  const { url, failed } = usePageImage(ownerId, page.id, 'thumb');
  const scale = box / Math.max(page.widthPx, page.heightPx);
  const size = { width: Math.round(page.widthPx * scale), height: Math.round(page.heightPx * scale) };
  return (
    <span className="thumb" style={{ width: box, height: box }}>
      {url === null ? (
        <span className={failed ? 'thumb-lost' : 'thumb-waiting'} style={size}>
          {failed && <Icon name="warning" />}
        </span>
      ) : (
        <img src={url} alt="" draggable={false} style={{ ...size, rotate: `${page.rotation}deg` }} />
      )}
    </span>
  );
}
