/** What `npm run test:security` reports on: Electron's own checklist, every fuse, and what this station promises beyond. */

export interface Item {
  /** As tests are tagged with it: `@electron-4`, `@fuse-RunAsNode`, `@station-keys`. */
  readonly tag: string;
  readonly title: string;
}

/** https://www.electronjs.org/docs/latest/tutorial/security, in its order. */
const ELECTRON = [
  'Only load secure content',
  'Do not enable Node.js integration for remote content',
  'Enable context isolation',
  'Enable process sandboxing',
  'Handle session permission requests from remote content',
  'Do not disable webSecurity',
  'Define a Content Security Policy',
  'Do not enable allowRunningInsecureContent',
  'Do not enable experimental features',
  'Do not use enableBlinkFeatures',
  'Do not use allowpopups for WebViews',
  'Verify WebView options before creation',
  'Disable or limit navigation',
  'Disable or limit creation of new windows',
  'Do not use shell.openExternal with untrusted content',
  'Use a current version of Electron',
  'Validate the sender of all IPC messages',
  'Avoid usage of the file:// protocol and prefer usage of custom protocols',
  'Check which fuses you can change',
  'Do not expose Electron APIs to untrusted web content',
] as const;

/** How each fuse of the shipping package has to stand, by the name that the fuse tool has for it. */
export const SHIPPING_FUSES = {
  RunAsNode: 'off',
  EnableCookieEncryption: 'off',
  EnableNodeOptionsEnvironmentVariable: 'off',
  EnableNodeCliInspectArguments: 'off',
  EnableEmbeddedAsarIntegrityValidation: 'on',
  OnlyLoadAppFromAsar: 'on',
  LoadBrowserProcessSpecificV8Snapshot: 'off',
  GrantFileProtocolExtraPrivileges: 'off',
} as const;
export type Fuse = keyof typeof SHIPPING_FUSES;

const STATION = {
  switches: 'Shipping refuses switches and variables that would open it',
  asar: 'The program is in the archive and nowhere else',
  paths: 'No address of app:// leads out of the list of files',
  devices: 'No device: USB, HID, serial, Bluetooth, camera, microphone',
  keys: 'No key reloads, closes, zooms, prints or opens developer tools',
  pointer: 'No gesture, middle click, context menu or drop leaves the page',
  dialogs: 'No dialog of the system from the page, but that of a file field',
  clipboard: 'The page cannot read the clipboard',
  contract: 'A page taken over can call the contract and nothing else',
  flood: 'Hostile calls and floods are refused, and main works on',
  supply: 'The package lists what it is made of, each part under a licence that was looked at',
  memory: 'No memory of main is written down when something crashes',
  secrets: 'No secret outside the keychain and the memory of main',
} as const;

/** Every line of the report, in its order. */
export const ITEMS: readonly Item[] = [
  ...ELECTRON.map((title, index) => ({ tag: `@electron-${index + 1}`, title })),
  ...Object.entries(SHIPPING_FUSES).map(([fuse, state]) => ({
    tag: `@fuse-${fuse}`,
    title: `fuse ${fuse} is ${state}`,
  })),
  ...Object.entries(STATION).map(([name, title]) => ({ tag: `@station-${name}`, title })),
];

type Name = number | Fuse | keyof typeof STATION;

/** The details of a test that proves these items: numbers of Electron's list, fuses, or names of our own. */
export function proves(...names: readonly Name[]): { readonly tag: string[] } {
  const tag = names.map((name) => {
    if (typeof name === 'number') return `@electron-${name}`;
    return Object.hasOwn(SHIPPING_FUSES, name) ? `@fuse-${name}` : `@station-${name}`;
  });
  const unknown = tag.find((each) => !ITEMS.some((item) => item.tag === each));
  if (unknown !== undefined) throw new Error(`there is no item ${unknown}`);
  return { tag };
}
