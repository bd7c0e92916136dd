/** A page of the corpus: laid out, printed, put on the glass and captured; the same for the same wish. */
import { createCanvas, type Canvas, type SKRSContext2D } from '@napi-rs/canvas';
import type { Rgb } from '../../native-bridge/imaging/raster.ts';
import { conditionsOf, type Conditions, type Wish } from './conditions.ts';
import { installedFaces, productFaces } from './fonts.ts';
import { plant } from './handwriting.ts';
import {
  drawCard,
  drawCertificate,
  drawForm,
  drawLetter,
  drawMarkedBack,
  drawPhotoPage,
  drawSlip,
  drawTable,
} from './layouts.ts';
import { sheetSizes, sheetsOnGlass, type Lying } from './placing.ts';
import { randomOf, type Random } from './random.ts';
import { captured } from './scan-effects.ts';
import { layoutDpi, mm, placedQuad, type Sheet } from './sheet.ts';
import type { PageKind, PageTruth } from './truth.ts';

export interface MadePage {
  readonly picture: Rgb;
  readonly truth: PageTruth;
}

const drawings: Readonly<Record<PageKind, (sheet: Sheet) => void>> = {
  form: drawForm,
  letter: drawLetter,
  table: drawTable,
  certificate: drawCertificate,
  'blank-back': () => undefined,
  'marked-back': drawMarkedBack,
  photo: drawPhotoPage,
  'two-papers': drawSlip,
  'id-card': drawCard,
};
const lids = { none: '', white: '#f4f4f2', grey: '#b9bab8', dark: '#242424' };
const papers = ['#fdfdfb', '#fbfaf5', '#f7f3e6', '#f2f4f5', '#efe9d8'];

function sheetFor(context: SKRSContext2D, lying: Lying, conditions: Conditions, random: Random): Sheet {
  const faces = conditions.faces === 'product' ? productFaces() : installedFaces();
  const [widthMm, heightMm] = sheetSizes[lying.size];
  return {
    context,
    random,
    face: random.pick(faces),
    widthPx: widthMm * mm,
    heightPx: heightMm * mm,
    textPx: ((lying.size === 'slip' ? 9 : conditions.textPt) * layoutDpi) / 72,
    inkColour: random.pick(['#151515', '#1c1a1a', '#262628', '#333336']),
    placing: lying.placing,
    lines: [],
    regions: [],
    marks: [],
  };
}

/** The other side's print, mirrored and softened by the paper. */
function bleedThrough(sheet: Sheet, conditions: Conditions, random: Random): void {
  if (conditions.bleed === 0) return;
  const coarse = 6;
  const back: Canvas = createCanvas(Math.ceil(sheet.widthPx / coarse), Math.ceil(sheet.heightPx / coarse));
  const context = back.getContext('2d');
  context.scale(1 / coarse, 1 / coarse);
  drawForm({ ...sheet, context, random, lines: [], regions: [], marks: [] });
  sheet.context.save();
  sheet.context.globalAlpha = conditions.bleed;
  sheet.context.translate(sheet.widthPx, 0);
  sheet.context.scale(-1, 1);
  sheet.context.drawImage(back, 0, 0, sheet.widthPx, sheet.heightPx);
  sheet.context.restore();
}

function wearAndTear(sheet: Sheet, conditions: Conditions, random: Random, lid: string): void {
  const { context, widthPx, heightPx } = sheet;
  for (let speck = 0; speck < conditions.dust; speck += 1) {
    context.fillStyle = `rgba(60,55,50,${random.between(0.3, 0.9)})`;
    context.beginPath();
    context.arc(
      random.between(0, widthPx),
      random.between(0, heightPx),
      random.between(0.7, 2.4),
      0,
      Math.PI * 2,
    );
    context.fill();
  }
  if (conditions.holes)
    for (const y of [heightPx / 2 - 40 * mm, heightPx / 2 + 40 * mm]) {
      context.fillStyle = lid;
      context.beginPath();
      context.arc(11 * mm, y, 3 * mm, 0, Math.PI * 2);
      context.fill();
    }
  if (conditions.bentCorner) {
    const fold = random.between(8, 22) * mm;
    context.fillStyle = lid;
    context.beginPath();
    context.moveTo(widthPx + 2, -2);
    context.lineTo(widthPx + 2, fold);
    context.lineTo(widthPx - fold, -2);
    context.fill();
    context.fillStyle = '#d9d6cd';
    context.beginPath();
    context.moveTo(widthPx - fold, 0);
    context.lineTo(widthPx - fold * 0.92, fold * 0.92);
    context.lineTo(widthPx, fold);
    context.fill();
  }
}

