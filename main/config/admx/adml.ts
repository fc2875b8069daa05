/** `en-US/card-station.adml`: the words of the policies, and the fields in which they are filled in. */
import { policyExpectation, policyTypeOf } from '../registry/policy-values.ts';
import { explainId, GENERATED, ROOT_ATTRIBUTES, SUPPORTED, wordId } from './admx.ts';
import { CATEGORIES, fallbackOf, POLICY_TEMPLATES, ROOT_CATEGORY } from './policies.ts';
import type { PolicyTemplate } from './policies.ts';
import { element, xmlFile } from './xml.ts';

export function admlText(): string {
  const strings = [
    [ROOT_CATEGORY, 'Card Station'],
    [SUPPORTED, 'Card Station 0.1 or newer, on Windows 10 or newer'],
    ...CATEGORIES,
    ...POLICY_TEMPLATES.flatMap(stringsOf),
  ] as const;
  return xmlFile(
    GENERATED,
    element('policyDefinitionResources', ROOT_ATTRIBUTES, [
      ...element('displayName', {}, 'Card Station'),
      ...element('description', {}, 'The settings of Card Station, the screen beside the card printer.'),
      ...element('resources', {}, [
        ...element(
          'stringTable',
          {},
          strings.flatMap(([id, text]) => element('string', { id }, text)),
        ),
        ...element('presentationTable', {}, POLICY_TEMPLATES.flatMap(presentation)),
      ]),
    ]),
  );
}

function stringsOf(template: PolicyTemplate): (readonly [string, string])[] {
  const { id, form } = template;
  const words = form.kind === 'enum' ? form.words.map((word) => [wordId(id, word), word] as const) : [];
  return [[id, titleOf(template)], [explainId(id), explanationOf(template)], ...words];
}

/** Short words of keys that are written in capitals. */
const CAPITALS: ReadonlyMap<string, string> = new Map(['URL', 'CA', 'ID'].map((word) => [word.toLowerCase(), word]));

/** The key as words, and the path by which the documentation and every problem name the setting. */
function titleOf({ setting }: PolicyTemplate): string {
  const words = setting.key
    .replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    .split(' ')
    .map((word) => CAPITALS.get(word) ?? word)
    .join(' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)} (${setting.path})`;
}

function explanationOf({ setting, form }: PolicyTemplate): string {
  const fallback = fallbackOf(setting);
  const value =
    form.kind === 'switch' ? 'Enabled is true, disabled is false.' : `Enabled: ${policyExpectation(setting.notes)}.`;
  const unset = form.kind === 'switch' ? 'Not configured' : 'Disabled or not configured';
  return [
    setting.notes.about,
    '',
    value,
    `${unset}: the configuration file decides${fallback === null ? '' : `, and without it ${String(fallback)}`}.`,
    `Registry value: ${setting.path} (${policyTypeOf(setting.notes)}).`,
  ].join('\n');
}

/** The fields of a policy; one that is switched on and off has none. */
function presentation({ id, setting, form }: PolicyTemplate): string[] {
  const label = setting.path;
  switch (form.kind) {
    case 'switch':
      return [];
    case 'decimal':
      return element(
        'presentation',
        { id },
        element('decimalTextBox', { refId: id, defaultValue: String(form.fallback) }, label),
      );
    case 'enum': {
      const index = form.fallback === null ? -1 : form.words.indexOf(form.fallback);
      const chosen = index === -1 ? {} : { defaultItem: String(index) };
      return element('presentation', { id }, element('dropdownList', { refId: id, noSort: 'true', ...chosen }, label));
    }
    case 'text':
      return element(
        'presentation',
        { id },
        element('textBox', { refId: id }, [
          ...element('label', {}, label),
          ...(form.fallback === null ? [] : element('defaultValue', {}, form.fallback)),
        ]),
      );
    case 'multiText':
      return element('presentation', { id }, element('multiTextBox', { refId: id }, label));
  }
}
