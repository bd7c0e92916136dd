import type { Page } from '../../../../app/shapes.ts';
import { papersOf } from './verdict.ts';
import type { Look } from './use-looks.ts';

/** Where the faults are, and the papers on the glass; lies over the page and turns with it. */
export function Outlines({ page, look }: { readonly page: Page; readonly look: Look }) {
  if (look.state !== 'seen') return null;
  const { faults, papers } = look.facts;
  const upright = { rotate: `${-page.rotation}deg` };
  return (
    <>
      {faults.map(({ kind, region, severity }, at) => (
        <span
          key={`${kind} ${String(at)}`}
          className={`gate-outline gate-outline-${severity}`}
          style={{
            left: `${region.x * 100}%`,
            top: `${region.y * 100}%`,
            width: `${region.width * 100}%`,
            height: `${region.height * 100}%`,
          }}
        >
          <b style={upright}>{at + 1}</b>
        </span>
      ))}
      {papersOf(page, look) > 0 && (
        <svg className="gate-papers" viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
          {papers.map(({ corners }, at) => (
            <polygon key={at} points={corners.map(({ x, y }) => `${x},${y}`).join(' ')} />
          ))}
        </svg>
      )}
    </>
  );
}
