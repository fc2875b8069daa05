/** Every setting as a policy of Windows: its names in the templates, where it lies in the registry, and how it is asked for. */
import { z } from 'zod';

import { SETTINGS } from '../catalogue.ts';
import type { Setting } from '../catalogue.ts';
import { POLICY_KEY } from '../registry/policy-key.ts';
import type { groups } from '../schema.ts';

/** The policy key as a template names it: without the hive, which its class says. */
export const TEMPLATE_KEY = POLICY_KEY.replace(/^HKLM\\/, '');

/** How the editor of Group Policy asks for a setting. */
export type PolicyForm =
  /** Enabled is true, disabled is false; there is nothing to fill in. */
  | { readonly kind: 'switch' }
  | { readonly kind: 'decimal'; readonly min: number; readonly max: number; readonly fallback: number }
  | { readonly kind: 'enum'; readonly words: readonly string[]; readonly fallback: string | null }
  | { readonly kind: 'text'; readonly maxLength: number; readonly fallback: string | null }
  | { readonly kind: 'multiText'; readonly maxStrings: number; readonly maxLength: number };

export interface PolicyTemplate {
  /** Letters, digits and _: what names in a template may be made of. */
  readonly id: string;
  readonly category: string;
  readonly setting: Setting;
  readonly form: PolicyForm;
}

/** What the schema of templates allows where a setting has no bound of its own. */
const MAX_TEXT_LENGTH = 1_023;

/** The groups in the words of the editor. */
const GROUP_TITLES: Readonly<Record<keyof typeof groups, string>> = {
  station: 'Station',
  d1: 'Connection to D1',
  credentials: 'Credentials',
  pace: 'Pace of asking',
  limits: 'Limits',
  intake: 'How cards arrive',
  staff: 'Staff',
  checkList: 'Check list',
  reasons: 'Reasons',
  screen: 'Screen',
  sound: 'Sound',
  kiosk: 'Kiosk',
  ledger: 'Record',
  metrics: 'Figures for monitoring',
};

/** The category of the program; each group that has settings is one below it. */
export const ROOT_CATEGORY = 'CardStation';

function categoryOf(group: string): string {
  return `${ROOT_CATEGORY}_${group}`;
}

export const POLICY_TEMPLATES: readonly PolicyTemplate[] = SETTINGS.map((setting) => ({
  id: setting.path.replace('.', '_'),
  category: categoryOf(setting.group),
  setting,
  form: formOf(setting),
}));

/** Name and title of each category below the root. */
export const CATEGORIES: ReadonlyMap<string, string> = new Map(
  Object.entries(GROUP_TITLES)
    .filter(([group]) => SETTINGS.some((setting) => setting.group === group))
    .map(([group, title]) => [categoryOf(group), title]),
);

/** What a setting is when nobody sets it; null where it is then not set, or needed. */
export function fallbackOf({ schema }: Setting): string | number | boolean | null {
  const result = schema.safeParse(undefined);
  const value = result.success ? result.data : undefined;
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

function formOf(setting: Setting): PolicyForm {
  const { notes } = setting;
  const fallback = fallbackOf(setting);
  const word = typeof fallback === 'string' ? fallback : null;
  switch (notes.kind) {
    case 'flag':
      return { kind: 'switch' };
    case 'number':
      return { kind: 'decimal', min: notes.min, max: notes.max, fallback: Number(fallback) };
    case 'choice':
      return { kind: 'enum', words: notes.choices, fallback: word };
    case 'text':
    case 'address':
    case 'file':
      return { kind: 'text', maxLength: lengthsOf(setting.schema).maxLength, fallback: word };
    case 'texts':
      return { kind: 'multiText', ...lengthsOf(setting.schema) };
  }
}

/** The bounds of a text, or of a list and its texts, that the schema itself knows. */
function lengthsOf(schema: z.ZodType): { readonly maxLength: number; readonly maxStrings: number } {
  const { maxLength, maxItems, items } = z.toJSONSchema(schema, { io: 'input' });
  const ofItems = typeof items === 'object' && 'maxLength' in items ? items.maxLength : undefined;
  return { maxLength: maxLength ?? ofItems ?? MAX_TEXT_LENGTH, maxStrings: maxItems ?? 1 };
}
