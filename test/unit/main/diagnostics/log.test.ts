import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { openLog, type LogEvent } from '../../../../main/diagnostics/log.ts';

const CAP_BYTES = 5 * 1024 * 1024;

let root = '';
let folder = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'card-station-log-'));
  folder = join(root, 'profile', 'logs');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const file = (name = 'station.log'): string => join(folder, name);
const lines = (): Record<string, unknown>[] =>
  readFileSync(file(), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('a line of the log', () => {
  it('is one JSON object with its time on both clocks', () => {
    const log = openLog(folder);
    log.write({ event: 'start', version: '0.1.0' });
    log.write({ event: 'read', cardId: 'card', outcome: 'body', correlationId: 'id' });
    expect(lines()).toMatchObject([
      { event: 'start', version: '0.1.0' },
      { event: 'read', cardId: 'card', outcome: 'body', correlationId: 'id' },
    ]);
    for (const { at, mono } of lines()) {
      expect(new Date(String(at)).toISOString()).toBe(at);
      expect(Number.isInteger(mono)).toBe(true);
    }
  });

  it('holds nothing but what is on the list, whatever is handed over', () => {
    const event = {
      event: 'read',
      token: 'secret',
      authorization: 'secret',
      reference: 'Mrs Miller',
      body: { secret: 1 },
      at: 'never',
      cardId: { deep: 'secret' },
    };
    openLog(folder).write(event as unknown as LogEvent);
    expect(Object.keys(lines()[0] ?? {}).sort()).toEqual(['at', 'event', 'mono']);
    expect(readFileSync(file(), 'utf8')).not.toMatch(/secret|Miller|never/);
  });

  it('stays one line of bounded length', () => {
    openLog(folder).write({ event: 'read', detail: `first\nsecond\u2028${'x'.repeat(5_000)}` });
    expect(lines()).toHaveLength(1);
    expect(readFileSync(file(), 'utf8').length).toBeLessThan(600);
  });
});

describe('the file', () => {
  it("is the owner's alone", () => {
    openLog(folder).write({ event: 'start' });
    if (process.platform !== 'win32') {
      expect(statSync(file()).mode & 0o777).toBe(0o600);
      expect(statSync(folder).mode & 0o777).toBe(0o700);
    }
  });

  it('goes on where an earlier run ended', () => {
    openLog(folder).write({ event: 'start' });
    openLog(folder).write({ event: 'stop' });
    expect(lines().map(({ event }) => event)).toEqual(['start', 'stop']);
  });

  it('is put aside at its cap, with one file before it and no more', () => {
    mkdirSync(folder, { recursive: true });
    for (const round of ['first', 'second', 'third']) {
      writeFileSync(file(), `${round} ${'x'.repeat(CAP_BYTES - round.length - 2)}\n`);
      openLog(folder).write({ event: 'start' });
      expect(readFileSync(file('station.1.log'), 'utf8').startsWith(round)).toBe(true);
    }
    expect(readdirSync(folder).sort()).toEqual(['station.1.log', 'station.log']);
    expect(lines()).toMatchObject([{ event: 'start' }]);
  });

  it('never grows past its cap, also with text outside ASCII', () => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file(), 'x'.repeat(CAP_BYTES - 3_000));
    const log = openLog(folder);
    for (let count = 0; count < 8; count += 1) log.write({ event: 'read', detail: '中'.repeat(300) });
    expect(statSync(file()).size).toBeLessThanOrEqual(CAP_BYTES);
    expect(existsSync(file('station.1.log'))).toBe(true);
    expect(statSync(file('station.1.log')).size).toBeLessThanOrEqual(CAP_BYTES);
  });

  it('that somebody took away at its cap is begun anew', () => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file(), 'x'.repeat(CAP_BYTES));
    const log = openLog(folder);
    rmSync(file());
    log.write({ event: 'start' });
    log.write({ event: 'stop' });
    expect(lines().at(-1)).toMatchObject({ event: 'stop' });
  });
});

describe('a full log that cannot be put aside', () => {
  /** As if somebody held it open, or had put something in the way. */
  function inTheWay(): void {
    mkdirSync(join(file('station.1.log'), 'in the way'), { recursive: true });
    writeFileSync(file(), 'x'.repeat(CAP_BYTES));
  }

  it('goes on with what is new: the newest lines are those that support needs', () => {
    inTheWay();
    const log = openLog(folder);
    log.write({ event: 'start' });
    log.write({ event: 'stop' });
    expect(lines().map(({ event }) => event)).toEqual(['start', 'stop']);
  });

  it('does not grow past its cap', () => {
    inTheWay();
    const log = openLog(folder);
    for (let count = 0; count < 3; count += 1) {
      log.write({ event: 'read' });
      expect(statSync(file()).size).toBeLessThanOrEqual(CAP_BYTES);
    }
  });
});

describe('a log whose folder was taken away', () => {
  it('is begun anew in a new folder', () => {
    const log = openLog(folder);
    log.write({ event: 'start' });
    rmSync(folder, { recursive: true });
    log.write({ event: 'read' });
    log.write({ event: 'stop' });
    expect(lines().at(-1)).toMatchObject({ event: 'stop' });
  });
});

describe('a log that cannot be written', () => {
  it('does not stop the station: a file stands where its folder should be', () => {
    writeFileSync(join(root, 'profile'), 'in the way');
    const log = openLog(folder);
    expect(() => log.write({ event: 'start' })).not.toThrow();
  });

  it('does not stop the station: a folder stands where its file should be', () => {
    mkdirSync(file(), { recursive: true });
    const log = openLog(folder);
    expect(() => log.write({ event: 'start' })).not.toThrow();
  });

  it('does not stop the station: the folder is taken away while it runs', () => {
    const log = openLog(folder);
    log.write({ event: 'start' });
    rmSync(folder, { recursive: true });
    expect(() => log.write({ event: 'stop' })).not.toThrow();
  });
});
