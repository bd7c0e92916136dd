/** The faces of the corpus: the product's own everywhere, Debian's where asked for and installed. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { GlobalFonts } from '@napi-rs/canvas';

export interface Face {
  readonly regular: string;
  readonly bold: string;
  readonly italic: string;
}

const require = createRequire(import.meta.url);
const own = {
  CorpusTinos: '@expo-google-fonts/tinos/400Regular/Tinos_400Regular.ttf',
  CorpusTinosBold: '@expo-google-fonts/tinos/700Bold/Tinos_700Bold.ttf',
  CorpusTinosItalic: '@expo-google-fonts/tinos/400Regular_Italic/Tinos_400Regular_Italic.ttf',
  CorpusVietnam: '@expo-google-fonts/be-vietnam-pro/400Regular/BeVietnamPro_400Regular.ttf',
  CorpusVietnamBold: '@expo-google-fonts/be-vietnam-pro/700Bold/BeVietnamPro_700Bold.ttf',
  CorpusVietnamItalic:
    '@expo-google-fonts/be-vietnam-pro/400Regular_Italic/BeVietnamPro_400Regular_Italic.ttf',
};
const debian = {
  CorpusDejaVu: 'dejavu/DejaVuSans',
  CorpusDejaVuSerif: 'dejavu/DejaVuSerif',
  CorpusNoto: 'noto/NotoSans',
  CorpusNotoSerif: 'noto/NotoSerif',
};

function register(file: string, family: string): void {
  if (!GlobalFonts.registerFromPath(file, family)) throw new Error(`font not readable: ${file}`);
}

function faceOf(family: string): Face {
  return { regular: family, bold: `${family}Bold`, italic: `${family}Italic` };
}

let ownFaces: readonly Face[] | undefined;

/** The product's faces: the same on every machine, so that a seed means one page. */
export function productFaces(): readonly Face[] {
  if (ownFaces) return ownFaces;
  for (const [family, file] of Object.entries(own)) register(require.resolve(file), family);
  ownFaces = [faceOf('CorpusTinos'), faceOf('CorpusVietnam')];
  return ownFaces;
}

let everyFace: readonly Face[] | undefined;

/** The product's faces and what is installed of Debian's fonts-dejavu and fonts-noto-core. */
export function installedFaces(): readonly Face[] {
  if (everyFace) return everyFace;
  const found: Face[] = [];
  for (const [family, file] of Object.entries(debian)) {
    const path = (style: string): string => `/usr/share/fonts/truetype/${file}${style}.ttf`;
    const regular = existsSync(path('-Regular')) ? path('-Regular') : path('');
    const oblique = existsSync(path('-Italic')) ? path('-Italic') : path('-Oblique');
    if (![regular, path('-Bold'), oblique].every((each) => existsSync(each))) continue;
    register(regular, family);
    register(path('-Bold'), `${family}Bold`);
    register(oblique, `${family}Italic`);
    found.push(faceOf(family));
  }
  everyFace = [...productFaces(), ...found];
  return everyFace;
}
