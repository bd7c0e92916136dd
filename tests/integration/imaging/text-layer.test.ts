import { createCanvas, GlobalFonts } from '@napi-rs/canvas';
import { createRequire } from 'node:module';
import { degrees, PDFDocument } from 'pdf-lib';
import { describe, expect, test } from 'vitest';
import { archiveDocument, savedArchive } from '../../../native-bridge/imaging/pdf/archive-document.ts';
import { embedGlyphlessFont } from '../../../native-bridge/imaging/pdf/glyphless-font.ts';
import { drawTextLayer, textsOf } from '../../../native-bridge/imaging/pdf/text-layer.ts';
import type { PageText, TextLine } from '../../../native-bridge/contract-reading.ts';
import { ask } from '../../unit/imaging/ask.ts';
import { jpegOf } from './form-page.ts';
import { has, hasPreflight, preflight, run } from './peers.ts';

const facts = {
  title: 'Tờ khai',
  subject: '1.001193',
  createdAt: 1_795_000_000_123,
  dossier: 'd-1',
  component: 'to-khai',
  pageCount: 1,
  officer: 'CB001',
  device: 'Q01',
};
const dpi = 300;
const widthPx = 1240;
const heightPx = 877;
const sentences = [
  'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
  'Kính gửi: Ủy ban nhân dân phường Hoàn Kiếm, thành phố Hà Nội',
  'Người yêu cầu: Nguyễn Thị Ỷ Lan (sinh 1990)',
];

/** A page of print, and where each of its words stands. */
async function printedPage(): Promise<{ jpeg: Uint8Array; lines: TextLine[] }> {
  const require = createRequire(import.meta.url);
  GlobalFonts.registerFromPath(
    require.resolve('@expo-google-fonts/tinos/400Regular/Tinos_400Regular.ttf'),
    'Form',
  );
  const canvas = createCanvas(widthPx, heightPx);
  const context = canvas.getContext('2d');
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, widthPx, heightPx);
  context.fillStyle = '#181818';
  context.font = '40px Form';
  const lines = sentences.map((sentence, at) => {
    const base = 200 + at * 160;
    let left = 90;
    const words = sentence.split(' ').map((text) => {
      context.fillText(text, left, base);
      const word = { text, left, widthPx: context.measureText(text).width };
      left += word.widthPx + 12;
      return word;
    });
    return { top: base - 38, heightPx: 48, words };
  });
  const rgba = context.getImageData(0, 0, widthPx, heightPx).data;
  const data = new Uint8Array(widthPx * heightPx * 3);
  for (let at = 0; at < widthPx * heightPx; at += 1) data.set(rgba.subarray(at * 4, at * 4 + 3), at * 3);
  return { jpeg: await jpegOf({ widthPx, heightPx, data }), lines };
}

let printed: { pdf: Uint8Array; lines: TextLine[] } | undefined;

async function prepared(): Promise<{ pdf: Uint8Array; lines: TextLine[] }> {
  if (printed) return printed;
  const { jpeg, lines } = await printedPage();
  const [pdf] = (await ask('prepare', { dpi }, [jpeg])).bodies;
  if (!pdf) throw new Error('no page');
  return (printed = { pdf, lines });
}

async function withText(text: PageText | null, conformance: '1B' | '2U' = '2U'): Promise<Uint8Array> {
  const document = await archiveDocument(facts);
  const [page] = await document.copyPages(await PDFDocument.load((await prepared()).pdf), [0]);
  if (!page) throw new Error('no page');
  document.addPage(page);
  if (text) drawTextLayer(page, embedGlyphlessFont(document, textsOf(text)), text);
  return await savedArchive(document, facts, conformance);
}

/** An empty page that lies turned clockwise, shown upright. */
async function turnedPage(text: PageText): Promise<Uint8Array> {
  const document = await archiveDocument(facts);
  const lying = text.turnDeg % 180 === 0 ? [text.widthPx, text.heightPx] : [text.heightPx, text.widthPx];
  const [width = 0, height = 0] = lying.map((px) => (px / dpi) * 72);
  const page = document.addPage([width, height]);
  page.setRotation(degrees((360 - text.turnDeg) % 360));
  drawTextLayer(page, embedGlyphlessFont(document, textsOf(text)), text);
  return await savedArchive(document, facts, '2U');
}

const upright = (lines: readonly TextLine[]): PageText => ({
  widthPx,
  heightPx,
  turnDeg: 0,
  lines: [...lines],
});

interface FoundWord {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Words with their boxes, px, as poppler finds them. */
function found(pdf: Uint8Array): FoundWord[] {
  const { text } = run('pdftotext', ['-bbox', 'a.pdf', '-'], { 'a.pdf': pdf });
  const px = (points: string | undefined) => (Number(points) / 72) * dpi;
  const pattern = /<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)<\/word>/g;
  return [...text.matchAll(pattern)].map(([, left, top, right, bottom, word = '']) => ({
    text: word.replace(/&amp;/g, '&').replace(/&lt;/g, '<').replace(/&gt;/g, '>'),
    left: px(left),
    right: px(right),
    top: px(top),
    bottom: px(bottom),
  }));
}

const plain = (pdf: Uint8Array) =>
  run('pdftotext', ['a.pdf', '-'], { 'a.pdf': pdf }).text.replace(/\s+$/, '');

