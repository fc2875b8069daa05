import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { keepMemoryOutOfCores } from '../../../../main/diagnostics/core-dumps.ts';

it('asks Linux for core files without memory, leaves others alone, and stops nothing where it cannot', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'card-station-core-')), 'filter');
  keepMemoryOutOfCores('win32', file);
  expect(existsSync(file)).toBe(false);
  keepMemoryOutOfCores('linux', file);
  expect(readFileSync(file, 'utf8')).toBe('0');
  expect(() => keepMemoryOutOfCores('linux', join(file, 'not', 'there'))).not.toThrow();
});
