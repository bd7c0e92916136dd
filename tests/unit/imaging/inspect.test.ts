import { randomBytes } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { ask } from './ask.ts';
import { pagePicture, signedByRevision, signedPdf, textPdf } from './samples.ts';

const inspect = async (name: string, bytes: Uint8Array) => (await ask('inspect', { name }, [bytes])).result;

/** A black one-bit PNG, made by hand because no encoder should be asked to hold that many pixels. */
function bilevelPng(widthPx: number, heightPx: number): Uint8Array {
  const chunk = (type: string, data: Uint8Array) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.byteLength, 0);
    frame.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0]);
  header.writeUInt32BE(widthPx, 0);
  header.writeUInt32BE(heightPx, 4);
  const rows = deflateSync(Buffer.alloc((Math.ceil(widthPx / 8) + 1) * heightPx));
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

describe('what a file really is', () => {
  test('a PDF, JPEG, PNG and TIFF are told by content although their names say something else', async () => {
    const picture = pagePicture(400, 600);
    expect(await inspect('a.jpg', await textPdf(3))).toEqual({
      mime: 'application/pdf',
      signed: false,
      pageCount: 3,
    });
    const one = { signed: false, pageCount: 1 };
    expect(await inspect('a.pdf', await picture.jpeg().toBuffer())).toEqual({ mime: 'image/jpeg', ...one });
    expect(await inspect('a.docx', await picture.png().toBuffer())).toEqual({ mime: 'image/png', ...one });
    expect(await inspect('', await picture.tiff().toBuffer())).toEqual({ mime: 'image/tiff', ...one });
  });

  test('bytes before the PDF header are allowed', async () => {
    const bytes = Buffer.concat([Buffer.from('\r\n\r\n'), await textPdf(1)]);
    expect(await inspect('a.pdf', bytes)).toMatchObject({ mime: 'application/pdf', pageCount: 1 });
  });
});

describe('bad files are refused with the reason', () => {
  test('0-byte file', async () => {
    await expect(inspect('a.pdf', new Uint8Array())).rejects.toMatchObject({ code: 'file-empty' });
  });

  test('file of no known type, told by its ending alone', async () => {
    const refused = inspect('Nguyễn Văn An 001099012345.docx', randomBytes(5000).fill('PK', 0, 2));
    await expect(refused).rejects.toMatchObject({
      code: 'file-type-unknown',
      details: { name: '.docx' },
    });
    await expect(inspect('x.gif', await pagePicture(99, 99).gif().toBuffer())).rejects.toMatchObject({
      code: 'file-type-unknown',
    });
  });

  test.each([0.5, 0.9, 0.99])('JPEG cut at %f of its length', async (part) => {
    for (const progressive of [false, true]) {
      const whole = await pagePicture(1654, 2339).jpeg({ quality: 85, progressive }).toBuffer();
      const cut = whole.subarray(0, Math.floor(whole.byteLength * part));
      await expect(inspect('a.jpg', cut)).rejects.toMatchObject({ code: 'file-damaged' });
    }
  });

  test.each(['png', 'tiff', 'pdf'] as const)('%s cut in half', async (kind) => {
    const picture = pagePicture(1654, 2339);
    const whole = kind === 'pdf' ? await textPdf(40) : await picture.toFormat(kind).toBuffer();
    const cut = whole.subarray(0, whole.byteLength / 2);
    await expect(inspect(`a.${kind}`, cut)).rejects.toMatchObject({ code: 'file-damaged' });
  });

  test('only the first bytes are those of a JPEG', async () => {
    const bytes = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), randomBytes(4000)]);
    await expect(inspect('a.jpg', bytes)).rejects.toMatchObject({ code: 'file-damaged' });
  });

  test('PDF header and end with rubbish between', async () => {
    const bytes = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(9000), Buffer.from('\n%%EOF\n')]);
    await expect(inspect('a.pdf', bytes)).rejects.toMatchObject({ code: 'file-damaged' });
  });

  test('picture of 20,000 px', async () => {
    const wide = sharp({ create: { width: 20_000, height: 300, channels: 3, background: '#fff' } });
    await expect(inspect('a.png', await wide.png().toBuffer())).rejects.toMatchObject({
      code: 'image-too-large',
      details: { widthPx: 20_000, heightPx: 300, maxSidePx: 16_000 },
    });
  });

  test('decompression bomb: a small file of 225 million pixels', async () => {
    const bytes = bilevelPng(15_000, 15_000);
    expect(bytes.byteLength).toBeLessThan(2_000_000);
    await expect(inspect('a.png', bytes)).rejects.toMatchObject({
      code: 'image-too-large',
      details: { maxPixels: 100_000_000 },
    });
  });

  test('1-pixel picture', async () => {
    await expect(inspect('a.png', await pagePicture(1, 1).png().toBuffer())).rejects.toMatchObject({
      code: 'image-too-small',
    });
  });

  test('more than 2,000 pages', async () => {
    await expect(inspect('a.pdf', await textPdf(2001))).rejects.toMatchObject({
      code: 'file-too-many-pages',
      details: { pageCount: 2001, maxPageCount: 2000 },
    });
  });
});

describe('signatures', () => {
  test('a signed PDF is known, its other objects compressed or not', async () => {
    expect(await inspect('a.pdf', await signedPdf('signed', false))).toMatchObject({ signed: true });
    expect(await inspect('a.pdf', await signedPdf('signed', true))).toMatchObject({ signed: true });
  });

  test('a signature in an appended revision is known', async () => {
    expect(await inspect('a.pdf', await signedByRevision())).toMatchObject({ signed: true, pageCount: 1 });
  });

  test('an empty signature field is no signature', async () => {
    expect(await inspect('a.pdf', await signedPdf('empty-field', false))).toMatchObject({ signed: false });
    expect(await inspect('a.pdf', await signedPdf('empty-field', true))).toMatchObject({ signed: false });
  });

  test('a PDF that writes about byte ranges is not signed', async () => {
    expect(await inspect('a.pdf', await textPdf(1, '/ByteRange /Sig'))).toMatchObject({ signed: false });
  });
});
