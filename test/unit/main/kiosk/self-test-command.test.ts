import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it, onTestFinished } from 'vitest';

import type { SelfTestRun, SelfTestStep, StepOutcome } from '../../../../main/kiosk/administrator/self-test.ts';
import { runSelfTest } from '../../../../main/kiosk/commands/self-test.ts';
import { FakeClock } from '../tracking/fake-clock.ts';

const OK: StepOutcome = { kind: 'ok', detail: '' };
const ALL_OK: Readonly<Record<SelfTestStep, StepOutcome>> = {
  keychain: OK,
  dns: { kind: 'ok', detail: 'd1.example: 192.0.2.1' },
  tls: OK,
  token: OK,
  read: { kind: 'not-done', why: 'no-card' },
};

async function run(outcomes: Partial<Record<SelfTestStep, StepOutcome>>, outputFile: string | null = null) {
  const out: string[] = [];
  const err: string[] = [];
  let ended = 0;
  const steps: SelfTestRun = {
    step: (step) => Promise.resolve({ ...ALL_OK, ...outcomes }[step]),
    end: () => void (ended += 1),
  };
  const output = {
    line: (text: string) => void out.push(text),
    error: (text: string) => void err.push(text),
    failed: (text: string): 1 => (err.push(text), 1),
  };
  return { code: await runSelfTest(outputFile, () => steps, new FakeClock(), output), out, err, ended };
}

describe('self-test', () => {
  it('has a line for each step, and ends with 0 when the way is whole', async () => {
    expect(await run({})).toEqual({
      code: 0,
      out: [
        'keychain: ok',
        'dns: ok (d1.example: 192.0.2.1)',
        'tls: ok',
        'token: ok',
        'read: not done: a command has no card on the screen',
        'The way to D1 is whole.',
      ],
      err: [],
      ended: 1,
    });
  });

  it.each(['relay', 'relay-at-d1', 'identity-server'] as const)(
    'names the data centre for a fault at %s',
    async (at) => {
      const fault = { family: 'network', cause: 'timeout', detail: 'no answer', correlationId: null, at } as const;
      const { out } = await run({ token: { kind: 'failed', fault } });
      expect(out[3]).toContain('For: the bank’s data centre.');
    },
  );

  it('names what failed, its owner and its call, and ends with 1', async () => {
    const fault = { family: 'sign-in', cause: 'token-refused', detail: 'HTTP 401', correlationId: 'corr-1' } as const;
    const { code, out, err } = await run({
      token: { kind: 'failed', fault },
      read: { kind: 'not-done', why: 'before' },
    });
    expect(code).toBe(1);
    expect(out[3]).toBe(
      'token: failed: sign-in: token-refused. HTTP 401. For: the D1 administrator. Correlation id: corr-1.',
    );
    expect(err).toEqual(['The way to D1 is not whole.']);
  });

  it.each([
    ['proxy', 0],
    ['no-card', 0],
    ['no-configuration', 1],
    ['no-credentials', 1],
    ['before', 1],
    ['ended', 1],
  ] as const)('counts a step that was not done for %s with %d', async (why, code) => {
    expect((await run({ tls: { kind: 'not-done', why } })).code).toBe(code);
  });

  it('writes the same into a new file of the owner alone, and over no other', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'card-station-self-test-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, 'self-test.txt');
    const { code, out } = await run({}, file);
    expect(code).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(`${out.join('\n')}\n`);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const again = await run({}, file);
    expect([again.code, again.err]).toEqual([1, ['The output file is there already.']]);
  });
});
