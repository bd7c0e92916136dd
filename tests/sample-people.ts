/** Synthetic people and papers for tests; no real person is meant. */
import sharp from 'sharp';
import type { Person } from '../main/domain/person.ts';

/** The citizen of the examples that need no more than one. */
export const nguyenVanAn: Person = {
  fullName: 'Nguyễn Văn An',
  idNumber: '001099012345',
  idKind: 'cccd',
  oldIdNumber: null,
  birthDate: '1999-01-15',
  sex: 'male',
  address: 'Số 1, Phố Ví Dụ, Láng, Hà Nội',
  phone: '0900000001',
  email: 'an@example.invalid',
  source: 'qr',
};

const families = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Vũ', 'Đặng', 'Bùi', 'Đỗ', 'Ngô'];
const middles = ['Văn Thử', 'Thị Mẫu', 'Minh Thí', 'Ngọc Dụ', 'Quốc Giả'];

/** Person number `n`; every name, number and phone is different and easy to search for. */
export function samplePerson(n: number): Person {
  const serial = String(n).padStart(6, '0');
  return {
    fullName: `${families[n % families.length]} ${middles[Math.floor(n / 10) % middles.length]} Số${serial}`,
    idNumber: `001099${serial}`,
    idKind: 'cccd',
    oldIdNumber: null,
    birthDate: '1999-01-15',
    sex: 'male',
    address: `Số ${n}, Phố Ví Dụ ${serial}, Láng, Hà Nội`,
    phone: `0900${serial}`,
    email: `mau${serial}@thu.example`,
    source: 'typed',
  };
}

/** What must never be found in the clear. */
export function needlesOf(person: Person): string[] {
  const needles = [person.fullName, person.idNumber, person.phone, person.address, person.email];
  return needles.filter((needle): needle is string => needle !== null && needle !== '');
}

/** A plain A4 page at 100 dpi, JPEG; `n` makes each different. */
/** Bars like lines of writing: a page without any would be taken for an empty one. */
export const writing = Buffer.from(
  `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="300">${[0, 1, 2, 3, 4, 5]
    .map((row) => `<rect x="0" y="${row * 48}" width="${620 - row * 60}" height="14" fill="#202428"/>`)
    .join('')}</svg>`,
);

export async function samplePage(n: number): Promise<Uint8Array> {
  const shade = 200 + (n % 50);
  return await sharp({
    create: { width: 827, height: 1169, channels: 3, background: { r: 250, g: shade, b: 245 } },
  })
    .composite([{ input: writing, left: 90, top: 120 }])
    .withMetadata({ density: 100 })
    .jpeg()
    .toBuffer();
}
