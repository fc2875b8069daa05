/** The command that asks whether the station may be updated, with the answer of the station on disk as it is in truth. */
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { Occupation } from '../../../../main/kiosk/busy-with.ts';
import { runUpdateWindow } from '../../../../main/kiosk/commands/update-window.ts';
import type { Delivered } from '../../../../main/kiosk/delivered.ts';
import { Delivery } from '../../../../main/kiosk/delivery.ts';
import { answerUpdate, askForUpdate, type UpdateAnswer } from '../../../../main/kiosk/update-answer.ts';
import type { Clock } from '../../../../main/tracking/instant.ts';
import { lines, loadText, problemsOf, smallestWith } from '../config/fake-files.ts';
import { hastyClock } from './hasty-clock.ts';

const TAKEN: Delivered = { kind: 'taken' };
const THREE = new Date(2026, 0, 20, 3, 0).getTime();
const NOON = new Date(2026, 0, 20, 12, 0).getTime();
const ALL_DAY = smallestWith({});
const NIGHTS = smallestWith({ kiosk: { updateHours: '02:00-05:00' } });

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'card-station-update-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function run(config: unknown, answer: UpdateAnswer, now = THREE) {
  const out: string[] = [];
  const err: string[] = [];
  let asked = 0;
  const output = {
    line: (text: string) => void out.push(text),
    error: (text: string) => void err.push(text),
    failed: (text: string): 1 => (err.push(text), 1),
  };
  const ask = (): Promise<UpdateAnswer> => Promise.resolve(((asked += 1), answer));
  const code = await runUpdateWindow(loadText(config), ask, now, output);
  return { code, out, err, asked };
}

describe('update-window', () => {
  it('says safe, with 0, when the station that runs is needed for nothing', async () => {
    expect(await run(ALL_DAY, { kind: 'told', busyWith: [] })).toMatchObject({ code: 0, err: [] });
    expect((await run(ALL_DAY, { kind: 'told', busyWith: [] }, NOON)).code).toBe(0);
  });

  it.each<Occupation>(['card', 'dialog', 'undo', 'record', 'administrator'])(
    'says no, with 1, for: %s',
    async (one) => {
      const { code, out, err } = await run(ALL_DAY, { kind: 'told', busyWith: [one] });
      expect({ code, out }).toEqual({ code: 1, out: [] });
      expect(err).toEqual([expect.stringMatching(/^Not safe: [a-z ]+\.$/)]);
    },
  );

  it('keeps to the hours of the bank, and asks nobody outside them', async () => {
    expect(await run(NIGHTS, { kind: 'told', busyWith: [] }, NOON)).toMatchObject({ code: 1, asked: 0 });
    expect(await run(NIGHTS, { kind: 'told', busyWith: [] }, THREE)).toMatchObject({ code: 0, asked: 1 });
    const late = smallestWith({ kiosk: { updateHours: '22:00-04:00' } });
    expect((await run(late, { kind: 'told', busyWith: [] }, THREE)).code).toBe(0);
    expect((await run(late, { kind: 'told', busyWith: [] }, NOON)).code).toBe(1);
  });

  it('takes what it does not know for a no', async () => {
    expect(await run(ALL_DAY, { kind: 'silent' })).toMatchObject({ code: 1, out: [] });
    expect(await run({ station: {} }, { kind: 'told', busyWith: [] })).toMatchObject({ code: 1, asked: 0 });
    expect(await run(ALL_DAY, { kind: 'nobody' })).toMatchObject({ code: 3, out: [] });
    const why = 'The profile folder cannot be written.';
    expect(await run(ALL_DAY, { kind: 'failed', why })).toMatchObject({ code: 1, out: [], err: [why] });
  });

  it.each(['', '02:00', '02:00-', '02:00-02:00', '2:00-5:00', '02:00-05:00-06:00', '02:00 - 05:00', '02:00-24:00'])(
    'has no hours like %j',
    (updateHours) => {
      expect(lines(problemsOf(loadText(smallestWith({ kiosk: { updateHours } }))))).toEqual([
        'kiosk.updateHours must be two different times of day with a hyphen between them, such as 02:00-05:00',
      ]);
    },
  );
});

describe('the question and its answer', () => {
  it('come together through a file of the profile, and leave none behind', async () => {
    const ask = (question: string): Delivered => {
      const delivered = Delivery.parse({ kind: 'update-window', question });
      if (delivered.kind === 'update-window') void answerUpdate(folder, delivered.question, ['card', 'administrator']);
      return TAKEN;
    };
    // The clock stands still: it waits for the answer, however slow this machine is.
    const clock: Clock = { now: () => ({ mono: 0, wall: 0 }), after: hastyClock().after };
    expect(await askForUpdate(folder, ask, clock)).toEqual({ kind: 'told', busyWith: ['card', 'administrator'] });
    await vi.waitFor(() => expect(readdirSync(folder)).toEqual([]), { interval: 5 });
  });

  it('are none when the answer is to another question, is no answer, or never comes', async () => {
    const clock = hastyClock();
    expect(await askForUpdate(folder, () => TAKEN, clock)).toEqual({ kind: 'silent' });
    await answerUpdate(folder, 'f'.repeat(32), []);
    expect(statSync(join(folder, 'update-answer.json')).mode & 0o777).toBe(0o600);
    expect(await askForUpdate(folder, () => TAKEN, clock)).toEqual({ kind: 'silent' });
    const spoil = (text: (question: string) => string) => (question: string) => {
      writeFileSync(join(folder, 'update-answer.json'), text(question));
      return TAKEN;
    };
    for (const text of [
      () => '',
      () => 'null',
      (question: string) => JSON.stringify({ question }),
      (question: string) => JSON.stringify({ question, busyWith: ['nothing'] }),
      (question: string) => JSON.stringify({ question, busyWith: [], safe: true }),
      (question: string) => JSON.stringify({ question, busyWith: [] }).padEnd(2_000),
    ])
      expect(await askForUpdate(folder, spoil(text), hastyClock())).toEqual({ kind: 'silent' });
  });

  it('need a station that takes the question', async () => {
    expect(await askForUpdate(folder, () => ({ kind: 'nobody' }), hastyClock())).toEqual({ kind: 'nobody' });
    const failed = { kind: 'failed', why: 'The disk is full.' } as const;
    expect(await askForUpdate(folder, () => failed, hastyClock())).toEqual(failed);
  });

  it('are not written where a question names a file, or anything but what was made for it', () => {
    for (const question of ['', '../../etc/passwd', 'F'.repeat(32), 'f'.repeat(33), 7])
      expect(Delivery.safeParse({ kind: 'update-window', question }).success).toBe(false);
  });
});
