import type { Page } from '../../../../app/shapes.ts';
import type { Fault } from './use-looks.ts';

/** Width of the picture of a fault on the screen, CSS px. */
const widthPx = 104;

/** The piece of the page that shows the fault best, magnified and as the page is turned. */
export function CloseUp(props: {
  readonly page: Page;
  readonly fault: Fault;
  /** The page's picture. */
  readonly url: string | null;
  readonly label: string;
}) {
  const { page, fault, url, label } = props;
  const { x, y, width, height } = fault.closeUp;
  const turned = page.rotation % 180 !== 0;
  const shape = (height * page.heightPx) / Math.max(1, width * page.widthPx);
  // Whichever way it is turned, it is as wide on the screen.
  const across = turned ? widthPx / shape : widthPx;
  const down = across * shape;
  return (
    <span
      className="gate-close-up"
      role="img"
      aria-label={label}
      style={{ width: widthPx, height: turned ? across : down }}
    >
      {url !== null && (
        <span
          style={{
            width: across,
            height: down,
            rotate: `${page.rotation}deg`,
            backgroundImage: `url(${url})`,
            backgroundSize: `${across / width}px ${down / height}px`,
            backgroundPosition: `${(-x * across) / width}px ${(-y * down) / height}px`,
          }}
        />
      )}
    </span>
  );
}
