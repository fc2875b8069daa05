import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { keepMemoryOutOfCores } from '../../../../main/diagnostics/core-dumps.ts';

/** A folder as Linux has one, in which this process has started the others. */
function madeProc(...children: string[]): { folder: string; filterOf: (pid: string) => string | null } {
  const folder = mkdtempSync(join(tmpdir(), 'card-station-core-'));
  const task = join(folder, 'self/task', String(process.pid));
  for (const made of [task, ...children.map((pid) => join(folder, pid))]) mkdirSync(made, { recursive: true });
  writeFileSync(join(task, 'children'), children.map((pid) => `${pid} `).join(''));
  const filterOf = (pid: string): string | null => {
    const file = join(folder, pid, 'coredump_filter');
    return existsSync(file) ? readFileSync(file, 'utf8') : null;
  };
  return { folder, filterOf };
}

it('asks Linux for core files without memory, for itself and for those that it has started', () => {
  const { folder, filterOf } = madeProc('17', '4711');
  keepMemoryOutOfCores('linux', folder);
  expect(['self', '17', '4711'].map(filterOf)).toEqual(['0', '0', '0']);
});

it('reaches what those have started: with the sandbox, the process that pages are forked from is one of them', () => {
  const { folder, filterOf } = madeProc('17', '4711');
  for (const [parent, child] of [
    ['4711', '4712'],
    ['4712', '4713'],
  ] as const) {
    mkdirSync(join(folder, parent, 'task', parent), { recursive: true });
    writeFileSync(join(folder, parent, 'task', parent, 'children'), `${child} `);
    mkdirSync(join(folder, child));
  }
  keepMemoryOutOfCores('linux', folder);
  expect(['17', '4711', '4712', '4713'].map(filterOf)).toEqual(['0', '0', '0', '0']);
});

it('leaves other systems alone, and stops nothing where it cannot', () => {
  const { folder, filterOf } = madeProc('17');
  keepMemoryOutOfCores('win32', folder);
  expect(filterOf('self')).toBeNull();
  expect(() => keepMemoryOutOfCores('linux', join(folder, 'not', 'there'))).not.toThrow();
});
