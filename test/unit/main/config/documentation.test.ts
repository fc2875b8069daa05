import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { CATALOGUE, SETTINGS } from '../../../../main/config/catalogue.ts';
import { configurationPage, configurationTable } from '../../../../main/config/documentation.ts';
import { configurationJsonSchema, jsonSchemaText } from '../../../../main/config/json-schema.ts';
import { fakeFiles, loadFrom, loadText, SMALLEST } from './fake-files.ts';

function docs(name: string): string {
  return readFileSync(new URL(`../../../../docs/${name}`, import.meta.url), 'utf8');
}

describe('the documentation', () => {
  it('is what the code says (else run: npm run config-docs)', () => {
    expect(docs('configuration.md')).toBe(configurationPage());
    expect(docs('configuration.schema.json')).toBe(jsonSchemaText());
  });

  it('has a row for every setting, with default and bounds', () => {
    const rows = configurationTable().split('\n').slice(2);
    expect(rows).toHaveLength(SETTINGS.length);
    expect(rows.find((row) => row.includes('`limits.freshnessLimitSeconds`'))).toMatch(
      /\| seconds +\| `60` +\| 5 to 120 +\|/,
    );
    expect(rows.find((row) => row.includes('`d1.environment`'))).toContain('**needed**');
  });

  it('says of every path where it starts from', () => {
    const [sentence = ''] = /[^.]*\n[^\n]*, when not a full path,/.exec(docs('configuration.md')) ?? [];
    for (const { path } of SETTINGS.filter(({ notes }) => notes.kind === 'file'))
      expect(sentence).toContain(`\`${path}\``);
  });

  it('shows an example that works', () => {
    const example = /```json\n([^`]+)```/.exec(docs('configuration.md'))?.[1];
    expect(loadText(example ?? '').kind).toBe('ok');
  });
});

describe('the page on reasons', () => {
  it('shows examples that work together', () => {
    const [names, reasons] = [...docs('reasons.md').matchAll(/```json\n([^`]+)```/g)].map(
      ([, example = '']) => example,
    );
    const config = { ...SMALLEST, ...(JSON.parse(names ?? '') as object) };
    const readFile = fakeFiles({ '/config.json': config, '/reasons.json': reasons });
    const loaded = loadFrom({}, { machineFile: '/config.json', readFile });
    expect(loaded.kind === 'ok' && [...(loaded.reasons.get('CB_TIME')?.keys() ?? [])]).toEqual(['en', 'fr']);
  });
});

describe('the JSON Schema', () => {
  it('knows every group and every setting, its bounds and its unit, and nothing else', () => {
    const schema = configurationJsonSchema();
    expect(JSON.parse(jsonSchemaText())).toEqual(schema);
    expect(schema).toMatchObject({ additionalProperties: false, required: ['station', 'd1'] });
    for (const [group, keys] of CATALOGUE) {
      expect(schema).toHaveProperty(['properties', group, 'additionalProperties'], false);
      expect(
        Object.keys(Reflect.get(Reflect.get(schema.properties as object, group) as object, 'properties') as object),
      ).toEqual([...keys.keys()]);
      for (const [key, { notes }] of keys) {
        const at = ['properties', group, 'properties', key];
        expect(schema).toHaveProperty([...at, 'description'], notes.about);
        if (notes.kind !== 'number') continue;
        expect(schema).toHaveProperty(
          at,
          expect.objectContaining({ minimum: notes.min, maximum: notes.max, $comment: `unit: ${notes.unit}` }),
        );
      }
    }
  });
});
