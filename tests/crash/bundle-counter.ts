/** Bundles the counter that is killed, so that it starts as fast as the built application does. */
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { build } from 'vite';
import { operationNames } from '../../main/contract/operations.ts';
import { projectRoot } from './station-files.ts';

/** Returns the script's path. Native packages stay outside. */
export async function bundleCounter(folder: string): Promise<string> {
  await build({
    root: projectRoot,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    define: { __OPERATIONS__: JSON.stringify(operationNames) },
    ssr: { noExternal: true, target: 'node' },
    resolve: { conditions: ['node', 'import', 'module', 'default'] },
    build: {
      ssr: true,
      target: 'node24',
      outDir: folder,
      emptyOutDir: false,
      rollupOptions: {
        input: { counter: join(projectRoot, 'tests', 'crash', 'counter-process.ts') },
        external: [
          ...builtinModules,
          ...builtinModules.map((name) => `node:${name}`),
          ...['electron', 'libsql', 'sharp', 'serialport', '@napi-rs/canvas', 'pdfjs-dist'],
          /^pdfjs-dist\//,
          /^@expo-google-fonts\//,
        ],
        output: { format: 'es', entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' },
      },
    },
  });
  return join(folder, 'counter.mjs');
}
