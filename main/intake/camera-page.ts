/** One picture of a document camera (máy ảnh tài liệu) into a paper: on disk before its number is told, and never twice. */
import type { ErrorCode } from '../contract/errors.ts';
import type { Draft, Page } from '../domain/dossier.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import type { Place } from './capture.ts';
import type { Drafts } from './drafts.ts';
import type { Digitization } from './ports.ts';

export interface CameraPicture extends Place {
  /** Made once by the window; the page bears it. */
  readonly pageId: string;
  readonly dpi: number;
  /** JPEG, cut and flat. */
  readonly bytes: Uint8Array;
}

export interface Numbered {
  readonly pageId: string;
  /** Place in the paper, from 1. */
  readonly n: number;
}

export type CameraPage = (picture: CameraPicture, actor: string) => Promise<Result<Numbered, ErrorCode>>;

export function createCameraPage(parts: {
  readonly drafts: Drafts;
  readonly digitization: Digitization;
  readonly addPage: (place: Place, actor: string, page: Page) => Result<Draft, ErrorCode>;
}): CameraPage {
  const { drafts, digitization, addPage } = parts;
  /** Pictures on their way to disk: asked for again meanwhile, the same answer is waited for. */
  const underWay = new Map<string, Promise<Result<Numbered, ErrorCode>>>();

  async function keep(picture: CameraPicture, actor: string): Promise<Result<Numbered, ErrorCode>> {
    const { draftId, componentId, pageId, dpi, bytes } = picture;
    const draft = drafts.open(draftId);
    if (!draft.ok) return draft;
    const known = numberOf(draft.value, pageId);
    if (known) return ok(known);
    if (!draft.value.components.some((each) => each.componentId === componentId)) return fail('not-found');
    if (bytes.byteLength === 0) return fail('file-empty');
    const page = await digitization.pageOfCamera(pageId, bytes, dpi);
    if (!page.ok) return page;
    const kept = addPage({ draftId, componentId }, actor, page.value);
    if (!kept.ok) return kept;
    drafts.tellLatest(draftId);
    const numbered = numberOf(kept.value, pageId);
    return numbered ? ok(numbered) : fail('not-found');
  }

  return (picture, actor) => {
    const key = `${picture.draftId}/${picture.pageId}`;
    const running = underWay.get(key);
    if (running) return running;
    const started = keep(picture, actor).finally(() => underWay.delete(key));
    underWay.set(key, started);
    return started;
  };
}

function numberOf(draft: Draft, pageId: string): Numbered | null {
  for (const component of draft.components) {
    const at = component.pages.findIndex((page) => page.id === pageId);
    if (at >= 0) return { pageId, n: at + 1 };
  }
  return null;
}
