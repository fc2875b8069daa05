/** What a reviewer has to look at stays little: how many libraries we chose for the program, and how much of it is ours. */
import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, resolve } from 'node:path';

import { extractFile, listPackage, statFile } from '@electron/asar';

import { expect, SHIPPING, test } from './fixtures.ts';
import { filesBelow } from './needles.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const RESOURCES = join(dirname(SHIPPING), 'resources');
const ASAR = join(RESOURCES, 'app.asar');
const MAX_LIBRARIES = 10;
const MAX_OWN_BYTES = 2_000_000;

/** What the sources ask for by name and the build bundles, or packs as it is. Fonts are no code; the runtime is the runtime's. */
function chosenLibraries(): readonly string[] {
  const asked = ['main', 'renderer'].flatMap((top) =>
    filesBelow(join(ROOT, top))
      .filter(({ path }) => /\.tsx?$/.test(path))
      .flatMap(({ bytes }) => [
        ...bytes.toString().matchAll(/(?:from|import\(|require\() ?'((?:@[\w-]+\/)?[a-z][\w-]*)(?:\/[^']*)?'/g),
      ])
      .map((match) => match[1] ?? ''),
  );
  const libraries = [...asked, 'keytar', '@photostructure/sqlite'].filter(
    (name) => !isBuiltin(name) && name !== 'node' && name !== 'electron' && name !== 'sqlite',
  );
  // One library in two packages, which are released as one.
  return [...new Set(libraries.map((name) => (name === 'react-dom' ? 'react' : name)))].sort();
}

test('fewer than ten libraries are in the program by our own choice', () => {
  const libraries = chosenLibraries();
  test.info().annotations.push({ type: 'libraries', description: libraries.join(', ') });
  process.stdout.write(`${String(libraries.length)} libraries: ${libraries.join(', ')}\n`);
  expect(libraries).toContain('undici');
  expect(libraries.length, libraries.join(', ')).toBeLessThan(MAX_LIBRARIES);
  const { dependencies = {} } = JSON.parse(extractFile(ASAR, 'package.json').toString()) as {
    dependencies?: Readonly<Record<string, string>>;
  };
  expect(Object.keys(dependencies).length).toBeLessThan(MAX_LIBRARIES);
});

test('our own code in the package is under 2 MB before it is packed', () => {
  const sbom = JSON.parse(readFileSync(join(RESOURCES, 'sbom.cdx.json'), 'utf8')) as {
    metadata: { component: { properties: readonly { name: string; value: string }[] } };
  };
  const own = Number(
    sbom.metadata.component.properties.find(({ name }) => name === 'card-station:own-code-bytes')?.value,
  );
  const code = listPackage(ASAR, { isPack: false })
    .filter((name) => /^.out.*\.(c?js|css|html)$/.test(name))
    .reduce((sum, name) => {
      const entry = statFile(ASAR, name.slice(1));
      return sum + ('size' in entry ? entry.size : 0);
    }, 0);
  const figures = `${String(own)} bytes of our own in ${String(code)} of code with libraries`;
  test.info().annotations.push({ type: 'own code', description: figures });
  process.stdout.write(`${figures}\n`);
  // The figure is a true one: neither nothing nor more than there is.
  expect(own).toBeGreaterThan(code / 20);
  expect(own).toBeLessThan(code);
  expect(own).toBeLessThan(MAX_OWN_BYTES);
});
