import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { keychainFault } from '../../../../main/credentials/keychain-fault.ts';
import { parseCommandLine, type Command } from '../../../../main/kiosk/command-line.ts';
import { runLedger } from '../../../../main/kiosk/commands/ledger.ts';
import { Delivery } from '../../../../main/kiosk/delivery.ts';
import type { Keychain } from '../../../../main/kiosk/keychain.ts';
import { action, NOON, Profile, recordAll, recorded } from '../ledger/ledger-under-test.ts';

interface Result {
  readonly code: 0 | 1;
  readonly out: readonly string[];
  readonly err: readonly string[];
  readonly delivered: readonly Delivery[];
}

async function run(profile: Profile, line: string, keychain?: Pick<Keychain, 'open'>): Promise<Result> {
  const command = parseCommandLine(['ledger', ...line.split(' ').filter((word) => word !== '')], true);
  if (command.kind !== 'ledger') throw new Error(`expected ledger, got ${JSON.stringify(command)}`);
  return runParsed(profile, command, keychain);
}

async function runParsed(
  profile: Profile,
  command: Extract<Command, { kind: 'ledger' }>,
  keychain: Pick<Keychain, 'open'> = { open: async () => ({ kind: 'store', store: profile.store() }) },
): Promise<Result> {
  const out: string[] = [];
  const err: string[] = [];
  const delivered: Delivery[] = [];
  const code = await runLedger(command, {
    profileFolder: profile.folder,
    keychain,
    deliver: (message) => delivered.push(message) > 0,
    output: {
      line: (text) => void out.push(text),
      error: (text) => void err.push(text),
      failed: (text) => (err.push(text), 1),
    },
  });
  return { code, out, err, delivered };
}

async function recordedProfile(count: number): Promise<Profile> {
  const profile = new Profile();
  await profile.run((ledger) => recordAll(ledger, count));
  return profile;
}

