/** A card counts as delivered when the station says that it has it, and not because a message arrived. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { Taken } from '../../../../main/intake/card-desk.ts';
import { handedOver, type Delivered } from '../../../../main/kiosk/delivered.ts';
import { Delivery } from '../../../../main/kiosk/delivery.ts';
import {
  createWatchAnswers,
  deliverAndHear,
  takeDelivered,
  type WatchOutcome,
} from '../../../../main/kiosk/watch-answer.ts';
import type { Clock } from '../../../../main/tracking/instant.ts';
import { REFUSALS, type Refusal } from '../../../../main/tracking/words.ts';
import { hastyClock } from './hasty-clock.ts';

const WATCH: Delivery = { kind: 'watch', cardId: 'card-1', reference: 'Desk 2' };
const TAKEN = { kind: 'taken' } as const;
const SILENT = { kind: 'failed', why: expect.stringMatching(/has not said within 20 seconds/) } as const;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'card-station-watch-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const answers = (): string => join(folder, 'watch-answers');

/** The clock stands still: the answer is waited for, however slow this machine is. */
function patientClock(): Clock {
  return { now: () => ({ mono: 0, wall: 0 }), after: hastyClock().after };
}

/** Delivers to a station that has the message at once, and says `outcome` when it has begun. */
function deliverTo(outcome: WatchOutcome, answer = createWatchAnswers(folder)): Promise<Delivered> {
  const deliver = (message: Delivery): Delivered => {
    const arrived = Delivery.parse(message);
    if (arrived.kind === 'watch') setImmediate(() => void answer(arrived.question, outcome));
    return TAKEN;
  };
  return deliverAndHear(folder, WATCH, deliver, patientClock());
}

describe('a card that is handed over', () => {
  it('has arrived when the station says so, and leaves no file behind', async () => {
    expect(await deliverTo('taken')).toEqual(TAKEN);
    await vi.waitFor(() => expect(readdirSync(answers())).toEqual([]), { interval: 5 });
    if (process.platform !== 'win32') expect(statSync(answers()).mode & 0o777).toBe(0o700);
  });

  it('has not at a station that turns out to have no valid configuration', async () => {
    expect(await deliverTo('unconfigured')).toEqual({
      kind: 'failed',
      why: expect.stringMatching(/without a valid configuration.* Branch IT: /),
    });
  });

  it('has not at a station that refuses it, which is said in a sentence that repeats nothing of it', async () => {
    expect(await deliverTo('too-many-cards')).toEqual({
      kind: 'failed',
      why: expect.stringMatching(/watches as many cards as it may/),
    });
    for (const outcome of ['links-off', ...REFUSALS] as const) {
      const delivered = await deliverTo(outcome);
      expect(delivered).toEqual({ kind: 'failed', why: expect.stringMatching(/^[A-Z].*\.$/) });
      expect(JSON.stringify(delivered)).not.toMatch(/card-1|Desk 2/);
    }
  });

  it('has not where the message arrived and the station never said more, or something else', async () => {
    expect(await deliverAndHear(folder, WATCH, () => TAKEN, hastyClock())).toEqual(SILENT);
    for (const text of ['', 'null', '{}', '{"outcome":"lost"}', '{"outcome":"taken","more":1}']) {
      const spoil = (message: Delivery): Delivered => {
        if (message.kind !== 'watch') expect.unreachable();
        mkdirSync(answers(), { recursive: true });
        writeFileSync(join(answers(), `${String(message.question)}.json`), text);
        return TAKEN;
      };
      expect(await deliverAndHear(folder, WATCH, spoil, hastyClock())).toEqual(SILENT);
    }
  });

  it('is not waited for where nobody has the message', async () => {
    expect(await deliverAndHear(folder, WATCH, () => ({ kind: 'nobody' }), patientClock())).toEqual({ kind: 'nobody' });
    const failed = handedOver({ kind: 'failed', sentence: 'The disk is full.' });
    expect(failed).toEqual({ kind: 'failed', why: 'The disk is full.' });
    expect(await deliverAndHear(folder, WATCH, () => failed, patientClock())).toEqual(failed);
  });

  it('is the only message that waits', async () => {
    const refused: Delivery = { kind: 'refused', refusal: 'link' };
    const seen: Delivery[] = [];
    const deliver = (message: Delivery): Delivered => (seen.push(message), handedOver({ kind: 'held' }));
    expect(await deliverAndHear(folder, refused, deliver, patientClock())).toEqual(TAKEN);
    expect(seen).toEqual([refused]);
  });

  it('has its answer beside those of others at the same moment', async () => {
    const station = createWatchAnswers(folder);
    const outcomes = ['taken', 'unconfigured', 'taken'] as const;
    const all = await Promise.all(outcomes.map((outcome) => deliverTo(outcome, station)));
    expect(all.map(({ kind }) => kind)).toEqual(['taken', 'failed', 'taken']);
  });
});

describe('the station', () => {
  function desk(taken: Taken) {
    const refused: Refusal[] = [];
    return { refused, cards: { take: () => taken, refuse: (refusal: Refusal) => void refused.push(refusal) } };
  }

  it('says what it does with a card, and says a refusal on its screen as well', () => {
    const card = { kind: 'watch', cardId: 'card-1' } as const;
    for (const kind of ['watched', 'known'] as const)
      expect(takeDelivered(card, false, desk({ kind }).cards)).toBe('taken');
    const full = desk({ kind: 'refused', refusal: 'too-many-cards' });
    expect(takeDelivered(card, false, full.cards)).toBe('too-many-cards');
    expect(full.refused).toEqual(['too-many-cards']);
  });

  it('takes no card of a link while links are off, and says that', () => {
    const link = { kind: 'watch', cardId: 'card-1', source: 'link' } as const;
    const unasked = { take: () => expect.unreachable(), refuse: () => expect.unreachable() };
    expect(takeDelivered(link, false, unasked)).toBe('links-off');
    expect(takeDelivered(link, true, desk({ kind: 'watched' }).cards)).toBe('taken');
  });

  it('clears away what nobody fetched, and answers nobody who did not ask', async () => {
    mkdirSync(answers());
    writeFileSync(join(answers(), `${'a'.repeat(32)}.json`), '{"outcome":"taken"}');
    const answer = createWatchAnswers(folder);
    await answer('f'.repeat(32), 'taken');
    await answer(undefined, 'taken');
    expect(readdirSync(answers())).toEqual([`${'f'.repeat(32)}.json`]);
  });

  it('is stopped by no disk that takes nothing', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    await createWatchAnswers(file)('f'.repeat(32), 'taken');
  });

  it('reads no question that names a file', () => {
    for (const question of ['', '../../etc/passwd', 'F'.repeat(32), 'f'.repeat(33), 7])
      expect(Delivery.safeParse({ ...WATCH, question }).success).toBe(false);
  });
});
