/** The fuses that electron-builder.yml asks for, against those that a binary has. */
import { readFileSync } from 'node:fs';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';

export interface Fuse {
  readonly name: string;
  readonly asked: 'on' | 'off';
  /** `absent`: this Electron has no such fuse. */
  readonly found: 'on' | 'off' | 'absent';
}

/** Names of electron-builder's settings, and of the fuses they set. */
const fuseOf: Record<string, FuseV1Options> = {
  runAsNode: FuseV1Options.RunAsNode,
  enableCookieEncryption: FuseV1Options.EnableCookieEncryption,
  enableNodeOptionsEnvironmentVariable: FuseV1Options.EnableNodeOptionsEnvironmentVariable,
  enableNodeCliInspectArguments: FuseV1Options.EnableNodeCliInspectArguments,
  enableEmbeddedAsarIntegrityValidation: FuseV1Options.EnableEmbeddedAsarIntegrityValidation,
  onlyLoadAppFromAsar: FuseV1Options.OnlyLoadAppFromAsar,
  loadBrowserProcessSpecificV8Snapshot: FuseV1Options.LoadBrowserProcessSpecificV8Snapshot,
  grantFileProtocolExtraPrivileges: FuseV1Options.GrantFileProtocolExtraPrivileges,
};

/** Throws when a fuse is asked for that this file does not know. */
export async function readFuses(binary: string, builderFile: string): Promise<Fuse[]> {
  const wire = await getCurrentFuseWire(binary);
  return askedFuses(readFileSync(builderFile, 'utf8')).map(({ name, asked }) => {
    const option = fuseOf[name];
    if (option === undefined) throw new Error(`unknown fuse: ${name}`);
    const state = wire[option];
    const found = state === FuseState.ENABLE ? 'on' : state === FuseState.DISABLE ? 'off' : 'absent';
    return { name, asked, found };
  });
}

/** The block `electronFuses` of the builder's file: flat, so no YAML reader is needed. */
function askedFuses(yaml: string): { name: string; asked: 'on' | 'off' }[] {
  const block = /^electronFuses:\n((?: {2}\w+: (?:true|false)\n)+)(?=\S|$)/m.exec(yaml)?.[1];
  if (!block) throw new Error('electron-builder.yml has no readable block electronFuses');
  return [...block.matchAll(/^ {2}(\w+): (true|false)$/gm)].map(([, name = '', on]) => ({
    name,
    asked: on === 'true' ? 'on' : 'off',
  }));
}
