/** What the station was started to do, from its arguments: pure, every mistake a sentence. */
import { parseArgs } from 'node:util';

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
  | ({ readonly kind: 'provision'; readonly bundleFile: string; readonly replace: boolean } & CommonOptions)
  | ({ readonly kind: 'config'; readonly action: 'check' | 'print' | 'schema' } & CommonOptions)
  | { readonly kind: 'help'; readonly text: string }
  | { readonly kind: 'version' }
  | { readonly kind: 'mistake'; readonly message: string };

const HELP = `Card Station: the screen beside the card printer.

card-station                                   start the station, or bring it to the front
card-station watch CARD_ID                     hand a card to the running station
             [--operation ID] [--reference TEXT]
card-station provision BUNDLE [--replace]      check the credentials in BUNDLE and put them into the keychain
card-station config check|print|schema         check or print the configuration, or print its JSON Schema

For every command:
  --config FILE            read this configuration file
  --user-data-dir DIR      keep the profile in this folder
  --help, --version

Exit codes: 0 done, 1 not done, 2 wrong use.`;

/** Switches of the browser engine that a rolled-out station may be started with: where and how large it draws. */
const HARMLESS_SWITCHES = ['ozone-platform', 'ozone-platform-hint', 'force-device-scale-factor', 'lang', 'disable-gpu'];

const OPTIONS = {
  config: { type: 'string' },
  'user-data-dir': { type: 'string' },
  operation: { type: 'string' },
  reference: { type: 'string' },
  replace: { type: 'boolean' },
  help: { type: 'boolean' },
  version: { type: 'boolean' },
} as const;
type OptionName = keyof typeof OPTIONS;

const OPTIONS_OF: Readonly<Record<'run' | 'watch' | 'provision' | 'config', readonly OptionName[]>> = {
  run: [],
  watch: ['operation', 'reference'],
  provision: ['replace'],
  config: [],
};

/**
 * Reads the arguments after the program's name. `strict` refuses every switch of the browser engine that is not known
 * to be harmless: one of them could switch off the sandbox or open a door for debugging.
 */
export function parseCommandLine(
  args: readonly string[],
  strict: boolean,
  platform: NodeJS.Platform = process.platform,
): Command {
  // On Windows the engine takes a word that begins with a slash for a switch, also where we would read a value.
  const slashed = strict && platform === 'win32' ? args.find((arg) => arg.startsWith('/')) : undefined;
  if (slashed !== undefined) return mistake(`the switch ${slashed} is not allowed`);
  const own: string[] = [];
  for (const [index, arg] of args.entries()) {
    // The engine drops white space around a word, and knows nothing of our options' values.
    const disguised = strict && arg.trim() !== arg && arg.trim().startsWith('-');
    if (disguised) return mistake(`the switch --${switchName(arg.trim())} is not allowed`);
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

type Values = { readonly [N in OptionName]?: (typeof OPTIONS)[N]['type'] extends 'string' ? string : boolean };

function commandOf([name = 'run', ...rest]: readonly string[], values: Values): Command {
  const common: CommonOptions = { configFile: values.config ?? null, userDataFolder: values['user-data-dir'] ?? null };
  if (!Object.hasOwn(OPTIONS_OF, name)) return mistake(`there is no command "${name}"`);
  const allowed = [...OPTIONS_OF[name as keyof typeof OPTIONS_OF], 'config', 'user-data-dir'];
  const stray = Object.keys(values).find((option) => !allowed.includes(option));
  if (stray !== undefined) return mistake(`--${stray} does not belong to "${name}"`);
  if (values.config === '' || values['user-data-dir'] === '') {
    return mistake(`--${values.config === '' ? 'config' : 'user-data-dir'} needs a value`);
  }
  const [first, extra] = rest;
  if (extra !== undefined) return mistake(`"${name}" takes one argument, and there is another: "${extra}"`);
  switch (name) {
    case 'watch':
      if (first === undefined) return mistake('"watch" needs the id of a card');
      return { kind: 'watch', cardId: first, operationId: values.operation, reference: values.reference, ...common };
    case 'provision':
      if (first === undefined) return mistake('"provision" needs the file of a bundle');
      return { kind: 'provision', bundleFile: first, replace: values.replace === true, ...common };
    case 'config':
      if (first !== 'check' && first !== 'print' && first !== 'schema')
        return mistake('"config" needs check, print or schema');
      return { kind: 'config', action: first, ...common };
    default:
      return first === undefined ? { kind: 'run', ...common } : mistake(`"${first}" is one argument too many`);
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
