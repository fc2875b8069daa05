/** The templates of Group Policy: whole, current, and writing exactly what the station reads. */
import { describe, expect, it } from 'vitest';

import { admlText } from '../../../../../main/config/admx/adml.ts';
import { admxText } from '../../../../../main/config/admx/admx.ts';
import { SETTING_BY_PATH, SETTINGS } from '../../../../../main/config/catalogue.ts';
import { readWindowsPolicy } from '../../../../../main/config/registry/windows-policy.ts';
import { fakeReg } from '../registry/fake-registry.ts';
import type { Data, Values } from '../registry/fake-registry.ts';
import { allOf, at, templateText, treeOf } from './template-tree.ts';
import type { Node } from './template-tree.ts';

const admx = treeOf(templateText('card-station.admx'));
const adml = treeOf(templateText('en-US/card-station.adml'));
const policies = at(admx, 'policies', 'policy');
const strings = new Map(
  at(adml, 'resources', 'stringTable', 'string').map(({ attributes, text }) => [attributes['id'], text]),
);
const presentations = new Map(
  at(adml, 'resources', 'presentationTable', 'presentation').map((node) => [node.attributes['id'], node.children]),
);

/** Names in a template: letters, digits and _. */
const NAME = /^[A-Za-z][A-Za-z0-9_]*$/;
const MAX_DWORD = 0xffff_ffff;

function elementOf(policy: Node): Node | undefined {
  return at(policy, 'elements').flatMap(({ children }) => children)[0];
}

/** The name of the value that a policy writes. */
function valueNameOf(policy: Node): string {
  return elementOf(policy)?.attributes['valueName'] ?? policy.attributes['valueName'] ?? '';
}

/** What Group Policy writes into the registry for an enabled policy that is filled in with `filled`, as [MS-GPREG] has it. */
function written(policy: Node, filled: Data): Values {
  const key = `HKLM\\${policy.attributes['key'] ?? ''}`;
  expect(key).toBe('HKLM\\SOFTWARE\\Policies\\Card Station');
  return { [valueNameOf(policy)]: filled };
}

/** A setting as the station reads it out of the registry: undefined where it does not. */
function readBack(values: Values, path: string): unknown {
  const reading = readWindowsPolicy(fakeReg(values));
  if (reading.kind !== 'read' || reading.problems.length > 0) throw new Error(JSON.stringify(reading));
  const [group = '', key = ''] = path.split('.');
  const read = reading.values as Record<string, Record<string, unknown>>;
  expect(Object.keys(read)).toEqual([group]);
  return read[group]?.[key];
}

/** Whether the station would take it, by the setting's own check. */
function taken(path: string, value: unknown): boolean {
  return SETTING_BY_PATH.get(path)?.schema.safeParse(value).success ?? false;
}