describe('verify', () => {
  it('says how much was verified, and the head, in one line', async () => {
    const profile = await recordedProfile(3);
    const { code, out, err } = await run(profile, 'verify');
    expect({ code, err }).toEqual({ code: 0, err: [] });
    expect(out).toEqual([expect.stringMatching(/^Whole: 3 rows verified; head: 3 [0-9a-f]{64}$/)]);
  });

  it('of a station that has recorded nothing is no failure', async () => {
    expect(await run(new Profile(), 'verify')).toMatchObject({ code: 0, err: [] });
    const opened = new Profile();
    await opened.run(() => undefined);
    expect(await run(opened, 'verify')).toMatchObject({ code: 0, err: [] });
  });

  it('names row and time of what was changed, ends with 1 and writes nothing into the record', async () => {
    const profile = await recordedProfile(5);
    profile.tamper((database) => database.exec(`UPDATE actions SET by = 'XY' WHERE number IN (2, 4)`));
    const first = await run(profile, 'verify');
    expect(first).toMatchObject({ code: 1, out: [] });
    expect(first.err).toEqual([
      'Row 4 of 2026-01-20T12:00:04.000Z was changed.',
      'Not whole (chain-broken): Row 2 of 2026-01-20T12:00:02.000Z was changed. 1 more problem.',
    ]);
    expect((await run(profile, 'verify')).err).toEqual(first.err);
  });

  it.each<[string, string, RegExp]>([
    ['the tail', 'DELETE FROM actions WHERE number = 5', /Row 5 is missing at the end/],
    ['the end', 'UPDATE chain SET count = 4', /end of the record was altered/],
    ['everything', 'DELETE FROM actions; DELETE FROM chain', /chain|end/],
  ])('finds %s missing', async (_what, sql, expected) => {
    const profile = await recordedProfile(5);
    profile.tamper((database) => database.exec(sql));
    const { code, err } = await run(profile, 'verify');
    expect(code).toBe(1);
    expect(err.at(-1)).toMatch(expected);
  });

  it('tells of a new start, before and after somebody accepted it', async () => {
    const profile = await recordedProfile(2);
    await profile.store().remove('ledger-key');
    await profile.judged();
    const before = await run(profile, 'verify');
    expect(before.code).toBe(1);
    expect(before.err.at(-1)).toMatch(/nobody has accepted it/);
    await run(profile, 'accept --by Admin');
    const after = await run(profile, 'verify');
    expect(after.code).toBe(0);
    expect(after.out.join('\n')).toMatch(/began anew with row 3 .* accepted by Admin: key-missing/);
  });

  it('writes the same into a new file of its owner, and never over one that is there', async () => {
    const profile = await recordedProfile(1);
    const file = join(profile.folder, 'verified.txt');
    const { code, out } = await run(profile, `verify --output ${file}`);
    expect(code).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(`${out.join('\n')}\n`);
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
    const again = await run(profile, `verify --output ${file}`);
    expect(again).toMatchObject({ code: 1, err: [expect.stringContaining('there already')] });
  });

  it('says what it found also where the file cannot be written', async () => {
    const profile = await recordedProfile(3);
    const file = join(profile.folder, 'missing', 'verified.txt');
    const whole = await run(profile, `verify --output ${file}`);
    expect(whole.code).toBe(1);
    expect(whole.out).toEqual([expect.stringMatching(/^Whole: 3 rows verified/)]);
    expect(whole.err).toEqual(['The output file cannot be written: ENOENT.']);
    profile.tamper((database) => database.exec(`UPDATE actions SET by = 'XY' WHERE number = 2`));
    const changed = await run(profile, `verify --output ${file}`);
    expect(changed.code).toBe(1);
    expect(changed.err).toEqual([expect.stringMatching(/^Not whole/), 'The output file cannot be written: ENOENT.']);
  });

  it('says that the keychain cannot be read, and does not call the record broken', async () => {
    const profile = await recordedProfile(1);
    const open: Keychain['open'] = async () => ({ kind: 'fault', fault: keychainFault('locked', 'It is locked.') });
    const { code, err } = await run(profile, 'verify', { open });
    expect(code).toBe(1);
    expect(err).toEqual(['keychain: locked. It is locked.']);
  });

  it('holds beside a station that records meanwhile, and does not hold it up', async () => {
    const profile = await recordedProfile(600);
    const { ledger } = await profile.unlocked();
    const ending = new AbortController();
    const recording = (async () => {
      let index = 0;
      for (; !ending.signal.aborted; index += 1) {
        await recorded(ledger.record(action(1000 + index), null));
        // A real keychain lets everything else have its turn.
        await new Promise((resume) => setImmediate(resume));
      }
      return index;
    })();
    for (let round = 0; round < 10; round += 1)
      expect(await run(profile, 'verify')).toMatchObject({ code: 0, err: [] });
    ending.abort();
    expect(await recording).toBeGreaterThan(0);
  });
});

