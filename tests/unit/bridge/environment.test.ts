import { expect, test } from 'vitest';
import { cleanEnvironment } from '../../../main/shell/bridge/bridge-process.ts';

test('a device process gets the system variables, but none that change Node or hold secrets', () => {
  const from = {
    PATH: '/bin',
    SANE_CONFIG_DIR: '/etc/sane.d',
    NODE_OPTIONS: '--inspect',
    ELECTRON_RUN_AS_NODE: '1',
    npm_config_registry: 'x',
    MOT_CUA_PASSPHRASE: 'secret',
    EMPTY: undefined,
  };
  expect(cleanEnvironment(from, '{}')).toEqual({
    PATH: '/bin',
    SANE_CONFIG_DIR: '/etc/sane.d',
    MALLOC_ARENA_MAX: '1',
    MALLOC_MMAP_THRESHOLD_: '1000000',
    MALLOC_TRIM_THRESHOLD_: '1000000',
    MOT_CUA_BRIDGE: '{}',
  });
});
