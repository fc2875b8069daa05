/**
 * Takes the figures inside a desktop session: `tsx test/bench/main.ts --program PATH --out FILE [--json] [--check]`.
 * Writes the table, or with `--json` the rows as JSON, to FILE; exits 1 when something could not be measured, and with
 * `--check` also when a target is missed.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { note } from './bench-desk.ts';
import { measureFrames } from './frames.ts';
import { measurePace } from './pace.ts';
import { measurePaint } from './paint.ts';
import { tableOf } from './rows.ts';

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      program: { type: 'string' },
      out: { type: 'string' },
      json: { type: 'boolean', default: false },
      check: { type: 'boolean', default: false },
    },
  });
  const { program, out, json, check } = values;
  if (program === undefined || out === undefined) throw new Error('--program and --out are needed');
  note('bench: from the last byte of an answer to the painted screen (about 90 s)');
  const [painted, ...jitter] = await measurePaint(program);
  note('bench: the pace kept against the pace asked for (about 50 s)');
  const pace = await measurePace(program);
  note('bench: the page with forty cards that each change once a second (about 20 s)');
  const frames = await measureFrames(program);
  const rows = [...(painted === undefined ? [] : [painted]), pace, ...jitter, ...frames];
  writeFileSync(out, json ? `${JSON.stringify(rows, null, 2)}\n` : tableOf(rows));
  return check && rows.some(({ pass }) => !pass) ? 1 : 0;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    note(`bench: nothing to report: ${error instanceof Error ? error.message : String(error)}`);
    process.exit(1);
  },
);
