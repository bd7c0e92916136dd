/** What style B answers may look like in the wild; everything that comes in passes here. */
import { z } from 'zod';

const Text = z.union([z.string(), z.number()]).transform((value) => String(value).trim());
const OptionalText = Text.nullish()
  .transform((value) => value ?? '')
  .catch('');

/** Some gateways put the ministry's answer into one of their own. */
function within<Item extends z.ZodType>(item: Item) {
  const unwrapped = (body: unknown): unknown =>
    typeof body === 'object' && body !== null && 'data' in body ? body.data : body;
  return z.preprocess(unwrapped, item);
}

export const TokenAnswer = within(
  z.looseObject({ access_token: z.string().min(1).max(8_000) }).transform((answer) => answer.access_token),
);

export const NextCodeAnswer = within(
  z.union([
    z.looseObject({ value: Text }).transform((answer) => answer.value),
    z.looseObject({ maHoSo: Text }).transform((answer) => answer.maHoSo),
    Text,
  ]),
);

const File = z.looseObject({
  IdTepTin: Text.pipe(z.string().min(1).max(200)),
  HashTepTin: OptionalText,
});
const Files = z.union([z.array(File).min(1), File.transform((file) => [file])]);
export const FilesAnswer = within(
  z.union([
    Files,
    z
      .array(z.looseObject({ response: z.looseObject({ data: Files }) }))
      .min(1)
      .transform((rows) => rows.flatMap((row) => row.response.data)),
  ]),
);

export const CreatedAnswer = within(
  z.looseObject({
    maHoSo: OptionalText.optional(),
    MaHoSo: OptionalText.optional(),
    idHoSo: OptionalText.optional(),
  }),
).transform((answer) => answer.maHoSo || answer.MaHoSo || '');

const Known = z.looseObject({
  MaHoSo: OptionalText,
  ThongTinKhac: OptionalText.optional(),
  TrangThai: OptionalText.optional(),
  TienTrinh: z
    .array(z.looseObject({ ThoiDiemXuLy: OptionalText, TrangThai: OptionalText, NoiDungXuLy: OptionalText }))
    .nullish()
    .catch(null),
});
export const KnownAnswer = within(
  z.union([z.array(Known), Known.transform((one) => [one]), z.null().transform(() => [])]),
);

/**
 * The verdict beside the HTTP status: `code` 0, 00, 1, 200 or 201 (as text or number) is a yes, anything else a no, and
 * none at all says nothing. `error_code` is read like style A's.
 */
export function verdictOf(body: unknown): 'yes' | 'no' | 'none' {
  const parsed = z.looseObject({ code: Text.optional(), error_code: Text.optional() }).safeParse(body);
  if (!parsed.success) return 'none';
  const { code, error_code: errorCode } = parsed.data;
  if (errorCode !== undefined && errorCode !== '') return /^0+$/.test(errorCode) ? 'yes' : 'no';
  if (code !== undefined && code !== '') return /^(0+|1|20[01])$/.test(code) ? 'yes' : 'no';
  return 'none';
}

export function wordsOf(body: unknown): string {
  const parsed = z
    .looseObject({
      message: OptionalText.optional(),
      error: OptionalText.optional(),
      error_description: OptionalText.optional(),
    })
    .safeParse(body);
  if (!parsed.success) return '';
  return (parsed.data.message || parsed.data.error_description || parsed.data.error || '').slice(0, 1_000);
}
