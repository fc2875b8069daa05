/** The documentation of the configuration, made from the same notes that the checks and the problem sentences use. */
import { CATALOGUE, SETTINGS } from './catalogue.ts';
import type { Setting } from './catalogue.ts';
import { RULES } from './rules.ts';

/** A Markdown table of every setting: path, type with unit, default, bounds, meaning; columns padded. */
export function configurationTable(): string {
  const rows = SETTINGS.map((setting) => [
    `\`${setting.path}\``,
    typeOf(setting),
    defaultOf(setting),
    boundsOf(setting),
    setting.notes.about,
  ]);
  return table([['Setting', 'Type', 'Default', 'Bounds', 'Meaning'], ...rows]);
}

/** The settings that name a file or a folder, as the beginning of a sentence. */
function pathsOfFiles(): string {
  const paths = SETTINGS.filter(({ notes }) => notes.kind === 'file').map(({ path }) => `\`${path}\``);
  return `${paths.slice(0, -1).join(', ')} and ${paths.at(-1) ?? ''}`;
}

function typeOf({ notes }: Setting): string {
  switch (notes.kind) {
    case 'number':
      return notes.unit;
    case 'choice':
      return 'word';
    case 'flag':
      return 'true or false';
    case 'address':
      return 'https address';
    case 'file':
      return 'path';
    case 'text':
      return 'text';
    case 'texts':
      return 'list of texts';
  }
}

function defaultOf({ schema }: Setting): string {
  const result = schema.safeParse(undefined);
  if (!result.success) return '**needed**';
  // Every setting is a text, a number, a flag or a list of texts.
  const fallback = result.data as string | number | boolean | readonly string[] | undefined;
  if (typeof fallback === 'object') return 'none';
  return fallback === undefined ? 'not set' : `\`${fallback}\``;
}

function boundsOf({ notes }: Setting): string {
  switch (notes.kind) {
    case 'number':
      return `${String(notes.min)} to ${String(notes.max)}`;
    case 'choice':
      return notes.choices.map((word) => `\`${word}\``).join(', ');
    case 'text':
    case 'texts':
      return notes.expects;
    case 'flag':
    case 'address':
    case 'file':
      return '';
  }
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`);
  lines.splice(1, 0, `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`);
  return lines.join('\n');
}

const SMALLEST = `{
  "station": { "name": "Main Street, desk 2", "persoStation": "KIOSK-PS-101" },
  "d1": {
    "environment": "staging",
    "authUrl": "https://api.d1-stg.thalescloud.io/authz/v1",
    "bankingUrl": "https://api.d1-stg.thalescloud.io/banking/v1"
  }
}`;

/** The whole page `docs/configuration.md`. */
export function configurationPage(): string {
  const reserved = [...CATALOGUE].filter(([, keys]) => keys.size === 0).map(([group]) => `\`${group}\``);
  return `# Configuration

<!-- Generated from main/config; change the descriptions there and run: npm run config-docs -->

JSON in UTF-8 without a byte order mark, at most 1 MiB, no comments. It is read once, at the start: a change counts from the
next start of the program. [configuration.schema.json](configuration.schema.json) describes a file for editors and roll-out
tools; name it in their settings, since a key \`$schema\` in the file would be a problem. This is a whole, working file:

\`\`\`json
${SMALLEST}
\`\`\`

## Sources

Strongest first. They merge setting by setting; a list counts as one value. What a stronger source has set, no weaker one
can change.

1. System policy: the registry key \`HKLM\\SOFTWARE\\Policies\\Card Station\` (Windows), \`/etc/card-station/policy.json\` (Linux).
2. Machine file: \`C:\\ProgramData\\Card Station\\config.json\` (Windows), \`/etc/card-station/config.json\` (Linux),
   \`/Library/Application Support/Card Station/config.json\` (macOS). On Windows the place is fixed: the variable
   \`ProgramData\` of the session is not asked.
3. The file named by \`--config\`.
4. The file named by the environment variable \`CARD_STATION_CONFIG\`.
5. Profile file: \`config.json\` in the folder of the station's own data.

The first two belong to the administrator: the account that runs the station must not be able to write them. The other
three only add what is still unset. Once the policy or the machine file sets \`d1.authUrl\`, \`d1.bankingUrl\` or \`d1.tokenUrl\`, they add
nothing to the group \`d1\` at all, nor \`intake.allowNumericIds\` nor \`reasons.file\`: an authority or a proxy setting of
their own would redirect a station as surely as another address, and words of their own would tell staff what to do.
A setting that matters to the bank belongs in the machine file even where it equals the default.

A setting that is ignored for one of these reasons is listed as a note. A source that is there and cannot be read stops
the station with a sentence; it never gives way to a weaker one. A file named by 3 or 4 has to exist.
${pathsOfFiles()}, when not a full path, start from the folder of the file that names them.

In the registry every setting is one value of that key, named by its whole path (\`d1.environment\`), without regard to
capitals. A text, a word, an address and a path are a \`REG_SZ\`; a number is a \`REG_DWORD\`; true and false are \`REG_DWORD\`
1 and 0; a list is a \`REG_MULTI_SZ\`. Nothing else is taken: not another type, not a key below, not a value that is no
setting, and nothing of \`HKEY_CURRENT_USER\`. Paths are written in full, in plain letters (ASCII). [deploy-windows.md](deploy-windows.md) has the
templates for Group Policy and Intune.

The file that \`reasons.file\` names is checked with the configuration: [reasons.md](reasons.md).

Every problem is reported at once, with its path and its source. An unknown key is a problem, not a comment.

## Looking at it

| Command                      | Does                                                                                           |
| ---------------------------- | ---------------------------------------------------------------------------------------------- |
| \`card-station config check\`  | says every problem and every note; exit code 0 when there is no problem, else 1                |
| \`card-station config print\`  | prints the configuration in effect as JSON, defaults included, and which source set each value |
| \`card-station config schema\` | prints the JSON Schema of this version                                                         |

Each takes \`--config FILE\`, on any PC. What that PC's own policy and machine file say goes before it, as at a start. Of the
files that a configuration names only that of \`reasons.file\` is read: whether \`d1.caFile\` can be used is said by
\`card-station self-test\`, at the station.

## Settings

${configurationTable()}

Groups without settings so far, accepted when empty: ${reserved.join(', ')}.

## Rules between settings

${RULES.map((rule) => `- ${rule.about}`).join('\n')}
- Addresses are https, without user name, password, query or fragment. Slashes at their end are dropped.
`;
}
