/**
 * `npm run gallery [-- STATE… --size 1920x1080 --language fr --theme light]`: every state of every screen as a picture,
 * in `gallery/`.
 */
import { fileURLToPath } from 'node:url';

import { build } from './build.mjs';
import { setup } from './setup.mjs';
import { bin, run } from './steps.mjs';

/**
 * The states measured, in all sizes, languages and themes when `long`, else a sample: the program, its arguments and its
 * options. The page has to be built.
 */
export function galleryTests({ long }) {
  return [
    bin('playwright'),
    ['test', '--config', '.config/playwright-gallery.config.ts'],
    { env: { ...process.env, CARD_STATION_LONG: long ? '1' : '0' }, shell: process.platform === 'win32' },
  ];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await setup();
  build({ twin: false });
  run(bin('tsx'), ['test/gallery/pictures.ts', ...process.argv.slice(2)], { shell: process.platform === 'win32' });
}
