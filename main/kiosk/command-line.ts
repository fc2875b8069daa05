/** What the station was started to do, from its arguments: pure, every mistake a sentence. */
import { parseArgs } from 'node:util';

import { isLink, readLink, type LinkReading } from '../intake/link.ts';

import { EXPORT_FORMATS, type ExportFormat, type Period } from '../ledger/export.ts';
import { exportPeriod } from './export-period.ts';
import { HELP } from './help-text.ts';
import { isKeyCommand, KEY_OPTIONS, KEY_OPTIONS_OF, readKeyCommand, type KeyCommand } from './key-commands.ts';

export interface CommonOptions {
  readonly configFile: string | null;
  readonly userDataFolder: string | null;
}

export type Command =
  | ({ readonly kind: 'run' } & CommonOptions)
  | ({
      readonly kind: 'watch';
      readonly cardId: string;
      readonly operationId: string | undefined;
      readonly reference: string | undefined;
    } & CommonOptions)
  | ({
      readonly kind: 'provision';
      readonly bundleFile: string;
      readonly replace: boolean;
      /** Replace credentials that work by others without trying those with D1 first. */
      readonly untried: boolean;
      /** The file with the passphrase of a sealed bundle. */
      readonly passphraseFile: string | null;
      /** The file with the administrator's PIN; null leaves the PIN as it is. */
      readonly pinFile: string | null;
    } & CommonOptions)
  | ({
      readonly kind: 'seal-bundle';
      readonly bundleFile: string;
      readonly passphraseFile: string;
      readonly outputFile: string;
    } & CommonOptions)
  | (KeyCommand & CommonOptions)
  | ({ readonly kind: 'wipe'; readonly yes: boolean } & CommonOptions)
  | ({ readonly kind: 'self-test'; readonly outputFile: string | null } & CommonOptions)
  | ({ readonly kind: 'support-bundle'; readonly outputFile: string; readonly selfTest: boolean } & CommonOptions)
  | ({ readonly kind: 'update-window' } & CommonOptions)
  | ({ readonly kind: 'config'; readonly action: 'check' | 'print' | 'schema' } & CommonOptions)
  | (LedgerAction & { readonly kind: 'ledger' } & CommonOptions)
  | ({ readonly kind: 'link'; readonly link: LinkReading } & CommonOptions)
  | { readonly kind: 'help'; readonly text: string }
  | { readonly kind: 'version' }
  | { readonly kind: 'mistake'; readonly message: string };

type LedgerAction =
  | { readonly action: 'verify'; readonly outputFile: string | null }
  | { readonly action: 'export'; readonly period: Period; readonly format: ExportFormat; readonly outputFile: string }
  | { readonly action: 'accept'; readonly by: string; readonly reason: string | null };

/** Switches of the browser engine that a rolled-out station may be started with: where and how large it draws. */
const HARMLESS_SWITCHES = ['ozone-platform', 'ozone-platform-hint', 'force-device-scale-factor', 'lang', 'disable-gpu'];

const OPTIONS = {
  config: { type: 'string' },
  'user-data-dir': { type: 'string' },
  operation: { type: 'string' },
  reference: { type: 'string' },
  replace: { type: 'boolean' },
  untried: { type: 'boolean' },
  yes: { type: 'boolean' },
  'self-test': { type: 'boolean' },
  'pin-file': { type: 'string' },
  'passphrase-file': { type: 'string' },
  output: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  format: { type: 'string' },
  by: { type: 'string' },
  reason: { type: 'string' },
  ...KEY_OPTIONS,
  help: { type: 'boolean' },
  version: { type: 'boolean' },
} as const;
type OptionName = keyof typeof OPTIONS;

const OPTIONS_OF = {
  run: [],
  watch: ['operation', 'reference'],
  provision: ['replace', 'untried', 'passphrase-file', 'pin-file'],
  'seal-bundle': ['passphrase-file', 'output'],
  ...KEY_OPTIONS_OF,
  wipe: ['yes'],
  'self-test': ['output'],
  'support-bundle': ['output', 'self-test'],
  'update-window': [],
  config: [],
  ledger: ['output', 'from', 'to', 'format', 'by', 'reason'],
} as const satisfies Readonly<Record<string, readonly OptionName[]>>;
const LEDGER_OPTIONS_OF = {
  verify: ['output'],
  export: ['output', 'from', 'to', 'format'],
  accept: ['by', 'reason'],
} as const satisfies Record<LedgerAction['action'], readonly OptionName[]>;

