/**
 * What the city tells of dossiers that it holds. No published contract has such a resource; this is the simulator's, an
 * assumption for the real one: `GET /thay-doi?tu=<cursor>&toiDa=<n>` gives
 * `{moc, conNua, thayDoi: [{id, loai, luc, maHoSo, maThamChieu, …}]}` in the order in which they happened, with an ETag
 * that is answered by 304 while nothing is new; 410 says that the cursor is not known (any more).
 */
import { z } from 'zod';
import { DossierStatus, type Instant } from '../domain/dossier.ts';
import { zoneOffsetMs } from '../domain/clock.ts';

/** A paper that is the result of a dossier (giấy tờ kết quả). */
export interface ResultPaper {
  readonly name: string;
  readonly number: string;
  /** Where it can be fetched, below the city's address. */
  readonly path: string;
  /** '' when the city does not say. */
  readonly sha256: string;
}

/** A field of a dossier that was changed at the city; values are texts as on the wire. */
export interface ChangedField {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

export type CityChangeContent =
  | { readonly kind: 'status'; readonly status: DossierStatus; readonly words: string }
  /** The dossier has another code from now on; the old one stays readable. */
  | { readonly kind: 'code'; readonly newCode: string }
  /** Papers are asked for (yêu cầu bổ sung); the clock of the dossier stands still. */
  | {
      readonly kind: 'supplement';
      readonly requestId: string;
      readonly words: string;
      readonly papers: readonly string[];
      readonly dueAt: Instant | null;
    }
  | { readonly kind: 'result'; readonly papers: readonly ResultPaper[] }
  | { readonly kind: 'fields'; readonly fields: readonly ChangedField[] }
  | {
      readonly kind: 'bundle';
      readonly bundle: string;
      readonly version: number;
      readonly path: string;
    }
  /** A newer city tells more than this program knows; it is kept as it came. */
  | { readonly kind: 'unknown'; readonly type: string };

export type CityChange = CityChangeContent & {
  /** The city's id of the change; the same one is taken once. */
  readonly id: string;
  readonly at: Instant;
  /** '' for what is about no dossier. */
  readonly cityCode: string;
  /** Our own id of the dossier, where the city knows it; else ''. */
  readonly dossierId: string;
};

export interface CityChangePage {
  readonly changes: readonly CityChange[];
  readonly cursor: string;
  readonly etag: string | null;
  /** Ask again at once. */
  readonly more: boolean;
}

/** `yyyyMMddHHmmss` in Asia/Ho_Chi_Minh; null when it is no moment. */
export function instantOfWire(text: string): Instant | null {
  const parts = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})$/.exec(text);
  if (!parts) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1).map(Number);
  const utc = Date.UTC(year, month - 1, day, hour, minute, second);
  const same = new Date(utc).toISOString().replace(/[-:T]/g, '').slice(0, 14) === text;
  return same ? utc - zoneOffsetMs : null;
}

const Text = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => (value === null || value === undefined ? '' : String(value).normalize('NFC').trim()))
  .pipe(z.string().max(4_000));
const Moment = Text.transform((text, context): Instant => {
  const instant = instantOfWire(text);
  if (instant === null) context.addIssue('not a moment');
  return instant ?? 0;
});
const MaybeMoment = Text.transform(instantOfWire);
const Status = z.coerce.number().pipe(DossierStatus);

const Common = z.looseObject({
  id: Text.pipe(z.string().min(1).max(200)),
  loai: Text,
  luc: Moment,
  maHoSo: Text.optional().transform((value) => value ?? ''),
  maThamChieu: Text.optional().transform((value) => value ?? ''),
});

const contents: Readonly<Record<string, z.ZodType<CityChangeContent>>> = {
  'trang-thai': z
    .looseObject({ trangThai: Status, noiDung: Text })
    .transform((row) => ({ kind: 'status', status: row.trangThai, words: row.noiDung })),
  'ma-moi': z
    .looseObject({ maMoi: Text.pipe(z.string().min(1).max(60)) })
    .transform((row) => ({ kind: 'code', newCode: row.maMoi })),
  'bo-sung': z
    .looseObject({
      yeuCauId: Text.pipe(z.string().min(1)),
      noiDung: Text,
      giayTo: z.array(Text).max(100).nullish(),
      hanBoSung: MaybeMoment,
    })
    .transform((row) => ({
      kind: 'supplement',
      requestId: row.yeuCauId,
      words: row.noiDung,
      papers: row.giayTo ?? [],
      dueAt: row.hanBoSung,
    })),
  'ket-qua': z
    .looseObject({
      giayTo: z
        .array(z.looseObject({ ten: Text, so: Text, duongDan: Text, hash: Text }))
        .min(1)
        .max(100),
    })
    .transform((row) => ({
      kind: 'result',
      papers: row.giayTo.map((paper) => ({
        name: paper.ten,
        number: paper.so,
        path: paper.duongDan,
        sha256: paper.hash.toLowerCase(),
      })),
    })),
  truong: z
    .looseObject({
      truong: z
        .array(z.looseObject({ ten: Text.pipe(z.string().min(1)), truoc: Text, sau: Text }))
        .min(1)
        .max(200),
    })
    .transform((row) => ({
      kind: 'fields',
      fields: row.truong.map((field) => ({ name: field.ten, before: field.truoc, after: field.sau })),
    })),
  goi: z
    .looseObject({
      goi: Text.pipe(z.string().min(1).max(60)),
      phienBan: z.coerce.number().int().min(1),
      duongDan: Text,
    })
    .transform((row) => ({ kind: 'bundle', bundle: row.goi, version: row.phienBan, path: row.duongDan })),
};

function changeOf(row: unknown): CityChange | null {
  const common = Common.safeParse(row);
  if (!common.success) return null;
  const { id, loai, luc, maHoSo, maThamChieu } = common.data;
  const schema = Object.hasOwn(contents, loai) ? contents[loai] : undefined;
  const content = schema?.safeParse(row);
  const known: CityChangeContent = content?.success ? content.data : { kind: 'unknown', type: loai };
  return { ...known, id, at: luc, cityCode: maHoSo, dossierId: maThamChieu };
}

const Page = z.looseObject({
  moc: Text.pipe(z.string().min(1).max(200)),
  conNua: z
    .unknown()
    .transform((value) => value === true || value === 'True' || value === '1' || value === 1),
  thayDoi: z.array(z.unknown()).max(1_000),
});

/** Null when the answer is no such page, or holds a change that has no id or no moment: nothing of it is taken then. */
export function changePageOf(body: unknown, etag: string | null): CityChangePage | null {
  const page = Page.safeParse(body);
  if (!page.success) return null;
  const changes: CityChange[] = [];
  for (const row of page.data.thayDoi) {
    const change = changeOf(row);
    if (!change) return null;
    changes.push(change);
  }
  return { changes, cursor: page.data.moc, etag, more: page.data.conNua };
}
