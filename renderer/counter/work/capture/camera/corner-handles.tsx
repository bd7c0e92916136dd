import type { KeyboardEvent, PointerEvent } from 'react';
import { useText } from '../../../../text/language.tsx';
import type { Point, Quad } from './edges/quad.ts';

const names = ['topLeft', 'topRight', 'bottomRight', 'bottomLeft'] as const;
/** Parts of the picture an arrow key moves a corner by; with Shift, ten times that. */
const step = 0.002;
const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

function moved(corners: Quad, index: number, to: Point): Quad {
  const inside = (value: number): number => Math.min(1, Math.max(0, value));
  const [a, b, c, d] = corners.map((corner, at) =>
    at === index ? { x: inside(to.x), y: inside(to.y) } : corner,
  );
  return a && b && c && d ? [a, b, c, d] : corners;
}

/** The outline of the page over the live picture, with its corners to take hold of. */
export function CornerHandles(props: {
  /** In parts of the picture, 0–1. */
  readonly corners: Quad;
  readonly tone: 'seen' | 'still' | 'taken' | 'own';
  onChange(corners: Quad): void;
  /** Enter or the space bar on a corner. */
  onTake(): void;
}) {
  const t = useText();
  const { corners, tone, onChange, onTake } = props;

  function pressed(event: KeyboardEvent, index: number, corner: Point): void {
    const way = arrows[event.key];
    if (way) {
      const by = event.shiftKey ? step * 10 : step;
      onChange(moved(corners, index, { x: corner.x + way[0] * by, y: corner.y + way[1] * by }));
    } else if (event.key === 'Enter' || event.key === ' ') {
      if (!event.repeat) onTake();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function dragged(event: PointerEvent<HTMLButtonElement>, index: number): void {
    const frame = event.currentTarget.parentElement?.getBoundingClientRect();
    if (!frame || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    onChange(
      moved(corners, index, {
        x: (event.clientX - frame.left) / frame.width,
        y: (event.clientY - frame.top) / frame.height,
      }),
    );
  }

  return (
    <>
      <svg
        className={`cam-outline cam-outline-${tone}`}
        viewBox="0 0 1 1"
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        <polygon className="cam-outline-under" points={corners.map(({ x, y }) => `${x},${y}`).join(' ')} />
        <polygon points={corners.map(({ x, y }) => `${x},${y}`).join(' ')} />
      </svg>
      {corners.map((corner, index) => (
        <button
          key={names[index]}
          type="button"
          className="cam-corner"
          data-own-enter
          style={{ left: `${corner.x * 100}%`, top: `${corner.y * 100}%` }}
          aria-label={t(`camera.corner.${names[index] ?? 'topLeft'}`)}
          onKeyDown={(event) => pressed(event, index, corner)}
          onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
          onPointerMove={(event) => dragged(event, index)}
        />
      ))}
    </>
  );
}
