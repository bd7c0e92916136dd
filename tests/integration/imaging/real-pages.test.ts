import { describe, expect, test } from 'vitest';
import { decodedPage } from '../../../native-bridge/imaging/page-pixels.ts';
import { pageOfPicture } from '../../../native-bridge/imaging/picture.ts';
import { understandPage } from '../../../native-bridge/imaging/understand/understand-page.ts';
import { realPageBytes, realPages, type RealPage } from '../../corpus/real-pages.ts';
import { ask } from '../../unit/imaging/ask.ts';
import { has, run } from './peers.ts';

/** Old print is bent: the whole page has no one angle, degrees. */
const mostApart = 0.25;

async function captured(page: RealPage) {
  return await pageOfPicture(realPageBytes(page), 0, null, 90);
}

/** Words of the page that tesseract reads in a picture of it. */
function readWords(page: RealPage, picture: Uint8Array, name: string): string[] {
  const { text } = run('tesseract', [name, '-', '-l', 'eng', '--psm', '3'], { [name]: picture });
  return page.words.filter((word) => text.toLowerCase().includes(word.toLowerCase()));
}

describe.each(realPages)('$file: $what', (real) => {
  test('is not blank, lies as it lies, and its colour is seen', async () => {
    const { jpeg, dpi } = await captured(real);
    const { page, resolution } = await decodedPage(jpeg, dpi);
    const seen = understandPage(page, resolution);
    expect(seen.blank).toBe(false);
    expect(seen.hasColour).toBe(real.hasColour);
    // what is not sure is left alone, and what is sure is right
    expect(seen.turnSure ? seen.turnDeg : real.turnDeg).toBe(real.turnDeg);
    if (real.hasLines) expect(seen.turnSure).toBe(true);
  });

  const angle = test.runIf(has('convert'));
  if (real.hasLines)
    angle('ImageMagick finds it askew by the same angle', async () => {
      const { jpeg, dpi } = await captured(real);
      const { page, resolution } = await decodedPage(jpeg, dpi);
      const { text } = run('convert', ['a.jpg', '-deskew', '40%', '-format', '%[deskew:angle]', 'info:'], {
        'a.jpg': jpeg,
      });
      expect(Math.abs((understandPage(page, resolution).skewDeg ?? 90) + Number(text))).toBeLessThan(
        mostApart,
      );
    });

  test.runIf(has('pdftoppm', 'tesseract', 'qpdf'))(
    'all that was legible is legible on the prepared page',
    async () => {
      const { jpeg, dpi } = await captured(real);
      const prepared = await ask('prepare', { dpi }, [jpeg]);
      const pdf = prepared.bodies[0] ?? new Uint8Array();
      // a page that stays one picture and is set straight is coded once more, in full colour whatever it had before
      const isOnePicture = real.words.length === 0;
      expect(pdf.length).toBeLessThan(jpeg.length * (isOnePicture ? 1.25 : 1));
      expect(run('qpdf', ['--check', 'a.pdf'], { 'a.pdf': pdf }).code).toBe(0);
      if (real.isPhotograph) expect(prepared.result).toMatchObject({ form: 'photograph' });
      if (real.words.length === 0) return;
      expect(prepared.result).toMatchObject({ form: 'layers' });
      const drawn = run(
        'pdftoppm',
        ['-r', String(Math.round(dpi)), '-png', '-singlefile', 'a.pdf', 'a'],
        { 'a.pdf': pdf },
        'a.png',
      );
      const before = readWords(real, jpeg, 'a.jpg');
      expect(before.length).toBeGreaterThan(2);
      expect(readWords(real, drawn.written, 'a.png')).toEqual(expect.arrayContaining(before));
    },
  );
});
