/**
 * Takes the figures inside a desktop session: `tsx test/bench/main.ts --program PATH --out FILE [--only NAME[,NAME]] [--json]
 * [--check]`. Writes the table, or with `--json` the rows as JSON, to FILE, anew after each part; exits 1 when something could
 * not be measured, and with `--check` also when a target is missed.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { note } from './bench-desk.ts';
import { partsNamed } from './parts.ts';
import { tableOf, type Row } from './rows.ts';

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      program: { type: 'string' },
      out: { type: 'string' },
      only: { type: 'string', default: '' },
      json: { type: 'boolean', default: false },
      check: { type: 'boolean', default: false },
    },
  });
  const { program, out, only, json, check } = values;
  if (program === undefined || out === undefined) throw new Error('--program and --out are needed');
  const rows: Row[] = [];
  let failed = 0;
  for (const { name, about, measure } of partsNamed(only.split(',').filter((each) => each !== ''))) {
    note(`bench: ${name}: ${about}`);
    try {
      rows.push(...(await measure(program)));
    } catch (error) {
      // What the other parts came to is not lost with this one.
      failed += 1;
      note(`bench: ${name}: could not be measured: ${messageOf(error)}`);
    }
    writeFileSync(out, json ? `${JSON.stringify(rows, null, 2)}\n` : tableOf(rows));
  }
  return failed > 0 || (check && rows.some(({ pass }) => !pass)) ? 1 : 0;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    note(`bench: nothing to report: ${messageOf(error)}`);
    process.exit(1);
  },
);