const plants = ['dot', 'thin-stroke', 'faint-stamp', 'pencil-number', 'dot', 'thin-stroke'] as const;

function layDown(sheet: Sheet, paper: string, conditions: Conditions, random: Random): void {
  const { context, placing, widthPx, heightPx } = sheet;
  context.setTransform(placing.a, placing.b, placing.c, placing.d, placing.e, placing.f);
  const lid = lids[conditions.lid] || '#3a3a3a';
  if (conditions.lid !== 'none') {
    // A sheet is not flat on the glass: a thin shadow at two of its edges.
    context.fillStyle = 'rgba(0,0,0,0.22)';
    context.fillRect(3, 3, widthPx + 2, heightPx + 2);
    context.fillStyle = paper;
    context.fillRect(0, 0, widthPx, heightPx);
  }
  context.save();
  context.beginPath();
  context.rect(0, 0, widthPx, heightPx);
  context.clip();
  bleedThrough(sheet, conditions, random);
  drawings[conditions.kind](sheet);
  if (conditions.plants)
    plants.forEach((kind, at) => {
      plant(sheet, kind, widthPx * random.between(0.07, 0.55), heightPx * (0.78 + at * 0.032));
    });
  wearAndTear(sheet, conditions, random, lid);
  context.restore();
}

export function makePage(wish: Wish): MadePage {
  const conditions = conditionsOf(wish);
  const random = randomOf(conditions.seed + 1);
  const { widthPx, heightPx, sheets } = sheetsOnGlass(conditions, random);
  const canvas = createCanvas(widthPx, heightPx);
  const context = canvas.getContext('2d');
  const paper = random.pick(papers);
  context.fillStyle = lids[conditions.lid] || paper;
  context.fillRect(0, 0, widthPx, heightPx);
  const laid = sheets.map((lying) => {
    const sheet = sheetFor(context, lying, conditions, random);
    layDown(sheet, paper, conditions, random);
    return { sheet, lying };
  });
  const soft = softened(canvas, conditions.blurPx);
  const rgba = soft.getContext('2d').getImageData(0, 0, widthPx, heightPx).data;
  const marks = laid.flatMap(({ sheet }) => sheet.marks);
  const truth: PageTruth = {
    seed: conditions.seed,
    kind: conditions.kind,
    dpi: conditions.dpi,
    widthPx,
    heightPx,
    skewDeg: conditions.skewDeg,
    turnDeg: conditions.turnDeg,
    blank: conditions.kind === 'blank-back' && marks.length === 0,
    lines: laid.flatMap(({ sheet }) => sheet.lines),
    regions: laid.flatMap(({ sheet }) => sheet.regions),
    marks,
    papers: laid.map(({ sheet, lying }) => ({
      corners: placedQuad(sheet.placing, 0, 0, sheet.widthPx, sheet.heightPx),
      widthMm: sheetSizes[lying.size][0],
      heightMm: sheetSizes[lying.size][1],
    })),
  };
  return { picture: captured(rgba, widthPx, heightPx, conditions), truth };
}

function softened(canvas: Canvas, radiusPx: number): Canvas {
  if (radiusPx <= 0) return canvas;
  const soft = createCanvas(canvas.width, canvas.height);
  const context = soft.getContext('2d');
  context.filter = `blur(${radiusPx}px)`;
  context.drawImage(canvas, 0, 0);
  return soft;
}
