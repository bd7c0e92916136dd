/**
 * Pages that were really scanned or photographed, from Debian's source package leptonlib 1.82.0 (folder `prog`; the
 * package's licence is in real/LICENSE). What is on them was written down by looking at them. The words are those that a
 * person reads at once; the resolution of most is unknown, and below what a dossier needs.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface RealPage {
  readonly file: string;
  readonly what: string;
  /** Clockwise, as it lies in the file. */
  readonly turnDeg: 0 | 270;
  readonly hasColour: boolean;
  /** Lines of text by which another program can tell how far it is askew. */
  readonly hasLines: boolean;
  /** The whole page is a picture. */
  readonly isPhotograph: boolean;
  readonly words: readonly string[];
}

const text = { turnDeg: 0, hasColour: false, hasLines: true, isPhotograph: false } as const;

export const realPages: readonly RealPage[] = [
  {
    ...text,
    file: 'patent.png',
    what: 'a form in black and white at 300 dpi, small print in two columns, a bar code',
    words: [
      'United',
      'States',
      'Patent',
      'Nicholls',
      'OPTICALLY',
      'MARKED',
      'SURFACE',
      'ABSTRACT',
      'Inventors',
    ],
  },
  {
    ...text,
    file: 'lucasta.047.jpg',
    what: 'a book of the nineteenth century in greys',
    words: ['BIOGRAPHICAL', 'NOTICE', 'graceful', 'respect', 'women', 'written', 'Parliament', 'Conference'],
  },
  {
    ...text,
    file: 'table.27.tif',
    what: 'a table typed by machine, one bit a pixel',
    words: ['Alabama', 'Florida', 'Kentucky', 'Virginia', 'Percentage', 'gasoline'],
  },
  {
    ...text,
    file: 'zanotti-78.jpg',
    what: 'an old book on tinted paper, the other side showing through',
    hasColour: true,
    words: ['perturbatio', 'martis', 'motus', 'latitudine', 'iuppiter', 'arietis'],
  },
  {
    ...text,
    file: 'cat.035.jpg',
    what: 'a book photographed by hand: four degrees askew, brown paper in the shade, a dark cover beside it',
    hasColour: true,
    words: ['Henrici', 'Bruges', 'Biographies', 'Cavaignac', 'Raspail', 'Voltaire', 'Rousseau', 'Paris'],
  },
  {
    ...text,
    file: 'wet-day.jpg',
    what: 'a plate in a book: a painting with a line of print below',
    hasColour: true,
    hasLines: false,
    isPhotograph: true,
    words: [],
  },
  {
    ...text,
    file: 'lyra.005.jpg',
    what: 'a title page that lies on its side, small, with the cover around it',
    turnDeg: 270,
    hasColour: true,
    hasLines: false,
    words: [],
  },
];

export function realPageBytes({ file }: RealPage): Uint8Array {
  return readFileSync(join(import.meta.dirname, 'real', file));
}
