/**
 * Bundles the application into dist/app:
 *   main/      the Electron main process and its receipt worker (CommonJS)
 *   preload.cjs the sandboxed preload
 *   bridge/    one entry per device class, for plain Node (ES modules); the script that drives WIA on Windows
 *   simulator/ the city's contract simulator and the conformance suite, for plain Node
 *   recover/   the commands that recover and restore a store, and its keeper, for plain Node
 *   renderer/  the windows
 * Native packages and font packages stay outside and are found in node_modules at run time.
 */
import { copyFile, rm } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { build, type InlineConfig, type Plugin } from 'vite';
import { operationNames } from '../main/contract/operations.ts';

const root = join(import.meta.dirname, '..');
const out = join(root, 'dist', 'app');
const builtins = [...builtinModules, ...builtinModules.map((name) => `node:${name}`)];
/** Packages that hold native code, data files or paths of their own. */
const external = [
  ...builtins,
  'electron',
  'libsql',
  'sharp',
  'serialport',
  'node-hid',
  'smartcard',
  '@napi-rs/canvas',
  /^tesseract\.js-core\//,
  /^@tesseract\.js-data\//,
  'pdfjs-dist',
  /^pdfjs-dist\//,
  /^@expo-google-fonts\//,
];

/**
 * React Aria carries its words in some thirty languages, Vietnamese not among them; everything that a person hears is
 * ours, and what is left falls back to English as before.
 */
const foreignWords =
  /[\\/]react-(aria|aria-components|stately)[\\/].*[\\/]intl[\\/](.*[\\/])?(?!en-US)[a-z]{2}-[A-Z]{2}\.m?js$/;
const englishOnly: Plugin = {
  name: 'english-only',
  enforce: 'pre',
  load: (id) => (foreignWords.test(id) ? 'export default {};' : null),
};

/** The fonts of the first screen come beside its code instead of after its first layout, which they would move. */
const fontsAtOnce: Plugin = {
  name: 'fonts-at-once',
  transformIndexHtml: {
    order: 'post',
    handler: (_, { bundle = {} }) =>
      Object.keys(bundle)
        .filter((file) => file.endsWith('.woff2'))
        .map((file) => ({
          tag: 'link',
          attrs: { rel: 'preload', as: 'font', type: 'font/woff2', crossorigin: true, href: `../${file}` },
          injectTo: 'head' as const,
        })),
  },
};

type Entries = Record<string, string>;

function nodeTarget(entries: Entries, folder: string, format: 'cjs' | 'es', target: string): InlineConfig {
  return {
    root,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    define: { __OPERATIONS__: JSON.stringify(operationNames) },
    ssr: { noExternal: true, target: 'node' },
    resolve: { conditions: ['node', 'import', 'module', 'default'] },
    build: {
      ssr: true,
      target,
      outDir: join(out, folder),
      emptyOutDir: false,
      // A third off the time to read the main bundle at start; the maps lie beside it.
      minify: true,
      sourcemap: true,
      rollupOptions: {
        input: Object.fromEntries(Object.entries(entries).map(([name, path]) => [name, join(root, path)])),
        external,
        output: {
          format,
          entryFileNames: format === 'cjs' ? '[name].cjs' : '[name].mjs',
          chunkFileNames: format === 'cjs' ? '[name]-[hash].cjs' : '[name]-[hash].mjs',
        },
      },
    },
  };
}

const targets: InlineConfig[] = [
  nodeTarget({ index: 'main/index.ts' }, 'main', 'cjs', 'node20'),
  nodeTarget({ 'paper-worker': 'main/printing/paper-worker.ts' }, 'main', 'cjs', 'node20'),
  nodeTarget({ preload: 'main/shell/preload.ts' }, '.', 'cjs', 'node20'),
  nodeTarget(
    {
      imaging: 'native-bridge/imaging/main.ts',
      reading: 'native-bridge/reading/main.ts',
      'packaged-engine': 'native-bridge/reading/packaged-engine.ts',
      scanners: 'native-bridge/scanners/main.ts',
      printers: 'native-bridge/printers/main.ts',
      readers: 'native-bridge/readers/main.ts',
      cards: 'native-bridge/cards/main.ts',
    },
    'bridge',
    'es',
    'node24',
  ),
  nodeTarget({ simulator: 'main/city/simulator/main.ts' }, 'simulator', 'es', 'node24'),
  nodeTarget({ conformance: 'main/city/conformance/main.ts' }, 'simulator', 'es', 'node24'),
  nodeTarget(
    {
      recover: 'main/store/recover.ts',
      restore: 'main/store/restore.ts',
      keeper: 'main/store/keeper/main.ts',
    },
    'recover',
    'es',
    'node24',
  ),
  {
    root: join(root, 'renderer'),
    base: './',
    configFile: false,
    logLevel: 'warn',
    plugins: [englishOnly, fontsAtOnce, react()],
    worker: { format: 'es' },
    build: {
      target: 'chrome130',
      outDir: join(out, 'renderer'),
      emptyOutDir: false,
      assetsInlineLimit: 0,
      // What the first screen needs is asked for at once, not one file after the other.
      modulePreload: { polyfill: false },
      cssCodeSplit: false,
      rollupOptions: { input: { counter: join(root, 'renderer', 'counter', 'index.html') } },
    },
  },
];

await rm(out, { recursive: true, force: true });
for (const target of targets) await build(target);
await copyFile(join(root, 'native-bridge', 'scanners', 'wia', 'wia.ps1'), join(out, 'bridge', 'wia.ps1'));
