/**
 * `node .config/tasks/icons.mjs`: draws the icon of `.config/packaging/icons/card-station.svg` in every size and format that
 * the packages need. What it makes is kept with the sources, so that packaging needs no browser.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { chromium } from 'playwright';

import { ICNS_SIZES, ICO_SIZES, icnsOf, icoOf } from './icon-files.mjs';
import { ROOT, say } from './steps.mjs';

const FOLDER = join(ROOT, '.config/packaging/icons');
/** Sizes of the icon themes on Linux, in pixels. */
const THEME_SIZES = [16, 24, 32, 48, 64, 128, 256, 512];

const svg = readFileSync(join(FOLDER, 'card-station.svg'), 'utf8');
const root = process.getuid?.() === 0;
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: root ? ['--no-sandbox'] : [] });
const page = await browser.newPage();
const pictures = new Map();
for (const size of new Set([...THEME_SIZES, ...ICO_SIZES, ...ICNS_SIZES])) {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(
    `<style>body { margin: 0 } body > svg { display: block; width: 100vw; height: 100vh }</style>${svg}`,
  );
  pictures.set(size, await page.screenshot({ omitBackground: true }));
}
await browser.close();

mkdirSync(join(FOLDER, 'linux'), { recursive: true });
for (const size of THEME_SIZES)
  writeFileSync(join(FOLDER, 'linux', `${String(size)}x${String(size)}.png`), pictures.get(size));
writeFileSync(join(FOLDER, 'card-station.ico'), icoOf(pictures));
writeFileSync(join(FOLDER, 'card-station.icns'), icnsOf(pictures));
say(`icons: ${String(pictures.size)} sizes in .config/packaging/icons`);
