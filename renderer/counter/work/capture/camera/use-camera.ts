/** One open camera for as long as it is wanted: opened, watched, released. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { closeCamera, openCamera } from './open-camera.ts';
import type { CameraFault } from './open-camera.ts';

export type CameraState =
  | { readonly at: 'opening' }
  | { readonly at: 'live'; readonly stream: MediaStream }
  /** Released because nobody used it, or because the window is hidden. */
  | { readonly at: 'resting' }
  | { readonly at: 'failed'; readonly fault: CameraFault };

export interface OpenCamera {
  readonly state: CameraState;
  /** Opens it (again). */
  open(): void;
  /** Releases it until `open`. */
  rest(): void;
}

/** `id` null: the first camera that there is. The camera is released when the component goes, whatever the reason. */
export function useCamera(id: string | null): OpenCamera {
  const [turn, setTurn] = useState(0);
  const [state, setState] = useState<CameraState>({ at: 'opening' });
  const live = useRef<MediaStream | null>(null);

  const release = useCallback(() => {
    if (live.current) closeCamera(live.current);
    live.current = null;
  }, []);
  const rest = useCallback(() => {
    release();
    setState((before) => (before.at === 'live' ? { at: 'resting' } : before));
  }, [release]);
  const open = useCallback(() => {
    setState({ at: 'opening' });
    setTurn((before) => before + 1);
  }, []);

  useEffect(() => {
    let gone = false;
    void openCamera(id).then((opened) => {
      if (!opened.ok) {
        if (!gone) setState({ at: 'failed', fault: opened.fault });
        return;
      }
      if (gone) {
        closeCamera(opened.stream);
        return;
      }
      live.current = opened.stream;
      for (const track of opened.stream.getVideoTracks()) {
        // Told when the camera goes away, not when we stop it.
        track.addEventListener('ended', () => {
          release();
          if (!gone) setState({ at: 'failed', fault: 'camera-lost' });
        });
      }
      setState({ at: 'live', stream: opened.stream });
    });
    return () => {
      gone = true;
      release();
    };
  }, [id, turn, release]);

  // A window that nobody sees needs no camera: minimised, or behind a locked screen.
  useEffect(() => {
    const changed = () => {
      if (document.hidden) rest();
    };
    document.addEventListener('visibilitychange', changed);
    return () => document.removeEventListener('visibilitychange', changed);
  }, [rest]);

  // Plugged in again, it goes on by itself.
  const lost = state.at === 'failed' && (state.fault === 'camera-lost' || state.fault === 'camera-absent');
  useEffect(() => {
    if (!lost) return undefined;
    navigator.mediaDevices.addEventListener('devicechange', open);
    return () => navigator.mediaDevices.removeEventListener('devicechange', open);
  }, [lost, open]);

  return { state, open, rest };
}
