/** The only permission that a window can have: the picture of a camera, at a counter, asked for by our own page. */
import type { Role } from '../contract/define.ts';
import { appOrigin } from './app-origin.ts';

export interface Asked {
  readonly permission: string;
  /** Of the window that asks; null when it is none of ours. */
  readonly role: Role | null;
  /** Of the frame that asks. */
  readonly url: string;
  readonly isMainFrame: boolean;
  /** What Chromium says it is about: `video`, `audio`, or something else. */
  readonly media: readonly string[];
}

/** Anything unclear is no. */
export function mayUseCamera({ permission, role, url, isMainFrame, media }: Asked): boolean {
  return (
    permission === 'media' &&
    (role === 'counter' || role === 'agency') &&
    isMainFrame &&
    originOf(url) === appOrigin &&
    media.length > 0 &&
    media.every((each) => each === 'video')
  );
}

/** `scheme://host`, also of schemes of which `URL` says that their origin is "null"; empty when there is none. */
export function originOf(url: string): string {
  try {
    const { protocol, host } = new URL(url);
    return `${protocol}//${host}`;
  } catch {
    return '';
  }
}