describe('export', () => {
  const JANUARY = '--from 2026-01-20 --to 2026-01-20';

  async function exported(profile: Profile, options: string): Promise<string> {
    const file = join(profile.folder, `export-${String(performance.now())}`);
    const result = await run(profile, `export ${options} --output ${file}`);
    expect(result).toMatchObject({ code: 0, err: [] });
    return readFileSync(file, 'utf8');
  }

  it('says where there is no record, and makes no file', async () => {
    const profile = new Profile();
    for (const folder of [profile.folder, join(profile.folder, 'missing')]) {
      const output = join(profile.folder, 'record.csv');
      const nowhere = Object.assign(Object.create(profile) as Profile, { folder });
      const { code, err } = await run(nowhere, `export ${JANUARY} --output ${output}`);
      expect({ code, err }).toEqual({ code: 1, err: [`There is no record in ${folder}.`] });
      expect(existsSync(output)).toBe(false);
    }
  });

  it('as JSON Lines gives every field of every row, and the head at the end', async () => {
    const profile = await recordedProfile(2);
    const lines = (await exported(profile, `${JANUARY} --format jsonl`)).trimEnd().split('\n');
    const objects = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    const mac = expect.stringMatching(/^[0-9a-f]{64}$/);
    expect(objects).toEqual([
      expect.objectContaining({ record: 'action', number: 1, previousMac: '', mac }),
      {
        record: 'action',
        number: 2,
        time: '2026-01-20T12:00:02.000Z',
        kind: 'handed-over',
        cardId: 'card-2',
        operationId: 'op-2',
        by: 'AB',
        second: null,
        reason: null,
        outcome: null,
        endTime: '2026-01-20T11:59:55.000Z',
        correlationId: '00000000-0000-4000-8000-000000000000',
        answerTime: '2026-01-20T11:59:59.900Z',
        undoes: null,
        note: null,
        covers: null,
        previousMac: objects[0]?.['mac'],
        mac,
      },
      { record: 'head', number: 2, mac: objects[1]?.['mac'], ledgerId: expect.stringMatching(/^[0-9a-f]{32}$/) },
    ]);
  });

  it('takes the days that were asked for, both included', async () => {
    const profile = new Profile();
    const DAY_MS = 24 * 60 * 60_000;
    await profile.run(async (ledger) => {
      for (let day = 0; day < 5; day += 1) await recorded(ledger.record(action(0, { at: NOON + day * DAY_MS }), null));
    });
    const numbers = async (options: string): Promise<unknown[]> => {
      const lines = (await exported(profile, `${options} --format jsonl`)).trimEnd().split('\n');
      return lines.slice(0, -1).map((line) => (JSON.parse(line) as { number: number }).number);
    };
    expect(await numbers('--from 2026-01-21 --to 2026-01-23')).toEqual([2, 3, 4]);
    expect(await numbers('--from 2026-01-22T12:00:00Z --to 2026-01-23T12:00:00Z')).toEqual([3]);
    expect(await numbers('--from 2027-01-01 --to 2027-01-02')).toEqual([]);
  });

  it('as CSV quotes what must be, and lets no cell be run as a formula', async () => {
    const profile = new Profile();
    const nasty = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '＝1', 'a,b', 'say "no"', ' both ', 'two\nlines'];
    await profile.run(async (ledger) => {
      for (const [index, by] of nasty.entries()) await recorded(ledger.record(action(index, { by }), null));
    });
    const text = await exported(profile, `${JANUARY} --format csv`);
    const table = parseCsv(text);
    const [header = [], ...rows] = table;
    const column = header.indexOf('by');
    expect(rows.every((row) => row.length === header.length)).toBe(true);
    expect(rows.slice(0, -1).map((row) => row[column])).toEqual([
      "'=1+1",
      "'+1",
      "'-1",
      "'@SUM(A1)",
      "'\t=1",
      "'＝1",
      'a,b',
      'say "no"',
      ' both ',
      'two\nlines',
    ]);
    expect(rows.at(-1)?.slice(0, 2)).toEqual(['head', '10']);
  });

  it('holds the checkpoint in place of rows that retention removed', async () => {
    const profile = await recordedProfile(3);
    await profile.run((ledger) => void ledger.prune(NOON + 90 * 24 * 60 * 60_000, 2));
    const lines = (await exported(profile, `${JANUARY} --format jsonl`)).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { record: 'checkpoint', number: 3 },
      { record: 'head', number: 3 },
    ]);
  });

  it('does not write over a file, and leaves none behind when there is no record', async () => {
    const profile = await recordedProfile(1);
    const file = join(profile.folder, 'there');
    writeFileSync(file, 'mine');
    expect(await run(profile, `export ${JANUARY} --output ${file}`)).toMatchObject({ code: 1 });
    expect(readFileSync(file, 'utf8')).toBe('mine');

    const empty = new Profile();
    const none = join(empty.folder, 'none');
    expect(await run(empty, `export ${JANUARY} --output ${none}`)).toMatchObject({ code: 1 });
    expect(() => statSync(none)).toThrow(/ENOENT/);
  });
});

