/** `card-station.admx`: which policies there are, and what each writes into the registry. */
import { CATEGORIES, POLICY_TEMPLATES, ROOT_CATEGORY, TEMPLATE_KEY } from './policies.ts';
import type { PolicyTemplate } from './policies.ts';
import { element, xmlFile } from './xml.ts';

/** Said by both files in their first lines. */
export const GENERATED = 'Generated from main/config; do not change it here. To make it anew: npm run config-docs';

/** The namespace of both files, and the version that both have to be of. */
export const ROOT_ATTRIBUTES = {
  xmlns: 'http://www.microsoft.com/GroupPolicy/PolicyDefinitions',
  revision: '1.0',
  schemaVersion: '1.0',
} as const;

export const SUPPORTED = 'SUPPORTED_CardStation';

export function admxText(): string {
  const { xmlns, revision, schemaVersion } = ROOT_ATTRIBUTES;
  return xmlFile(
    GENERATED,
    element('policyDefinitions', { xmlns, revision, schemaVersion }, [
      ...element(
        'policyNamespaces',
        {},
        element('target', { prefix: 'cardstation', namespace: 'CardStation.Policies' }),
      ),
      ...element('resources', { minRequiredRevision: revision }),
      ...element(
        'supportedOn',
        {},
        element('definitions', {}, element('definition', { name: SUPPORTED, displayName: stringRef(SUPPORTED) })),
      ),
      ...element('categories', {}, [
        ...element('category', { name: ROOT_CATEGORY, displayName: stringRef(ROOT_CATEGORY) }),
        ...[...CATEGORIES.keys()].flatMap((name) =>
          element(
            'category',
            { name, displayName: stringRef(name) },
            element('parentCategory', { ref: ROOT_CATEGORY }),
          ),
        ),
      ]),
      ...element('policies', {}, POLICY_TEMPLATES.flatMap(policy)),
    ]),
  );
}

function policy(template: PolicyTemplate): string[] {
  const { id, category, setting, form } = template;
  const isSwitch = form.kind === 'switch';
  const attributes = {
    name: id,
    // The machine's alone: a policy of a user would be one that the account of the kiosk could have.
    class: 'Machine',
    displayName: stringRef(id),
    explainText: stringRef(explainId(id)),
    key: TEMPLATE_KEY,
    ...(isSwitch ? { valueName: setting.path } : { presentation: `$(presentation.${id})` }),
  };
  return element('policy', attributes, [
    ...element('parentCategory', { ref: category }),
    ...element('supportedOn', { ref: SUPPORTED }),
    ...(isSwitch
      ? [
          ...element('enabledValue', {}, element('decimal', { value: '1' })),
          ...element('disabledValue', {}, element('decimal', { value: '0' })),
        ]
      : element('elements', {}, formElement(template))),
  ]);
}

function formElement({ id, setting, form }: PolicyTemplate): string[] {
  const names = { id, valueName: setting.path };
  switch (form.kind) {
    case 'switch':
      return [];
    case 'decimal':
      return element('decimal', { ...names, required: 'true', minValue: String(form.min), maxValue: String(form.max) });
    case 'enum':
      return element(
        'enum',
        { ...names, required: 'true' },
        form.words.flatMap((word) =>
          element(
            'item',
            { displayName: stringRef(wordId(id, word)) },
            element('value', {}, element('string', {}, word)),
          ),
        ),
      );
    case 'text':
      return element('text', { ...names, required: 'true', maxLength: String(form.maxLength) });
    case 'multiText':
      return element('multiText', {
        ...names,
        maxLength: String(form.maxLength),
        maxStrings: String(form.maxStrings),
      });
  }
}

/** The string with the explanation of a policy. */
export function explainId(id: string): string {
  return `${id}_explain`;
}

/** The string with the name of a word to choose. */
export function wordId(id: string, word: string): string {
  return `${id}_word_${word.replace(/[^A-Za-z0-9]/g, '_')}`;
}

function stringRef(id: string): string {
  return `$(string.${id})`;
}
