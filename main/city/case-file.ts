/**
 * One case as a file for support, without personal data: nothing of a person is copied and then struck out; only what is
 * named here goes in. Of the message itself the fields' names go, how long each value is, and the values of codes and days.
 */
import type { Clock } from '../domain/clock.ts';
import type { Dossier } from '../domain/dossier.ts';
import { explainRefusal, explainWaiting } from '../domain/refusal.ts';
import { fail, type Result } from '../domain/result.ts';
import type { NewEvent, Store } from '../store/ports.ts';
import { writeSupportFile } from '../store/support-file.ts';
import { hoSoOf } from './mapping.ts';
import { withoutPersonalData } from './personal-data.ts';
import type { CityStatus } from './ports.ts';

export interface CaseFileParts {
  readonly store: Store;
  readonly clock: Clock;
  /** Where the file is put. */
  readonly folder: string;
  readonly version: string;
  readonly counter: string;
  readonly cityStatus: () => CityStatus;
  /** Which systems there are: their style and address, no account. */
  readonly systems: readonly { readonly id: string; readonly style: 'a' | 'b'; readonly baseUrl: string }[];
}

/** Fields of a message whose values name nobody. */
const openFields = new Set([
  ...['MaHoSo', 'MaTTHC', 'MaLinhVuc', 'KenhThucHien', 'LoaiDoiTuong', 'NgayNopHoSo', 'NgayTiepNhan'],
  ...['NgayHenTra', 'TrangThaiHoSo', 'HinhThuc', 'DonViXuLy', 'NoiNopHoSo', 'HoSoCoThanhPhanSoHoa'],
  ...['TaiKhoanDuocXacThucVoiVNeID', 'DuocThanhToanTrucTuyen', 'MaThanhPhanHoSo', 'DuocSoHoa', 'IsDeleted'],
  ...['DuocTaiSuDung', 'DuocLayTuKhoDMQG', 'SoLuong', 'HinhThucThu', 'Gia', 'LoaiDinhDanh', 'MaCSDL'],
]);

/** Every value that is not open as its length and its kind of signs, e.g. `12 chữ số`. */
function shapeOf(value: unknown, name: string): unknown {
  if (Array.isArray(value)) return value.map((one) => shapeOf(one, name));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shapeOf(inner, key)]));
  const text = String(value ?? '');
  if (text === '' || openFields.has(name)) return text;
  return `<${String(text.length)} ${/^\d+$/.test(text) ? 'digits' : 'characters'}>`;
}

/** What of an event may leave; the words of the city were cleaned when they were written down, and are once more. */
function eventOf({ at, type, payload }: NewEvent, dossier: Dossier): Record<string, unknown> {
  const fields = typeof payload === 'object' && payload !== null ? (payload as Record<string, unknown>) : {};
  const text = (name: string): string | null => {
    const value = fields[name];
    return typeof value === 'string' ? withoutPersonalData(value, dossier) : null;
  };
  const { before, after } = fields;
  const names = [before, after].flatMap((part) =>
    typeof part === 'object' && part !== null ? Object.keys(part) : [],
  );
  return {
    at: new Date(at).toISOString(),
    type,
    ...(text('cityCode') === null ? {} : { cityCode: fields['cityCode'] }),
    ...(text('words') === null ? {} : { words: text('words') }),
    ...(text('item') === null ? {} : { item: text('item') }),
    ...(names.length === 0 ? {} : { changed: [...new Set(names)] }),
  };
}

function caseContent(parts: CaseFileParts, dossier: Dossier): Record<string, unknown> {
  const { store, clock } = parts;
  const clean = (words: string | null): string | null => words && withoutPersonalData(words, dossier);
  const time = (at: number): string => new Date(at).toISOString();
  const means = (state: string, words: string | null): string | null =>
    words === null ? null : state === 'waiting' ? explainWaiting(words) : explainRefusal(words).meaning;
  const system = store.cityMemory.systemOf(dossier.id);
  const { node, electron = null } = process.versions;
  return {
    madeAt: time(clock.now()),
    application: { version: parts.version, node, electron, platform: process.platform },
    counter: parts.counter,
    city: { ...parts.cityStatus(), system: parts.systems.find(({ id }) => id === system) ?? system },
    dossier: {
      id: dossier.id,
      localCode: dossier.localCode,
      cityCode: dossier.cityCode,
      procedureCode: dossier.procedureCode,
      caseId: dossier.caseId,
      catalogueVersion: dossier.catalogueVersion,
      competentUnit: dossier.competentUnit,
      status: dossier.status,
      sync: dossier.sync,
      acceptedAt: time(dossier.acceptedAt),
      files: dossier.files.map(({ id, componentId, sha256, bytes, pageCount, signed }) => ({
        ...{ id, componentId, sha256, bytes, pageCount, signed },
      })),
    },
    messages: store.cityCases.messagesOf(dossier.id).map((item) => ({
      ...{ id: item.id, kind: item.kind, sequence: item.sequence, state: item.state },
      attempts: item.attempts,
      createdAt: time(item.createdAt),
      nextAttemptAt: time(item.nextAttemptAt),
      words: clean(item.lastError),
      means: means(item.state, item.lastError),
    })),
    replaced: store.cityCases.replacedOf(dossier.id).map((item) => ({
      ...{ id: item.id, kind: item.kind, attempts: item.attempts },
      createdAt: time(item.createdAt),
      replacedAt: time(item.replacedAt),
      words: clean(item.lastError),
      means: means('refused', item.lastError),
    })),
    story: store.events.of(dossier.id).map((event) => eventOf(event, dossier)),
    message: shapeOf(hoSoOf({ dossier, procedure: null, uploads: new Map() }), ''),
  };
}

export async function writeCaseFile(
  parts: CaseFileParts,
  dossierId: string,
): Promise<Result<{ file: string; bytes: number }, 'not-found' | 'disk-full'>> {
  const dossier = parts.store.dossiers.get(dossierId);
  if (!dossier) return fail('not-found');
  const stamp = new Date(parts.clock.now()).toISOString().slice(0, 19).replace(/[-:T]/g, '');
  const name = `mot-cua-ho-tro-${dossier.localCode}-${stamp}.json`;
  return await writeSupportFile(parts.folder, name, caseContent(parts, dossier));
}
