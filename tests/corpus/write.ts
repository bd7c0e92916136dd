/** node tests/corpus/write.ts --count 20 --out dist/corpus [--first-seed 1]: pages as PNG with their truth beside them. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { makePage } from './make-page.ts';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '20' },
    out: { type: 'string', default: 'dist/corpus' },
    'first-seed': { type: 'string', default: '1' },
  },
});
mkdirSync(values.out, { recursive: true });
const first = Number(values['first-seed']);
for (let seed = first; seed < first + Number(values.count); seed += 1) {
  const { picture, truth } = makePage({ seed, faces: 'installed', plants: seed % 3 === 0 });
  const name = `${String(seed).padStart(5, '0')}-${truth.kind}`;
  await sharp(picture.data, { raw: { width: picture.widthPx, height: picture.heightPx, channels: 3 } })
    .withMetadata({ density: truth.dpi })
    .png({ compressionLevel: 3 })
    .toFile(join(values.out, `${name}.png`));
  writeFileSync(join(values.out, `${name}.json`), JSON.stringify(truth, null, 1));
  console.log(name);
}
