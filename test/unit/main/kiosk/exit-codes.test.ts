import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { EXIT } from '../../../../main/kiosk/exit-codes.ts';

const page = readFileSync(new URL('../../../../docs/operation.md', import.meta.url), 'utf8');

describe('the exit codes', () => {
  it('are all in the table for whoever starts the station, and no other', () => {
    const told = [...page.matchAll(/^\| (\d+) +\|/gm)].map(([, code]) => Number(code));
    expect(told).toEqual(Object.values(EXIT));
  });

  it('are named in the examples for both systems: which are final, and which are not', () => {
    const final = [EXIT.ended, EXIT.wrongUse];
    expect(page).toContain(`RestartPreventExitStatus=${final.join(' ')}\n`);
    const actions = [...page.matchAll(/<ReturnCodeAction ReturnCode="(\d+)" Action="DoNothing"\/>/g)];
    expect(actions.map(([, code]) => Number(code))).toEqual(final);
  });
});
