/** The file for support of a station that has everything: real credentials and a real record, a log and figures. */
import { mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { provision } from '../../../../../main/credentials/provision.ts';
import { openLog } from '../../../../../main/diagnostics/log.ts';
import { beginSelfTest } from '../../../../../main/kiosk/administrator/self-test-run.ts';
import { runSupportBundle, type SupportSurroundings } from '../../../../../main/kiosk/commands/support-bundle.ts';
import { createIdentity } from '../../../../sandbox/bundle.ts';
import { loadText, smallestWith } from '../../config/fake-files.ts';
import { action, Profile, recordAll, recorded } from '../../ledger/ledger-under-test.ts';
import { FakeClock } from '../../tracking/fake-clock.ts';

const CARD = '271b-6e47-8ec3-7f3f';
const STAFF = 'QXZ';
const PIN = '482913';

async function station() {
  const profile = new Profile();
  const { bundle } = await createIdentity(null);
  const store = profile.store();
  const options = { store, profileFolder: profile.folder, environment: 'sandbox', now: Date.now() } as const;
  expect(await provision(JSON.stringify(bundle), options)).toMatchObject({ kind: 'provisioned' });
  await profile.run(async (ledger) => {
    await recordAll(ledger, 3);
    await recorded(ledger.record(action(4, { cardId: CARD, by: STAFF, second: STAFF }), null));
  });
  openLog(join(profile.folder, 'logs')).write({
    event: 'read',
    cardId: CARD,
    outcome: 'body',
    correlationId: 'corr-1',
  });
  const metrics = join(profile.folder, 'card-station.prom');
  writeFileSync(metrics, 'card_station_up 1\n');
  return { profile, bundle, metrics };
}

async function run(
  profile: Profile,
  config: unknown,
  selfTest = false,
  over: Partial<SupportSurroundings> = {},
): Promise<{ code: number; text: string; out: string[]; err: string[] }> {
  const out: string[] = [];
  const err: string[] = [];
  const file = join(profile.folder, 'support.txt');
  const loaded = loadText(config);
  const clock = new FakeClock({ mono: 5_000, wall: Date.now() });
  const keychain = { open: () => Promise.resolve({ kind: 'store', store: profile.store() } as const) };
  const code = await runSupportBundle(
    { kind: 'support-bundle', outputFile: file, selfTest, configFile: null, userDataFolder: null },
    {
      loaded,
      versions: { 'card-station': '0.1.0', node: '24.0.0' },
      profileFolder: profile.folder,
      keychain,
      beginSelfTest: () =>
        beginSelfTest({
          config: null,
          profileFolder: profile.folder,
          openStore: keychain.open,
          clock,
          random: Math.random,
          resolveProxy: () => Promise.resolve('DIRECT'),
          buildDate: 0,
          cardId: () => null,
          takeStart: () => true,
        }),
      clock,
      output: {
        line: (text) => void out.push(text),
        error: (text) => void err.push(text),
        failed: (text) => (err.push(text), 1),
      },
      ...over,
    },
  );
  return { code, text: readFileSync(file, 'utf8'), out, err };
}

describe('support-bundle', () => {
  it('has everything that support asks for, in a file of the owner alone', async () => {
    const { profile, bundle, metrics } = await station();
    const { code, text, err } = await run(profile, smallestWith({ metrics: { file: metrics } }), true);
    expect({ code, err }).toEqual({ code: 0, err: [] });
    expect(statSync(join(profile.folder, 'support.txt')).mode & 0o777).toBe(0o600);
    for (const part of [
      'card-station: 0.1.0',
      'station.name = ',
      'limits.freshnessLimitSeconds = 60',
      `key: ${bundle.kid}`,
      'Whole.',
      'rows verified: 4',
      'keychain: ok',
      'card_station_up 1',
      '"cardId":"…7f3f"',
      'corr-1',
    ])
      expect(text).toContain(part);
  });

  it('has no secret, no card id, no operation and no person in it', async () => {
    const { profile, bundle, metrics } = await station();
    const { text } = await run(profile, smallestWith({ metrics: { file: metrics } }), true);
    const body = (pem: string): string[] => pem.split('\n').filter((row) => row !== '' && !row.startsWith('---'));
    const keys = [bundle.signingKey, bundle.clientKey].flatMap(body);
    for (const needle of [...keys, bundle.issuerId, CARD, STAFF, PIN, 'PRIVATE']) expect(text).not.toContain(needle);
    for (const value of profile.keychain.accounts.values()) expect(text).not.toContain(value);
  });

  it('has nothing of a file that somebody has put in the place of the figures', async () => {
    const { profile, metrics } = await station();
    const other = join(profile.folder, 'passphrase.txt');
    writeFileSync(other, 'correct horse battery staple\n# HELP of another\ncard_station_up 0\n');
    rmSync(metrics);
    symlinkSync(other, metrics);
    const { text } = await run(profile, smallestWith({ metrics: { file: metrics } }));
    expect(text).toContain('== Figures\n\ncard_station_up 0\n\n==');
    expect(text).not.toContain('horse');
  });

  it('never writes over a file', async () => {
    const { profile } = await station();
    await run(profile, smallestWith({}));
    const again = await run(profile, smallestWith({}));
    expect([again.code, again.err]).toEqual([1, ['The output file is there already.']]);
  });

  it('is written also where hardly anything works, and says what does not', async () => {
    const profile = new Profile();
    mkdirSync(join(profile.folder, 'logs', 'station.log'), { recursive: true });
    const locked = {
      kind: 'fault',
      fault: { family: 'keychain', cause: 'locked', detail: 'made up', correlationId: null },
    } as const;
    const { code, text } = await run(profile, { station: { name: 7 } }, false, {
      keychain: { open: () => Promise.resolve(locked) },
    });
    expect(code).toBe(0);
    for (const part of [
      'station.name',
      'keychain: locked',
      'Cannot be verified: keychain: locked.',
      'Not asked for',
      'metrics.file is not set',
      'the newest 0 lines',
    ])
      expect(text).toContain(part);
    rmSync(join(profile.folder, 'logs'), { recursive: true });
  });

  it('says that a record is not whole, and not what is in it', async () => {
    const { profile } = await station();
    profile.tamper((database) => database.exec(`UPDATE actions SET card_id = 'forged' WHERE number = 2`));
    const { text } = await run(profile, smallestWith({}));
    expect(text).toMatch(/Not whole: chain-broken\.\nrows verified: \d+/);
    expect(text).not.toContain('forged');
  });
});
