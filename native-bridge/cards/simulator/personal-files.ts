/** The data groups of a made-up citizen, as the Vietnamese card lays them out. */
import { der, integer, printable, sequence, utf8 } from './der.ts';

/** A synthetic person; dates as `yyyy-mm-dd`. */
export interface SyntheticHolder {
  readonly idNumber: string;
  readonly fullName: string;
  readonly birthDate: string;
  readonly sex: 'Nam' | 'Nữ';
  readonly residence: string;
  readonly origin: string;
  readonly issueDate: string;
  readonly expiryDate: string;
  readonly father: string;
  readonly mother: string;
  readonly oldIdNumber: string | null;
}

/** The person of the training pack's first card. */
export const exampleHolder: SyntheticHolder = {
  idNumber: '001099012345',
  fullName: 'Nguyễn Văn An',
  birthDate: '1999-01-15',
  sex: 'Nam',
  residence: 'Số 1, Phố Ví Dụ, Láng, Hà Nội',
  origin: 'Láng, Hà Nội',
  issueDate: '2021-08-20',
  expiryDate: '2039-01-15',
  father: 'Nguyễn Văn Mẫu',
  mother: 'Trần Thị Mẫu',
  oldIdNumber: null,
};

const weights = [7, 3, 1];

function digit(text: string): string {
  const values = [...text].map((each) => (each === '<' ? 0 : parseInt(each, 36)));
  return String(values.reduce((sum, value, index) => sum + value * (weights[index % 3] ?? 0), 0) % 10);
}

const short = (date: string): string => date.slice(2).replaceAll('-', '');
const printed = (date: string): string => date.split('-').reverse().join('/');

/** The document number in the zone is the last nine digits of the personal number. */
export const documentNumberOf = (holder: SyntheticHolder): string => holder.idNumber.slice(3);
/** Card access number: the last six digits. */
export const canOf = (holder: SyntheticHolder): string => holder.idNumber.slice(-6);

/** What opens the chip: number, birth and expiry, each with its check digit. */
export function zoneSecret(holder: SyntheticHolder): string {
  return [documentNumberOf(holder), short(holder.birthDate), short(holder.expiryDate)]
    .map((field) => field + digit(field))
    .join('');
}

/** Three lines of thirty (9303-5), with Vietnam's check digit at the end of the first. */
export function zoneOf(holder: SyntheticHolder): string {
  const number = documentNumberOf(holder);
  const optional = `${holder.idNumber}<<`;
  const first = `IDVNM${number}${digit(number)}${optional}${digit(optional)}`;
  const birth = short(holder.birthDate);
  const expiry = short(holder.expiryDate);
  const dates = `${birth}${digit(birth)}${holder.sex === 'Nam' ? 'M' : 'F'}${expiry}${digit(expiry)}VNM`;
  const composite = first.slice(5) + birth + digit(birth) + expiry + digit(expiry) + '<'.repeat(11);
  const second = `${dates}${'<'.repeat(11)}${digit(composite)}`;
  const [surname = '', ...given] = plainName(holder.fullName).split(' ');
  return first + second + `${surname}<<${given.join('<')}`.padEnd(30, '<').slice(0, 30);
}

function plainName(name: string): string {
  return name.toUpperCase().replaceAll('Đ', 'D').normalize('NFD').replace(/\p{M}/gu, '');
}

export function dg1Of(holder: SyntheticHolder): Uint8Array {
  return der(0x61, der(0x5f1f, Buffer.from(zoneOf(holder), 'latin1')));
}

export function comOf(tags: readonly number[]): Uint8Array {
  return der(
    0x60,
    der(0x5f01, Buffer.from('0107', 'latin1')),
    der(0x5f36, Buffer.from('040000', 'latin1')),
    der(0x5c, tags),
  );
}

/** ISO/IEC 19794-5 around a JPEG: one face, no feature points. */
export function dg2Of(jpeg: Uint8Array, width: number, height: number): Uint8Array {
  const facialBytes = 20 + 12 + jpeg.byteLength;
  const record = Buffer.alloc(14 + 20 + 12);
  record.write('FAC\0' + '010\0', 0, 'latin1');
  record.writeUInt32BE(14 + facialBytes, 8);
  record.writeUInt16BE(1, 12);
  record.writeUInt32BE(facialBytes, 14);
  record[34] = 1;
  record.writeUInt16BE(width, 36);
  record.writeUInt16BE(height, 38);
  record[40] = 1;
  record[41] = 2;
  const header = der(0xa1, der(0x80, [1, 1]), der(0x81, [2]), der(0x87, [1, 1]), der(0x88, [0, 8]));
  const template = der(0x7f60, header, der(0x5f2e, Buffer.concat([record, jpeg])));
  return der(0x75, der(0x7f61, der(0x02, [1]), template));
}

export function dg13Of(holder: SyntheticHolder): Uint8Array {
  const field = (number: number, ...values: readonly Uint8Array[]) => sequence(integer(number), ...values);
  return der(
    0x6d,
    sequence(
      field(1, printable(holder.idNumber)),
      field(2, utf8(holder.fullName)),
      field(3, printable(printed(holder.birthDate))),
      field(4, utf8(holder.sex)),
      field(5, utf8('Việt Nam')),
      field(6, utf8('Kinh')),
      field(7, utf8('Không')),
      field(8, utf8(holder.origin)),
      field(9, utf8(holder.residence)),
      field(10, utf8('Nốt ruồi cách 2 cm dưới đuôi mắt phải')),
      field(11, printable(printed(holder.issueDate))),
      field(12, printable(printed(holder.expiryDate))),
      field(13, sequence(utf8(holder.father)), sequence(utf8(holder.mother))),
      field(14, utf8('')),
      ...(holder.oldIdNumber ? [field(16, printable(holder.oldIdNumber))] : []),
    ),
  );
}
