/** The documents against the project: no link leads nowhere, and no folder is without its line in docs/architecture.md. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../../..');
const MAX_RECORD_LINES = 40;
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const documentsIn = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));
const DOCUMENTS = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...documentsIn('docs')];

/** A heading as the sites that show Markdown name it in an address. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
const anchorsOf = (path: string): string[] =>
  [...read(path).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));

interface Link {
  readonly path: string;
  readonly anchor: string | undefined;
}
const linksOf = (document: string): Link[] =>
  [...read(document).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [path = '', anchor] = target.split('#');
      return { path: path === '' ? document : relative(ROOT, resolve(ROOT, dirname(document), path)), anchor };
    });

describe('the documents', () => {
  it.each(DOCUMENTS)('%s leads nowhere but to what is there', (document) => {
    for (const { path, anchor } of linksOf(document)) {
      expect([path, existsSync(join(ROOT, path))]).toEqual([path, true]);
      if (anchor !== undefined) expect(anchorsOf(path)).toContain(anchor);
    }
  });

  it('say in docs/architecture.md what goes into each folder', () => {
    const told = read('docs/architecture.md');
    const folders = ['main', 'main/kiosk', 'renderer', 'test'].flatMap((top) =>
      readdirSync(join(ROOT, top), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => `${top}/${name}`),
    );
    expect(folders.length).toBeGreaterThan(20);
    expect(folders.filter((folder) => !told.includes(`\`${folder}\``))).toEqual([]);
  });

  it('keep a short record of each decision, and list all of them', () => {
    const records = documentsIn('docs/decisions');
    expect(linksOf('docs/choices.md').map(({ path }) => path)).toEqual(records.sort());
    for (const record of records) {
      const text = read(record);
      expect(text.trimEnd().split('\n').length, record).toBeLessThanOrEqual(MAX_RECORD_LINES);
      expect(text, record).toMatch(
        /^# \d+\. .+\n\n\d{4}-\d\d-\d\d\n\n## Context\n[^]+\n## Decision\n[^]+\n## Consequences\n[^]+$/,
      );
    }
  });
});
