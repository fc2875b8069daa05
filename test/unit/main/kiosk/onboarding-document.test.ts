/** What the document on onboarding tells people to type and to set is what the program knows. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { expect, it } from 'vitest';

import { CATALOGUE, SETTING_BY_PATH } from '../../../../main/config/catalogue.ts';
import { parseCommandLine } from '../../../../main/kiosk/command-line.ts';

const TEXT = readFileSync(resolve(import.meta.dirname, '../../../../docs/d1-onboarding.md'), 'utf8');

it('names settings that there are', () => {
  const named = [...TEXT.matchAll(/`([a-z0-9]+)\.([A-Za-z]+|\*)`/g)].filter(([, group = '']) => CATALOGUE.has(group));
  expect(named.length).toBeGreaterThan(20);
  for (const [whole, group = '', key = ''] of named) {
    expect(key === '*' || SETTING_BY_PATH.has(`${group}.${key}`), whole).toBe(true);
  }
});

it('has commands that the program understands', () => {
  const lines = [...TEXT.matchAll(/^card-station (?:.*\\\n)*.*$/gm)]
    .map(([line]) => line.replaceAll('\\\n', ' ').replace(/ #.*$/, '').replaceAll("'", ''))
    // A subject has a space in its quotation marks.
    .map((line) => line.replace('Example Bank', 'Example'));
  expect(lines.length).toBeGreaterThan(5);
  for (const line of lines) {
    const [, ...args] = line.trim().split(/ +/);
    expect(parseCommandLine(args, true), line).not.toHaveProperty('message');
  }
});
