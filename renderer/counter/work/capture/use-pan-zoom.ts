import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { PointerEvent, RefObject } from 'react';
import { fitScale, shownSize, steppedZoom } from './zoom.ts';
import type { Size, Zoom } from './zoom.ts';

export interface PanZoom {
  readonly view: RefObject<HTMLDivElement | null>;
  readonly scale: number;
  /** Size of the turned page on screen, CSS px. */
  readonly shown: Size;
  step(direction: 1 | -1): void;
  fit(): void;
  /** Drag to pan. */
  readonly drag: {
    onPointerDown(event: PointerEvent<HTMLElement>): void;
    onPointerMove(event: PointerEvent<HTMLElement>): void;
  };
}

/** Zoom of the viewer: whole page first, the wheel zooms (with Ctrl when there is something to scroll). */
export function usePanZoom(page: Size, rotation: number): PanZoom {
  const view = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState<Size>({ width: 0, height: 0 });
  const [zoom, setZoom] = useState<Zoom>('fit');
  const grabbed = useRef({ x: 0, y: 0, left: 0, top: 0 });
  const centre = useRef({ x: 0.5, y: 0.5 });

  useEffect(() => {
    const element = view.current;
    if (!element) return undefined;
    const watcher = new ResizeObserver(() => {
      // offset, not client: the room must not change when the scroll bars come.
      setRoom({ width: element.offsetWidth - 16, height: element.offsetHeight - 16 });
    });
    watcher.observe(element);
    return () => watcher.disconnect();
  }, []);

  const scale = zoom === 'fit' ? fitScale(page, rotation, room) : zoom;
  const shown = shownSize(page, rotation, scale);

  const step = useCallback(
    (direction: 1 | -1) => {
      const element = view.current;
      if (element) {
        centre.current = {
          x: (element.scrollLeft + element.clientWidth / 2) / Math.max(element.scrollWidth, 1),
          y: (element.scrollTop + element.clientHeight / 2) / Math.max(element.scrollHeight, 1),
        };
      }
      setZoom(steppedZoom(scale, direction));
    },
    [scale],
  );
  const fit = useCallback(() => setZoom('fit'), []);

  // What was in the middle stays in the middle.
  useLayoutEffect(() => {
    const element = view.current;
    if (!element || zoom === 'fit') return;
    element.scrollLeft = centre.current.x * element.scrollWidth - element.clientWidth / 2;
    element.scrollTop = centre.current.y * element.scrollHeight - element.clientHeight / 2;
  }, [zoom]);

  useEffect(() => {
    const element = view.current;
    if (!element) return undefined;
    const turnedWheel = (event: WheelEvent) => {
      if (!event.ctrlKey && zoom !== 'fit') return;
      event.preventDefault();
      step(event.deltaY < 0 ? 1 : -1);
    };
    element.addEventListener('wheel', turnedWheel, { passive: false });
    return () => element.removeEventListener('wheel', turnedWheel);
  }, [step, zoom]);

  const drag = {
    onPointerDown(event: PointerEvent<HTMLElement>) {
      const element = view.current;
      if (!element || event.button !== 0 || event.pointerType !== 'mouse') return;
      element.focus({ preventScroll: true });
      element.setPointerCapture(event.pointerId);
      grabbed.current = {
        x: event.clientX,
        y: event.clientY,
        left: element.scrollLeft,
        top: element.scrollTop,
      };
    },
    onPointerMove(event: PointerEvent<HTMLElement>) {
      const element = view.current;
      if (!element?.hasPointerCapture(event.pointerId)) return;
      element.scrollLeft = grabbed.current.left - (event.clientX - grabbed.current.x);
      element.scrollTop = grabbed.current.top - (event.clientY - grabbed.current.y);
    },
  };

  return { view, scale, shown, step, fit, drag };
}
