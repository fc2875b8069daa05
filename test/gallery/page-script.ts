/** Scripts that run in the page: plain files, because nothing of the test's own world exists there. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, 'page');

/** The file `page/FILE`, and after it a call of its one function, whose value it has; usable as a script and as an expression. */
export function pageScript(
  file: 'stand-in.js' | 'measure.js' | 'contrast.js' | 'frames.js',
  name: string,
  given: unknown,
): string {
  return `(() => {\n${readFileSync(join(FOLDER, file), 'utf8')}\nreturn ${name}(${JSON.stringify(given)});\n})()`;
}
