/** Makes settings of the values of the policy key. What is no setting, or of another type, is a problem: never passed over. */
import { SETTING_BY_PATH, SETTINGS } from '../catalogue.ts';
import { expectationOf, shown, unknownKeyProblem } from '../problems.ts';
import type { Problem } from '../problems.ts';
import type { SettingNotes } from '../setting.ts';
import { longName, POLICY_KEY } from './policy-key.ts';
import type { RegistryEntry, RegistryValue } from './registry-value.ts';

/** The type of the registry value that holds a setting. */
export type PolicyType = 'REG_SZ' | 'REG_DWORD' | 'REG_MULTI_SZ';

/** Numbers and flags are numbers, lists are lists, all else is a text. */
export function policyTypeOf(notes: SettingNotes): PolicyType {
  switch (notes.kind) {
    case 'number':
    case 'flag':
      return 'REG_DWORD';
    case 'texts':
      return 'REG_MULTI_SZ';
    case 'choice':
    case 'text':
    case 'address':
    case 'file':
      return 'REG_SZ';
  }
}

export interface PolicyValues {
  /** By group and key, as a configuration file has them; not checked yet. */
  readonly values: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly problems: readonly Problem[];
}

/** The registry tells no capitals from small letters, so neither do we. */
const BY_LOWER_PATH = new Map(SETTINGS.map((setting) => [setting.path.toLowerCase(), setting]));

/** `entries` are those of the policy key and of what is below it. */
export function policyValues(entries: readonly RegistryEntry[]): PolicyValues {
  const values: Record<string, Record<string, unknown>> = {};
  const problems: Problem[] = [];
  const seen = new Set<string>();
  const problem = (path: string, message: string): void =>
    void problems.push({ path: shown(path), message, source: POLICY_KEY });

  for (const { key, name, value } of entries) {
    const below = key.slice(longName(POLICY_KEY).length + 1);
    const setting = BY_LOWER_PATH.get(name.toLowerCase());
    if (!isPolicyKey(key)) {
      problem(
        `${below}\\${name}`,
        'lies in another key: a setting is a value of the policy key itself, such as d1.environment',
      );
    } else if (name === '') {
      problem('(Default)', 'is the value without a name, which is no setting');
    } else if (setting === undefined) {
      problem(name, unknownKeyProblem(name, [...SETTING_BY_PATH.keys()], SETTING_BY_PATH.keys()));
    } else if (seen.has(setting.path)) {
      problem(setting.path, 'is given twice');
    } else {
      seen.add(setting.path);
      const found = settingOf(setting.notes, value);
      if ('problem' in found) problem(setting.path, found.problem);
      else values[setting.group] = { ...values[setting.group], [setting.key]: found.value };
    }
  }
  return { values, problems };
}

function isPolicyKey(key: string): boolean {
  return key.toLowerCase() === longName(POLICY_KEY).toLowerCase();
}

function settingOf(
  notes: SettingNotes,
  value: RegistryValue,
): { readonly value: unknown } | { readonly problem: string } {
  const type = policyTypeOf(notes);
  if (value.type === 'other' && value.problem !== null) return { problem: value.problem };
  const given = value.type === 'other' ? value.typeName : value.type;
  if (value.type !== type) return { problem: `must be a ${type} with ${policyExpectation(notes)}; it is a ${given}` };
  switch (value.type) {
    case 'REG_DWORD':
      if (notes.kind !== 'flag') return { value: value.number };
      return value.number > 1 ? { problem: 'must be 1 for true or 0 for false' } : { value: value.number === 1 };
    case 'REG_SZ':
      // What a console cannot print cannot be compared, and who changes a path may bring in another authority.
      if (notes.kind === 'file' && /[^\x20-\x7e]/.test(value.text)) {
        return { problem: 'must be written in plain letters (ASCII) in a policy' };
      }
      return value.text === ''
        ? { problem: `is empty; it must be ${policyExpectation(notes)}` }
        : { value: value.text };
    case 'REG_MULTI_SZ':
      return { value: value.texts };
  }
}

/** What a setting has to be in a policy; the registry has no quotes, and no words for true and false. */
export function policyExpectation(notes: SettingNotes): string {
  switch (notes.kind) {
    case 'flag':
      return '1 for true or 0 for false';
    case 'address':
      return 'an https address';
    case 'file':
      return 'the full path of a file';
    case 'number':
    case 'choice':
    case 'text':
    case 'texts':
      return expectationOf(notes);
  }
}