function farthest(words: readonly FoundWord[], lines: readonly TextLine[]): number {
  const wanted = lines.flatMap((line) => line.words.map((word) => ({ ...word, line })));
  expect(words.map(({ text }) => text)).toEqual(wanted.map(({ text }) => text));
  const off = wanted.flatMap(({ left, widthPx: width, line }, at) => {
    const word = words[at];
    if (!word) return [Infinity];
    const edges = [word.left - left, word.right - left - width];
    return [...edges, word.top - line.top, word.bottom - line.top - line.heightPx].map(Math.abs);
  });
  return Math.max(...off);
}

describe.skipIf(!has('pdftotext'))('words read from a page', () => {
  test('are found where they stand, within 2 px', async () => {
    const { lines } = await prepared();
    expect(farthest(found(await withText(upright(lines))), lines)).toBeLessThanOrEqual(2);
  }, 30_000);

  test('come out in order, line by line, with one space between', async () => {
    const { lines } = await prepared();
    expect(plain(await withText(upright(lines))).split(/\n+/)).toEqual(sentences);
  });

  test.each([90, 180, 270] as const)('on a page that lies turned by %i° follow the page', async (turnDeg) => {
    const { lines } = await prepared();
    const turned = await turnedPage({ ...upright(lines), turnDeg });
    expect(farthest(found(turned), lines)).toBeLessThanOrEqual(2);
    expect(plain(turned).split(/\n+/)).toEqual(sentences);
  });

  test('every Vietnamese letter comes out as it went in, composed, and so do characters beyond the first plane', async () => {
    const vowels = 'aăâeêioôơuưy';
    const marks = ['', '\u0300', '\u0301', '\u0303', '\u0309', '\u0323'];
    const small = [...vowels].flatMap((vowel) => marks.map((mark) => vowel + mark));
    const letters = [...small, 'đ', ...small.map((letter) => letter.toUpperCase()), 'Đ'];
    const rows = [0, 1, 2, 3, 4]
      .map((row) => letters.slice(row * 30, row * 30 + 30).join(''))
      .concat('𠀋𡊠', '«½€—…»');
    const lines = rows.map((text, at) => ({
      top: 60 + at * 90,
      heightPx: 48,
      words: [{ text, left: 90, widthPx: 1000 }],
    }));
    expect(plain(await withText(upright(lines))).split(/\n+/)).toEqual(
      rows.map((row) => row.normalize('NFC')),
    );
  });

  test.skipIf(!has('pdftoppm', 'mutool'))(
    'change not one pixel of what poppler and MuPDF draw',
    async () => {
      const { lines } = await prepared();
      const [bare, written] = [await withText(null), await withText(upright(lines))];
      for (const [peer, args] of [
        ['pdftoppm', ['-r', '150', '-singlefile', 'a.pdf', 'a']],
        ['mutool', ['draw', '-r', '150', '-o', 'a.ppm', 'a.pdf']],
      ] as const) {
        const draw = (pdf: Uint8Array) => Buffer.from(run(peer, args, { 'a.pdf': pdf }, 'a.ppm').written);
        const [before, after] = [draw(bare), draw(written)];
        // a blank picture would not change either
        expect(new Set(before.subarray(100)).size).toBeGreaterThan(2);
        expect(after.equals(before)).toBe(true);
      }
    },
    30_000,
  );

  test.skipIf(!has('mutool'))('are found by MuPDF too', async () => {
    const { lines } = await prepared();
    const pdf = await withText(upright(lines));
    const { text } = run('mutool', ['draw', '-F', 'txt', 'a.pdf'], { 'a.pdf': pdf });
    expect(text.trim().split(/\n+/)).toEqual(sentences);
  });

  test('give the same bytes each time', async () => {
    const { lines } = await prepared();
    const [one, other] = [await withText(upright(lines)), await withText(upright(lines))];
    expect(Buffer.from(one).equals(Buffer.from(other))).toBe(true);
  });

  test.skipIf(!has('qpdf', 'pdffonts'))(
    'stand in a font that is embedded and has its meaning with it',
    async () => {
      const pdf = await withText(upright((await prepared()).lines));
      expect(run('qpdf', ['--check', 'a.pdf'], { 'a.pdf': pdf })).toMatchObject({ code: 0 });
      const fonts = run('pdffonts', ['a.pdf'], { 'a.pdf': pdf }).text.trim().split('\n').slice(2);
      expect(fonts).toHaveLength(1);
      expect(fonts[0]).toMatch(/^MotCuaGlyphless +CID TrueType +Identity-H +yes +no +yes /);
    },
  );

  test.skipIf(!hasPreflight())(
    'leave the file a valid PDF/A-1b (PDFBox Preflight)',
    async () => {
      const { lines } = await prepared();
      expect(preflight(await withText(upright(lines), '1B'))).toContain('is a valid PDF/A-1b file');
    },
    60_000,
  );

  test('without sense, or with none at all, add nothing and break nothing', async () => {
    const odd = [
      { text: '', left: 10, widthPx: 40 },
      { text: '\u0000\ufeff\ud800', left: 60, widthPx: 40 },
      { text: 'không', left: 110, widthPx: 0 },
      { text: 'rộng', left: 110, widthPx: Number.NaN },
    ];
    const lines = [
      { top: 10, heightPx: 40, words: odd },
      { top: 90, heightPx: 0, words: [{ text: 'cao', left: 10, widthPx: 40 }] },
    ];
    const pdf = await withText(upright(lines));
    expect(found(pdf)).toEqual([]);
    // the picture is still there
    expect(pdf.length).toBeGreaterThan((await prepared()).pdf.length);
  });
});
