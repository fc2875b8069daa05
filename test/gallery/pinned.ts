/** The runtime that the station is packaged with: the twin opens a second window, and that one shows the gallery's page. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { StationApp } from '../e2e/station-app.ts';
import type { Engine } from './engine.ts';
import { servePage } from './page-server.ts';
import { sizeName } from './open-state.ts';

const BUILT_PAGE = resolve(import.meta.dirname, '../../out/renderer');

/** `program` is the packaged twin. It needs a screen that is as large as the pictures. */
export async function openPinned(program: string): Promise<Omit<Engine, 'blankPage'>> {
  const folder = mkdtempSync(join(tmpdir(), 'card-station-gallery-'));
  const server = await servePage(BUILT_PAGE);
  const place = { program, profileFolder: join(folder, 'profile'), configFile: join(folder, 'none.json') };
  const station = await StationApp.launch(place);
  const opened = station.electron.waitForEvent('window');
  await station.electron.evaluate(({ BrowserWindow }) => {
    // A session of its own: those of the station's start have no addresses.
    const webPreferences = { partition: 'gallery' };
    const window = new BrowserWindow({
      frame: false,
      useContentSize: true,
      backgroundColor: '#000000',
      webPreferences,
    });
    window.setAlwaysOnTop(true);
    void window.loadURL('about:blank#gallery');
  });
  const page = await opened;
  const tools = await page.context().newCDPSession(page);
  await tools.send('Emulation.setTimezoneOverride', { timezoneId: 'UTC' });
  return {
    page,
    server,
    async resize(size) {
      await tools.send('Emulation.setDeviceMetricsOverride', { ...size, deviceScaleFactor: 1, mobile: false });
      const inner = await page.evaluate<string>('`${innerWidth}x${innerHeight}`');
      if (inner !== sizeName(size)) throw new Error(`the window is ${inner} and not ${sizeName(size)}`);
    },
    async close() {
      await station.close();
      await server.close();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
