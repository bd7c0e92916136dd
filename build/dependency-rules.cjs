/** Who may import whom, as design says; a forbidden import fails the lint. */
/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'renderer-sees-only-the-contract',
      severity: 'error',
      comment:
        'A window knows the contract (and the pure shapes it names), nothing else of the main process.',
      from: { path: '^renderer/' },
      to: { path: '^(main|native-bridge|build|tests)/', pathNot: '^main/contract/' },
    },
    {
      name: 'bridge-stands-alone',
      severity: 'error',
      comment: 'Device processes hold no business rule.',
      from: { path: '^native-bridge/' },
      to: { path: '^(main|renderer|build|tests)/' },
    },
    {
      name: 'main-sees-only-the-bridge-contract',
      severity: 'error',
      from: { path: '^main/' },
      to: { path: '^native-bridge/', pathNot: '^native-bridge/contract[^/]*\\.ts$' },
    },
    {
      name: 'main-never-imports-windows-or-tools',
      severity: 'error',
      from: { path: '^main/' },
      to: { path: '^(renderer|build|tests)/' },
    },
    {
      name: 'only-the-shell-knows-electron',
      severity: 'error',
      from: { path: '^(main|native-bridge|renderer)/', pathNot: '^main/(shell/|index\\.ts$)' },
      to: { path: '^(electron$|node_modules/electron/)' },
    },
    {
      name: 'one-file-knows-the-database-engine',
      severity: 'error',
      from: { path: '^(main|native-bridge|renderer)/', pathNot: '^main/store/database\\.ts$' },
      to: { path: 'node_modules/libsql/' },
    },
    {
      name: 'no-native-addons-in-main',
      severity: 'error',
      comment: 'sharp, serialport, node-hid and canvas run in device processes only.',
      from: { path: '^(main|renderer)/' },
      to: { path: 'node_modules/(sharp|serialport|node-hid|@napi-rs)/' },
    },
    {
      name: 'domain-is-pure',
      severity: 'error',
      from: { path: '^main/domain/' },
      to: { pathNot: '^(main/domain/|node_modules/zod/)' },
    },
    {
      name: 'contract-is-pure',
      comment:
        'Schemas only; a shape that a device process gives and a window shows is written once, in its contract.',
      severity: 'error',
      from: { path: '^main/contract/' },
      to: {
        pathNot:
          '^(main/(contract|domain)/|native-bridge/contract-(cards|readers|page-look)\\.ts$|node_modules/zod/)',
      },
    },
    {
      name: 'catalogue-is-pure',
      severity: 'error',
      from: { path: '^main/catalogue/' },
      to: { pathNot: '^(main/(catalogue|domain)/|node_modules/zod/)' },
    },
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, path: '^(main|native-bridge|renderer)/.*\\.tsx?$', pathNot: '\\.d\\.ts$' },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    exclude: { path: '^(dist|out|\\.runtime)/' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
};