/**
 * Reads the arguments after the program's name. `strict` refuses every switch of the browser engine that is not known
 * to be harmless: one of them could switch off the sandbox or open a door for debugging.
 */
export function parseCommandLine(
  args: readonly string[],
  strict: boolean,
  platform: NodeJS.Platform = process.platform,
): Command {
  const linkAt = args.findIndex(isLink);
  if (linkAt !== -1) return linkCommand(args, linkAt, strict, platform);
  // On Windows the engine takes a word that begins with a slash for a switch, also where we would read a value.
  const slashed = strict && platform === 'win32' ? args.map(bare).find((arg) => arg.startsWith('/')) : undefined;
  if (slashed !== undefined) return mistake(`the switch ${slashed} is not allowed`);
  const own: string[] = [];
  for (const [index, arg] of args.entries()) {
    // The engine drops white space around a word, and knows nothing of our options' values.
    const disguised = strict && bare(arg) !== arg && bare(arg).startsWith('-');
    if (disguised) return mistake(`the switch --${switchName(bare(arg))} is not allowed`);
    if (!isEngineSwitch(arg, args[index - 1])) own.push(arg);
    else if (strict && !HARMLESS_SWITCHES.includes(switchName(arg)))
      return mistake(`the switch --${switchName(arg)} is not allowed`);
  }
  try {
    const { values, positionals } = parseArgs({ args: own, options: OPTIONS, allowPositionals: true, strict: true });
    if (values.version === true) return { kind: 'version' };
    if (values.help === true || positionals[0] === 'help') return { kind: 'help', text: HELP };
    return commandOf(positionals, values);
  } catch (error) {
    return mistake(error instanceof Error ? firstSentence(error.message) : 'the arguments cannot be read');
  }
}

/**
 * A word without what the engine may take for white space before and behind it: more than this language does.
 * Source: `kWhitespaceWide` in base/strings/string_util_constants.cc of Chromium; U+180E and U+200C of older lists.
 */
function bare(arg: string): string {
  return arg
    .replace(/^[\s\u0085\u180e\u200b-\u200d\u2060]+/u, '')
    .replace(/[\s\u0085\u180e\u200b-\u200d\u2060]+$/u, '');
}

/**
 * A link comes from anywhere, and what follows it on the command line could come from within it: it is the last argument,
 * and before it stand only the options of the administrator's own entry for links.
 */
function linkCommand(args: readonly string[], linkAt: number, strict: boolean, platform: NodeJS.Platform): Command {
  const before = args.slice(0, args[linkAt - 1] === '--' ? linkAt - 1 : linkAt);
  const start = parseCommandLine(before, strict, platform);
  if (start.kind === 'mistake') return start;
  if (start.kind !== 'run') return mistake('a link is no argument of a command');
  if (linkAt !== args.length - 1) return mistake('nothing may follow a link');
  const { configFile, userDataFolder } = start;
  return { kind: 'link', link: readLink(args[linkAt] ?? ''), configFile, userDataFolder };
}

type Values = { readonly [N in OptionName]?: (typeof OPTIONS)[N]['type'] extends 'string' ? string : boolean };

function commandOf([name = 'run', ...rest]: readonly string[], values: Values): Command {
  const common: CommonOptions = { configFile: values.config ?? null, userDataFolder: values['user-data-dir'] ?? null };
  if (!Object.hasOwn(OPTIONS_OF, name)) return mistake(`there is no command "${name}"`);
  const allowed: readonly string[] = [...OPTIONS_OF[name as keyof typeof OPTIONS_OF], 'config', 'user-data-dir'];
  const stray = Object.keys(values).find((option) => !allowed.includes(option));
  if (stray !== undefined) return mistake(`--${stray} does not belong to "${name}"`);
  if (values.config === '' || values['user-data-dir'] === '') {
    return mistake(`--${values.config === '' ? 'config' : 'user-data-dir'} needs a value`);
  }
  const [first, extra] = rest;
  if (extra !== undefined) return mistake(`"${name}" takes one argument, and there is another: "${extra}"`);
  if (isKeyCommand(name)) {
    const read = readKeyCommand(name, first, values);
    return read.kind === 'mistake' ? read : { ...read, ...common };
  }
  switch (name) {
    case 'watch':
      if (first === undefined) return mistake('"watch" needs the id of a card');
      return { kind: 'watch', cardId: first, operationId: values.operation, reference: values.reference, ...common };
    case 'provision':
      return provisionCommand(first, values, common);
    case 'seal-bundle':
      return sealCommand(first, values, common);
    case 'wipe':
      if (first !== undefined) return mistake(`"${first}" is one argument too many`);
      return { kind: 'wipe', yes: values.yes === true, ...common };
    case 'self-test':
    case 'support-bundle':
    case 'update-window':
      return first === undefined
        ? operationCommand(name, values, common)
        : mistake(`"${first}" is one argument too many`);
    case 'config':
      if (first !== 'check' && first !== 'print' && first !== 'schema')
        return mistake('"config" needs check, print or schema');
      return { kind: 'config', action: first, ...common };
    case 'ledger':
      return ledgerCommand(first, values, common);
    default:
      return first === undefined ? { kind: 'run', ...common } : mistake(`"${first}" is one argument too many`);
  }
}

