/** The floor: the same runtime, a window of the same size, one static page, and nothing else. */
const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const { app, BrowserWindow, Menu, protocol, screen } = require('electron');

Menu.setApplicationMenu(null);
// With this runtime's fuses no page comes from a file: address.
protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true } }]);
app.whenReady().then(() => {
  const page = readFileSync(join(__dirname, 'index.html'));
  protocol.handle('app', () => new Response(page, { headers: { 'content-type': 'text/html; charset=utf-8' } }));
  const window = new BrowserWindow({
    ...screen.getPrimaryDisplay().bounds,
    backgroundColor: '#0b1016',
    kiosk: true,
    fullscreen: true,
    show: false,
  });
  window.once('ready-to-show', () => window.show());
  window.loadURL('app://bare/');
});
app.on('window-all-closed', () => app.quit());
