/**
 * `npm run gallery [-- STATE…]`: every state of every screen as a picture in each size, in `gallery/`.
 * `--size 1920x1080`, `--language fr`, `--theme light` choose; without them all sizes, English, dark.
 */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { openEngine } from './engine.ts';
import { openState, SIZES, sizeName } from './open-state.ts';
import { STATES } from './states.ts';
import type { GalleryState } from './states.ts';

const ROOT = resolve(import.meta.dirname, '../..');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    size: { type: 'string', multiple: true },
    language: { type: 'string', multiple: true },
    theme: { type: 'string', multiple: true },
    to: { type: 'string', default: join(ROOT, 'gallery') },
  },
});

const sizes = SIZES.filter((size) => values.size?.includes(sizeName(size)) ?? true);
const states = STATES.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
const languages = (values.language ?? ['en']) as readonly GalleryState['view']['language'][];
const themes = (values.theme ?? ['dark']) as readonly GalleryState['view']['theme'][];

const engine = await openEngine();
let count = 0;
for (const size of sizes) {
  await engine.resize(size);
  for (const language of languages) {
    for (const theme of themes) {
      const plain = language === 'en' && theme === 'dark';
      const folder = join(values.to, plain ? sizeName(size) : `${sizeName(size)}-${language}-${theme}`);
      mkdirSync(folder, { recursive: true });
      for (const state of states) {
        await openState(engine.page, engine.server, state, { language, theme });
        await engine.page.screenshot({ path: join(folder, `${state.name}.png`) });
        count += 1;
      }
    }
  }
}
await engine.close();
process.stdout.write(`${String(count)} pictures in ${values.to}\n`);