function provisionCommand(bundleFile: string | undefined, values: Values, common: CommonOptions): Command {
  if (bundleFile === undefined) return mistake('"provision" needs the file of a bundle');
  const empty = (['passphrase-file', 'pin-file'] as const).find((option) => values[option] === '');
  if (empty !== undefined) return mistake(`--${empty} needs a value`);
  const {
    replace = false,
    untried = false,
    'passphrase-file': passphraseFile = null,
    'pin-file': pinFile = null,
  } = values;
  return { kind: 'provision', bundleFile, replace, untried, passphraseFile, pinFile, ...common };
}

function sealCommand(bundleFile: string | undefined, values: Values, common: CommonOptions): Command {
  const { 'passphrase-file': passphraseFile = '', output = '' } = values;
  if (bundleFile === undefined) return mistake('"seal-bundle" needs the file of a bundle');
  if (passphraseFile === '' || output === '') return mistake('"seal-bundle" needs --passphrase-file and --output');
  return { kind: 'seal-bundle', bundleFile, passphraseFile, outputFile: output, ...common };
}

function operationCommand(
  kind: 'self-test' | 'support-bundle' | 'update-window',
  { output, 'self-test': selfTest = false }: Values,
  common: CommonOptions,
): Command {
  if (output === '') return mistake('--output needs a value');
  if (kind === 'update-window') return { kind, ...common };
  if (kind === 'self-test') return { kind, outputFile: output ?? null, ...common };
  if (output === undefined) return mistake('"support-bundle" needs --output');
  return { kind, outputFile: output, selfTest, ...common };
}

function ledgerCommand(action: string | undefined, values: Values, common: CommonOptions): Command {
  if (action !== 'verify' && action !== 'export' && action !== 'accept')
    return mistake('"ledger" needs verify, export or accept');
  const allowed: readonly string[] = [...LEDGER_OPTIONS_OF[action], 'config', 'user-data-dir'];
  const stray = Object.keys(values).find((option) => !allowed.includes(option));
  if (stray !== undefined) return mistake(`--${stray} does not belong to "ledger ${action}"`);
  const { output, from, to, by, reason } = values;
  if (output === '') return mistake('--output needs a value');
  switch (action) {
    case 'verify':
      return { kind: 'ledger', action, outputFile: output ?? null, ...common };
    case 'accept':
      if (by === undefined) return mistake('"ledger accept" needs --by, the name of who accepts');
      if (by.trim() === '') return mistake('--by needs a value');
      return { kind: 'ledger', action, by, reason: reason ?? null, ...common };
    case 'export': {
      const format = EXPORT_FORMATS.find((one) => one === (values.format ?? 'csv'));
      if (format === undefined) return mistake('--format is csv or jsonl');
      if (from === undefined || to === undefined || output === undefined)
        return mistake('"ledger export" needs --from, --to and --output');
      const period = exportPeriod(from, to);
      if (period === null) return mistake('--from and --to are days such as 2026-01-31, the first not after the last');
      return { kind: 'ledger', action, period, format, outputFile: output, ...common };
    }
  }
}

function isEngineSwitch(arg: string, before: string | undefined): boolean {
  if (!arg.startsWith('-') || arg === '-' || arg === '--') return false;
  const ours = Object.hasOwn(OPTIONS, switchName(arg));
  const isValue =
    before !== undefined && before.startsWith('--') && !before.includes('=') && takesValue(switchName(before));
  return !ours && !isValue;
}

function takesValue(name: string): boolean {
  return Object.hasOwn(OPTIONS, name) && OPTIONS[name as OptionName].type === 'string';
}

function switchName(arg: string): string {
  return arg.replace(/^-+/, '').split('=', 1)[0]?.toLowerCase() ?? '';
}

function firstSentence(text: string): string {
  return text.split('\n', 1)[0]?.split('. ', 1)[0] ?? text;
}

function mistake(message: string): Command {
  return { kind: 'mistake', message };
}
