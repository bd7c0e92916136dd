/** What style A answers may look like in the wild; everything that comes in passes here. */
import { z } from 'zod';
import { isLocalCode } from '../domain/codes.ts';

/** Providers write the same thing as text or as a number. */
const Text = z.union([z.string(), z.number()]).transform((value) => String(value).trim());
const OptionalText = Text.nullish().transform((value) => value ?? '');

/** `error_code` comes as "0", 0, "00" or "-1". */
export const Envelope = z
  .looseObject({
    error_code: Text,
    message: OptionalText.catch(''),
    session: OptionalText.catch(''),
    result: z.unknown().optional(),
  })
  .transform((answer) => ({
    accepted: /^0+$/.test(answer.error_code),
    errorCode: answer.error_code.slice(0, 20),
    message: answer.message.slice(0, 1000),
    session: answer.session,
    result: answer.result,
  }));
export type Envelope = z.infer<typeof Envelope>;

function listOf<Item extends z.ZodType>(item: Item) {
  const one = z.array(item);
  return z.union([one, item.transform((value) => [value]), z.null().transform(() => [])]);
}

/** A dossier code as some province's or ministry's system writes it; never one of our own temporary numbers. */
export const CityCode = z
  .string()
  .max(60)
  .regex(/^[A-Z0-9][A-Za-z0-9]*([.-][A-Za-z0-9]+)+$/)
  .refine((code) => !isLocalCode(code));

export const UploadAnswer = listOf(
  z.looseObject({
    TepDinhKemId: Text.pipe(z.string().min(1).max(200)),
    HashTepTin: OptionalText,
    DuongDanTaiTepTin: OptionalText,
  }),
);

export const DossierAnswer = listOf(
  z.looseObject({ MaHoSo: OptionalText, maThamChieu: OptionalText.catch('') }),
);

export const LookUpAnswer = listOf(
  z.looseObject({
    MaHoSo: OptionalText,
    ThongTinKhac: OptionalText.catch(''),
    TrangThaiHoSo: OptionalText.catch(''),
    DanhSachTienDo: z
      .array(
        z.looseObject({
          ThoiDiemXuLy: OptionalText,
          TrangThai: OptionalText,
          NoiDungXuLy: OptionalText.catch(''),
        }),
      )
      .nullish()
      .catch(null),
  }),
);

/** Our own id of a dossier out of `ThongTinKhac`; '' when it is not there. */
export function referenceIn(other: string): string {
  try {
    const parsed = z.looseObject({ maThamChieu: z.string() }).safeParse(JSON.parse(other));
    return parsed.success ? parsed.data.maThamChieu : '';
  } catch {
    return '';
  }
}

const shortestBeginning = 40;

/** Whether a step's words at the city are ours: some cities keep none, or only a beginning. */
export function areSameWords(theirs: string, ours: string): boolean {
  const plain = (words: string): string => words.normalize('NFC').replace(/\s+/gu, ' ').trim();
  const there = plain(theirs);
  if (there === '' || there === plain(ours)) return true;
  return there.length >= shortestBeginning && plain(ours).startsWith(there);
}
