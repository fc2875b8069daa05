/** The browser that the page is looked at in: Debian's Chromium, newer than any Electron here. */
import { join, resolve } from 'node:path';

import { chromium, type BrowserContextOptions, type Page } from 'playwright';

import { servePage, type PageServer } from './page-server.ts';

export interface Engine {
  readonly page: Page;
  readonly server: PageServer;
  resize(size: { readonly width: number; readonly height: number }): Promise<void>;
  /** An empty page of no site, to look at pictures in. */
  blankPage(): Promise<Page>;
  close(): Promise<void>;
}

const ROOT = resolve(import.meta.dirname, '../..');
const CHROMIUM = '/usr/bin/chromium';
/** As root Chromium has no sandbox to run in; and it must not call home. */
const ARGUMENTS = ['--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** Opens it with the built page. Nothing moves there: a picture has no time. `over`: what else the screen or its user has. */
export async function openEngine(over: BrowserContextOptions = {}): Promise<Engine> {
  const server = await servePage(join(ROOT, 'out/renderer'));
  const root = process.getuid?.() === 0;
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: root ? [...ARGUMENTS, '--no-sandbox'] : ARGUMENTS,
  });
  const page = await browser.newPage({ reducedMotion: 'reduce', timezoneId: 'UTC', ...over });
  return {
    page,
    server,
    resize: (size) => page.setViewportSize(size),
    blankPage: () => browser.newPage(),
    async close() {
      await browser.close();
      await server.close();
    },
  };
}
