import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { listPageFiles } from '../../../../main/kiosk/page-files.ts';

it('lists the files of the page and follows no link, to a file or to a folder', async () => {
  const root = mkdtempSync(join(tmpdir(), 'card-station-page-'));
  const page = join(root, 'page');
  mkdirSync(join(page, 'assets'), { recursive: true });
  writeFileSync(join(page, 'index.html'), 'page');
  writeFileSync(join(page, 'assets/main.js'), 'script');
  writeFileSync(join(root, 'secret.pem'), 'secret');
  symlinkSync(join(root, 'secret.pem'), join(page, 'secret.js'));
  symlinkSync(root, join(page, 'assets/up'));
  symlinkSync('/etc/hostname', join(page, 'assets/host.svg'));
  expect((await listPageFiles(page)).sort()).toEqual(['assets/main.js', 'index.html']);
});
