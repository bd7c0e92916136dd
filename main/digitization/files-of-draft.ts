import { createHash } from 'node:crypto';
import type { ComposePage, FileAbout, PreparedBody } from '../../native-bridge/contract-imaging.ts';
import type { ErrorCode } from '../contract/errors.ts';
import { sheetsOf } from '../domain/card-sheet.ts';
import type { ComponentFile, ComponentState, Draft, KeptFile, Page } from '../domain/dossier.ts';
import { ok, type Result } from '../domain/result.ts';
import type { FileNames } from '../intake/ports.ts';
import { imagingCall } from './imaging-call.ts';
import type { DigitizationParts } from './pages-of-file.ts';
import type { Preparation } from './preparation.ts';
import type { Reading } from './reading.ts';

/** Least resolution of a digitized paper, dots per inch (NĐ 30/2020/NĐ-CP, Annex I). */
const fileDpi = 200;

interface FileParts extends DigitizationParts {
  readonly preparation: Preparation;
  readonly words: Pick<Reading, 'known'>;
}

interface Material {
  readonly pages: ComposePage[];
  readonly bodies: Uint8Array[];
}

/**
 * See `Digitization.filesOf`; files are numbered through the dossier, so that no two share a name. They are made and
 * sealed before the dossier has a code, offline perhaps for days, and their hashes go with it: what they say about
 * themselves is the draft's id, which the accepted dossier keeps, and a code written later would change their bytes.
 */
export async function filesOfDraft(
  parts: FileParts,
  draft: Draft,
  names: FileNames,
): Promise<Result<ComponentFile[], ErrorCode>> {
  const files: ComponentFile[] = [];
  const nameOf = (componentId: string) => {
    const number = String(files.length + 1).padStart(2, '0');
    return `${safeInNames(names.code)}_${number}_${safeInNames(componentId)}_v1.pdf`;
  };
  for (const component of draft.components) {
    const { componentId } = component;
    const signed = signedFiles(component);
    for (const file of signed) {
      const { blob, sha256, bytes, pageCount } = file;
      const name = nameOf(componentId);
      files.push({ id: parts.newId(), componentId, blob, name, sha256, bytes, pageCount, signed: true });
    }
    const rest = component.pages.filter(({ pdf }) => !signed.some((file) => file.id === pdf?.fileId));
    if (rest.length === 0) continue;
    const name = nameOf(componentId);
    const { officer, device } = names;
    const about = { dossier: draft.id, component: componentId, officer, device };
    const composed = await composeComponent(parts, component, rest, name, draft.procedureCode ?? '', about);
    if (!composed.ok) return composed;
    files.push(composed.value);
  }
  return ok(files);
}

/** Signed files of which at least one page is still wanted: they go whole, or the signature breaks. */
function signedFiles(component: ComponentState): KeptFile[] {
  return component.files.filter(
    (file) => file.signed && component.pages.some((page) => page.pdf?.fileId === file.id),
  );
}

async function composeComponent(
  parts: FileParts,
  component: ComponentState,
  pages: readonly Page[],
  name: string,
  subject: string,
  about: FileAbout,
): Promise<Result<ComponentFile, ErrorCode>> {
  const settings = {
    dpi: fileDpi,
    about,
    title: name,
    subject,
    // not the clock: composing again must give the same bytes
    createdAt: Math.max(...pages.map((page) => page.capturedAt)),
  };
  const composeFrom = async (material: Material) =>
    await imagingCall(parts.imaging, 'compose', { ...settings, pages: material.pages }, material.bodies);

  const material = await materialOf(parts, component, pages);
  if (!material.ok) return material;
  let answer = await composeFrom(material.value);
  if (!answer.ok && answer.error.code === 'file-damaged') {
    // a page that can be neither copied nor drawn again was drawn once, when it came in
    const pictures = await materialOf(parts, { ...component, files: [] }, pages);
    if (!pictures.ok) return pictures;
    answer = await composeFrom(pictures.value);
  }
  if (!answer.ok) return answer;
  const [pdf] = answer.value.bodies;
  if (!pdf) throw new Error('an imaging worker composed a PDF and did not hand it over');
  const blob = await parts.blobs.put(pdf);
  if (!blob.ok) return blob;
  return ok({
    id: parts.newId(),
    componentId: component.componentId,
    blob: blob.value,
    name,
    sha256: createHash('sha256').update(pdf).digest('hex'),
    bytes: pdf.byteLength,
    pageCount: answer.value.value.pageCount,
    signed: false,
  });
}

/** Pages of kept PDFs are taken from the PDF, once per file; all others as they were prepared, else as captured. */
async function materialOf(
  parts: FileParts,
  component: ComponentState,
  pages: readonly Page[],
): Promise<Result<Material, ErrorCode>> {
  const material: Material = { pages: [], bodies: [] };
  const bodyOfFile = new Map<string, number>();
  const take = async (blob: string): Promise<Result<number, ErrorCode>> => {
    const bytes = await parts.blobs.get(blob);
    return bytes.ok ? ok(material.bodies.push(bytes.value) - 1) : bytes;
  };
  const prepared = async (page: Page): Promise<Result<PreparedBody, ErrorCode>> => {
    const made = await parts.preparation.now(page);
    const body = made.ok ? await take(made.value) : made;
    if (!body.ok) return body;
    const words = await parts.words.known(page);
    return ok({ body: body.value, text: words && material.bodies.push(words) - 1, rotation: page.rotation });
  };
  const sheets = sheetsOf(pages);
  for (const [place, sheet] of sheets.entries()) {
    // one ahead: the next page is made while this one is read
    const [following] = sheets[place + 1] ?? [];
    if (following && !following.pdf) parts.preparation.soon(following);
    const [front, back] = sheet;
    if (back) {
      const [one, other] = [await prepared(front), await prepared(back)];
      if (one.ok && other.ok) {
        material.pages.push({ type: 'card', sides: [one.value, other.value] });
        continue;
      }
    }
    for (const page of sheet) {
      const added = await addOne(page);
      if (!added.ok) return added;
    }
  }
  return ok(material);

  /** A page of the file for itself. */
  async function addOne(page: Page): Promise<Result<unknown, ErrorCode>> {
    const { rotation, widthPx, heightPx, dpi } = page;
    const file = component.files.find((kept) => kept.id === page.pdf?.fileId);
    if (page.pdf && file) {
      const body = await (bodyOfFile.has(file.id) ? ok(bodyOfFile.get(file.id) ?? 0) : take(file.blob));
      if (!body.ok) return body;
      bodyOfFile.set(file.id, body.value);
      return ok(
        material.pages.push({ type: 'pdf', body: body.value, pageIndex: page.pdf.pageIndex, rotation }),
      );
    }
    const small = await prepared(page);
    if (small.ok) return ok(material.pages.push({ type: 'prepared', ...small.value }));
    // a page that cannot be prepared is a page all the same
    const body = await take(page.imageBlob);
    if (!body.ok) return body;
    return ok(material.pages.push({ type: 'image', body: body.value, widthPx, heightPx, dpi, rotation }));
  }
}

/** Letters, digits, dot and hyphen: safe on every file system, and "_" stays the separator. */
function safeInNames(text: string): string {
  const plain = text.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/g, 'd').replace(/Đ/g, 'D');
  return (
    plain
      .replace(/[^A-Za-z0-9.-]+/g, '-')
      .replace(/^[.-]+|[.-]+$/g, '')
      .slice(0, 60) || 'x'
  );
}