describe('the templates of Group Policy', () => {
  it('are what the code says (else run: npm run config-docs)', () => {
    expect(templateText('card-station.admx')).toBe(admxText());
    expect(templateText('en-US/card-station.adml')).toBe(admlText());
  });

  it('have the roots, the namespace and the order of parts that the editor expects', () => {
    for (const root of [admx, adml])
      expect(root.attributes).toEqual({
        xmlns: 'http://www.microsoft.com/GroupPolicy/PolicyDefinitions',
        revision: '1.0',
        schemaVersion: '1.0',
      });
    const names = (node: Node | undefined) => node?.children.map(({ name }) => name);
    expect(names(admx)).toEqual(['policyNamespaces', 'resources', 'supportedOn', 'categories', 'policies']);
    expect(names(adml)).toEqual(['displayName', 'description', 'resources']);
    expect(names(adml.children[2])).toEqual(['stringTable', 'presentationTable']);
    const forms = policies.map((policy) => (names(policy) ?? []).join(' '));
    expect([...new Set(forms)].sort()).toEqual([
      'parentCategory supportedOn elements',
      'parentCategory supportedOn enabledValue disabledValue',
    ]);
  });

  it('have one policy of the machine for each setting, and none more', () => {
    expect(policies.map(valueNameOf)).toEqual(SETTINGS.map(({ path }) => path));
    for (const { attributes } of policies) {
      expect(attributes['class']).toBe('Machine');
      expect(attributes['name']).toMatch(NAME);
    }
    expect(new Set(policies.map(({ attributes }) => attributes['name'])).size).toBe(SETTINGS.length);
  });

  it('name only categories, words and fields that are there, and none in vain', () => {
    const texts = allOf(admx).flatMap(({ attributes }) => Object.values(attributes));
    const references = (kind: string) =>
      texts.flatMap((text) => new RegExp(`^\\$\\(${kind}\\.([^)]*)\\)$`).exec(text)?.[1] ?? []);
    expect(texts.filter((text) => text.startsWith('$')).length).toBe(
      references('string').length + references('presentation').length,
    );
    expect(references('string').sort()).toEqual([...strings.keys()].sort());
    expect(references('presentation').sort()).toEqual([...presentations.keys()].sort());
    for (const id of [...strings.keys(), ...presentations.keys()]) expect(id).toMatch(NAME);

    const categories = at(admx, 'categories', 'category').map(({ attributes }) => attributes['name']);
    const used = [
      ...at(admx, 'categories', 'category', 'parentCategory'),
      ...policies.flatMap((one) => at(one, 'parentCategory')),
    ];
    expect(new Set(used.map(({ attributes }) => attributes['ref']))).toEqual(new Set(categories));
    const defined = at(admx, 'supportedOn', 'definitions', 'definition').map(({ attributes }) => attributes['name']);
    for (const policy of policies) expect(defined).toContain(at(policy, 'supportedOn')[0]?.attributes['ref']);
  });

  it('explain every policy: what it means, what it may be, and its name in the registry', () => {
    for (const policy of policies) {
      const path = valueNameOf(policy);
      const name = policy.attributes['name'] ?? '';
      expect(strings.get(name)).toMatch(new RegExp(`^[A-Z][A-Za-z0-9 ]+ \\(${path}\\)$`));
      const explained = strings.get(`${name}_explain`) ?? '';
      expect(explained).toContain(SETTING_BY_PATH.get(path)?.notes.about);
      expect(explained).toMatch(new RegExp(`\nRegistry value: ${path} \\(REG_(SZ|DWORD|MULTI_SZ)\\)\\.$`));
      expect(explained).not.toMatch(/undefined|null|quotes/);
    }
  });

  /** The field in which an element is filled in, by [MS-GPREG] and the reference of the schema. */
  const FIELDS = { decimal: 'decimalTextBox', enum: 'dropdownList', text: 'textBox', multiText: 'multiTextBox' };

  it.each(policies.map((policy) => [valueNameOf(policy), policy] as const))('%s', (path, policy) => {
    const element = elementOf(policy);
    if (element === undefined) {
      const number = (name: string) => Number(at(policy, name, 'decimal')[0]?.attributes['value']);
      expect(readBack(written(policy, number('enabledValue')), path)).toBe(true);
      expect(readBack(written(policy, number('disabledValue')), path)).toBe(false);
      return;
    }
    const [field, ...more] = presentations.get(/\.(.*)\)/.exec(policy.attributes['presentation'] ?? '')?.[1]) ?? [];
    expect(more).toEqual([]);
    expect(field?.name).toBe(FIELDS[element.name as keyof typeof FIELDS]);
    expect(field?.attributes['refId']).toBe(element.attributes['id']);

    const bound = (name: string) => Number(element.attributes[name]);
    switch (element.name) {
      case 'decimal': {
        const [min, max] = [bound('minValue'), bound('maxValue')];
        expect(max).toBeLessThanOrEqual(MAX_DWORD);
        for (const number of [min, max, Number(field?.attributes['defaultValue'])])
          expect(taken(path, readBack(written(policy, number), path))).toBe(true);
        for (const number of [min - 1, max + 1]) expect(taken(path, number)).toBe(false);
        return;
      }
      case 'enum': {
        const words = at(element, 'item', 'value', 'string').map(({ text }) => text);
        for (const word of words) {
          const read = readBack(written(policy, word), path);
          expect(read).toBe(word);
          expect(taken(path, read)).toBe(true);
        }
        const { notes } = SETTING_BY_PATH.get(path) ?? {};
        expect(words).toEqual(notes?.kind === 'choice' ? notes.choices : null);
        const fallback = SETTING_BY_PATH.get(path)?.schema.safeParse(undefined);
        const item = field?.attributes['defaultItem'];
        expect(item === undefined ? undefined : words[Number(item)]).toBe(
          fallback?.success === true ? fallback.data : undefined,
        );
        return;
      }
      case 'text': {
        const fallback = at(field ?? element, 'defaultValue')[0]?.text;
        const filled =
          fallback ?? (SETTING_BY_PATH.get(path)?.notes.kind === 'file' ? 'C:\\Bank "1"\\x' : 'C:\\Bänke "1"\\x');
        expect(readBack(written(policy, filled), path)).toBe(filled);
        if (fallback !== undefined) expect(taken(path, fallback)).toBe(true);
        expect(taken(path, 'x'.repeat(bound('maxLength') + 1))).toBe(false);
        return;
      }
      case 'multiText': {
        const most = Array.from({ length: bound('maxStrings') }, () => 'é'.repeat(bound('maxLength')));
        for (const list of [most, [], ['One']]) {
          const read = readBack(written(policy, list), path);
          expect(read).toEqual(list);
          expect(taken(path, read)).toBe(true);
        }
        expect(taken(path, [...most, 'x'])).toBe(false);
        expect(taken(path, [`${most[0] ?? ''}x`])).toBe(false);
        return;
      }
      default:
        throw new Error(`an element that no field fills in: ${element.name}`);
    }
  });
});