describe('accept', () => {
  it('accepts what began anew, says what that was, and tells the station', async () => {
    const profile = await recordedProfile(2);
    profile.tamper((database) => database.exec('DELETE FROM actions WHERE number = 1'));
    const { code, out, delivered } = await run(profile, 'accept --by Admin --reason checked');
    expect(code).toBe(0);
    expect(out).toEqual(['Accepted with row 4: chain-broken. Row 1 is missing.']);
    expect(delivered.map((one) => Delivery.parse(one))).toEqual([{ kind: 'ledger-accepted' }]);
    expect(await profile.judged()).toEqual({ standing: 'accepted', headFault: null });
  });

  it('reaches a station that runs: it reads the record again and goes on in it', async () => {
    const profile = await recordedProfile(2);
    await profile.store().remove('ledger-key');
    const { ledger, unlocked } = await profile.unlocked();
    expect(unlocked).toMatchObject({ standing: 'unaccepted' });
    expect((await run(profile, 'accept --by Admin')).code).toBe(0);
    expect(await ledger.unlock(profile.store())).toEqual({ standing: 'accepted', headFault: null });
    expect((await recorded(ledger.record(action(9), null))).number).toBe(5);
  });

  it('records nothing where there is nothing to accept', async () => {
    const profile = await recordedProfile(2);
    const { code, out, delivered } = await run(profile, 'accept --by Admin');
    expect({ code, delivered }).toEqual({ code: 0, delivered: [] });
    expect(out).toEqual(['There is nothing to accept: the record is whole.']);
    await profile.run((ledger) => expect(ledger.head()?.count).toBe(2));
  });

  it.each([[''], ['x'.repeat(41)], ['two\nlines'], ['turn\u202eed'], ['4111 1111 1111 1111']])(
    'refuses the name %j and does not repeat it',
    async (by) => {
      const profile = await recordedProfile(1);
      await profile.store().remove('ledger-key');
      const command = {
        kind: 'ledger',
        action: 'accept',
        by,
        reason: null,
        configFile: null,
        userDataFolder: null,
      } as const;
      const { code, err } = await runParsed(profile, command);
      expect(code).toBe(1);
      expect(err).toEqual([expect.stringMatching(/^The name .*\.$/)]);
      expect((await runParsed(profile, { ...command, by: 'Admin', reason: by })).code).toBe(1);
    },
  );
});

describe('wrong use', () => {
  it.each<[string, RegExp]>([
    ['', /verify, export or accept/],
    ['check', /verify, export or accept/],
    ['verify --by A', /--by does not belong to "ledger verify"/],
    ['verify more', /more/],
    ['verify --output=', /--output needs a value/],
    ['export --from 2026-01-01 --to 2026-01-31', /--output/],
    ['export --from 2026-01-01 --output f', /--to/],
    ['export --from 2026-02-30 --to 2026-03-31 --output f', /2026-01-31/],
    ['export --from 2026-02-02 --to 2026-02-01 --output f', /first not after the last/],
    ['export --from yesterday --to 2026-02-01 --output f', /2026-01-31/],
    ['export --from 2026-01-01 --to 2026-01-31 --output f --format xls', /csv or jsonl/],
    ['accept', /--by/],
    ['accept --by=', /--by needs a value/],
    ['accept --by A --output f', /--output does not belong/],
  ])('ledger %s is a mistake with a sentence', (line, expected) => {
    const command = parseCommandLine(['ledger', ...line.split(' ').filter((word) => word !== '')], true);
    expect(command).toMatchObject({ kind: 'mistake', message: expect.stringMatching(expected) });
  });

  it('the help names all three', () => {
    const help = parseCommandLine(['--help'], true);
    for (const name of ['ledger verify', 'ledger export', 'ledger accept'])
      expect(help).toMatchObject({ kind: 'help', text: expect.stringContaining(name) });
  });
});

/** RFC 4180, as a reader that knows nothing of the writer. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const cell = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n|$)/gy;
  while (cell.lastIndex < text.length) {
    const match = cell.exec(text);
    if (match === null) throw new Error('not CSV');
    const [, value = '', end] = match;
    row.push(value.startsWith('"') ? value.slice(1, -1).replaceAll('""', '"') : value);
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}
