/** The rival: what a first version would be. It signs in when its token has run out; nothing is recorded or judged. */
import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

import { app, BrowserWindow, ipcMain, Menu, protocol, screen } from 'electron';

import { createReader } from '../client/reader.mjs';

const TYPES = { '.html': 'text/html', '.js': 'text/javascript' };
const given = JSON.parse(readFileSync(process.argv.find((arg) => arg.startsWith('--given='))?.slice(8) ?? '', 'utf8'));
const reader = createReader(given);

Menu.setApplicationMenu(null);
// With this runtime's fuses no page comes from a file: address.
protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true } }]);
ipcMain.handle('cards', () => given.cardIds);
ipcMain.handle('read', (_event, cardId) => reader.read(cardId));
app.whenReady().then(() => {
  protocol.handle('app', (request) => {
    const { pathname } = new URL(request.url);
    const headers = { 'content-type': TYPES[extname(pathname)] ?? 'text/plain' };
    return new Response(readFileSync(join(import.meta.dirname, 'page', pathname)), { headers });
  });
  const window = new BrowserWindow({
    ...screen.getPrimaryDisplay().bounds,
    backgroundColor: '#0b1016',
    kiosk: true,
    fullscreen: true,
    webPreferences: { preload: join(import.meta.dirname, 'preload.cjs') },
  });
  window.loadURL('app://naive/index.html');
});
app.on('window-all-closed', () => app.quit());
