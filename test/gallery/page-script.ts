/** Scripts that run in the page: plain files, because nothing of the test's own world exists there. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, 'page');

/** What a script needs before it. */
const NEEDED = {
  'stand-in.js': [],
  'measure.js': [],
  'contrast.js': [],
  'frames.js': [],
  'forced.js': ['colours.js'],
  'signal.js': ['colours.js'],
  'focus.js': ['colours.js'],
  'reach.js': ['colours.js'],
} as const;

/** The file `page/FILE`, and after it a call of its one function, whose value it has; usable as a script and as an expression. */
export function pageScript(file: keyof typeof NEEDED, name: string, given: unknown): string {
  const text = [...NEEDED[file], file].map((each) => readFileSync(join(FOLDER, each), 'utf8')).join('\n');
  return `(() => {\n${text}\nreturn ${name}(${JSON.stringify(given)});\n})()`;
}
