/** Which folder may import which: downwards only, so that a reader knows where a decision can come from. */
const folder = (...names) => `^main/(${names.join('|')})/`;

module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'tracking-is-pure',
      comment: 'no Electron, no Node I/O',
      severity: 'error',
      from: { path: folder('tracking') },
      to: { pathNot: [folder('tracking'), '^node_modules/(zod|zustand)/'] },
    },
    {
      name: 'config-is-lowest',
      severity: 'error',
      from: { path: folder('config') },
      to: { path: '^main/', pathNot: [folder('config'), '^main/tracking/words.ts$'] },
    },
    {
      name: 'd1-imports-downwards',
      severity: 'error',
      from: { path: folder('d1') },
      to: { path: '^main/', pathNot: [folder('d1', 'tracking', 'config')] },
    },
    {
      name: 'credentials-imports-downwards',
      severity: 'error',
      from: { path: folder('credentials') },
      to: { path: '^main/', pathNot: [folder('credentials', 'config'), '^main/tracking/(words|fault).ts$'] },
    },
    {
      name: 'ipc-imports-downwards',
      severity: 'error',
      from: { path: folder('ipc') },
      to: { path: '^main/', pathNot: [folder('ipc', 'tracking', 'config')] },
    },
    {
      name: 'intake-imports-downwards',
      severity: 'error',
      from: { path: folder('intake') },
      to: { path: '^main/', pathNot: [folder('intake', 'tracking', 'config')] },
    },
    {
      name: 'ledger-imports-downwards',
      severity: 'error',
      from: { path: folder('ledger') },
      to: { path: '^main/', pathNot: [folder('ledger', 'credentials', 'tracking', 'config')] },
    },
    {
      name: 'sqlite-at-one-place',
      comment: 'the adapter chooses between the runtime and the packaged library',
      severity: 'error',
      from: { path: '^main/', pathNot: '^main/ledger/load-sqlite.ts$' },
      to: { path: '^(node_modules/@photostructure/sqlite|node:sqlite)' },
    },
    {
      name: 'nobody-imports-kiosk',
      severity: 'error',
      from: { path: '^main/', pathNot: ['^main/index.ts$', folder('kiosk')] },
      to: { path: folder('kiosk') },
    },
    {
      name: 'one-file-of-main-for-the-page',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: '^main/', pathNot: '^main/ipc/contract.ts$' },
    },
    { name: 'main-does-not-know-the-page', severity: 'error', from: { path: '^main/' }, to: { path: '^renderer/' } },
    {
      name: 'program-does-not-know-its-tests',
      severity: 'error',
      from: { path: '^(main|renderer)/' },
      to: { path: '^(test|\\.config)/' },
    },
    {
      name: 'electron-only-at-the-edge',
      severity: 'error',
      from: {
        path: '^main/',
        pathNot: [
          '^main/(index|preload).ts$',
          folder('kiosk'),
          '^main/ipc/calls.ts$',
          '^main/credentials/(electron-worker|keychain-worker).ts$',
        ],
      },
      to: { path: '^(node_modules/)?electron(/|$)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js'] },
  },
};
