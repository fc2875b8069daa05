import { describe, expect, it } from 'vitest';

import {
  COVER_AFTER_MS,
  heartbeatBegin,
  HUNG_AFTER_MS,
  look,
  LOOK_EVERY_MS,
  MAIN_WAS_AWAY_MS,
  START_LIMIT_MS,
  withPainted,
  withSent,
  WRONG_AFTER_MS,
  type Finding,
  type Heartbeat,
} from '../../../../../main/kiosk/recovery/heartbeat.ts';

/** Main looks again and again until `to`; what it finds last. */
function lookUntil(beat: Heartbeat, to: number, watched = true): { beat: Heartbeat; finding: Finding } {
  let found = look(beat, watched, beat.lookedAt);
  while (found.beat.lookedAt < to) found = look(found.beat, watched, Math.min(to, found.beat.lookedAt + LOOK_EVERY_MS));
  return found;
}

const painted = (beat: Heartbeat, sequence: number, now: number): Heartbeat => withPainted(beat, sequence, now).beat;

/** A page that has painted snapshot 5 at 0. */
const ALIVE = painted(withSent(heartbeatBegin(4, 0), 5, 0), 5, 0);

describe('a page that paints what it is sent', () => {
  it('is alive for as long as it does', () => {
    let beat = ALIVE;
    for (let now = 900, sequence = 6; now < 60_000; now += 900, sequence += 1) {
      const found = lookUntil(withSent(beat, sequence, now), now);
      expect(found.finding).toEqual({ kind: 'alive' });
      beat = painted(found.beat, sequence, now + 50);
    }
    expect(beat.owed).toEqual([]);
  });

  it('owes nothing older than what it reports', () => {
    const beat = withSent(withSent(ALIVE, 6, 10), 7, 20);
    expect(painted(beat, 6, 30).owed).toEqual([{ sequence: 7, since: 20 }]);
    expect(painted(beat, 7, 30).owed).toEqual([]);
  });
});

describe('a page that does not', () => {
  const owing = withSent(ALIVE, 6, 0);

  it('is covered first and then hung, and painting an older one does not help', () => {
    expect(lookUntil(owing, COVER_AFTER_MS - 1).finding).toEqual({ kind: 'alive' });
    expect(lookUntil(owing, COVER_AFTER_MS).finding).toEqual({ kind: 'silent' });
    expect(lookUntil(painted(owing, 5, 10), COVER_AFTER_MS).finding).toEqual({ kind: 'silent' });
    expect(lookUntil(owing, HUNG_AFTER_MS - 1).finding).toEqual({ kind: 'silent' });
    expect(lookUntil(owing, HUNG_AFTER_MS).finding).toEqual({ kind: 'page-hung', by: 'heartbeat' });
  });

  it('is alive again as soon as it paints', () => {
    const { beat } = lookUntil(owing, COVER_AFTER_MS);
    expect(lookUntil(painted(beat, 6, COVER_AFTER_MS + 1), COVER_AFTER_MS + 2).finding).toEqual({ kind: 'alive' });
  });

  it('is waited for longer while it starts', () => {
    const starting = withSent(heartbeatBegin(0, 0), 1, 500);
    expect(lookUntil(starting, START_LIMIT_MS - 1).finding).toEqual({ kind: 'starting' });
    expect(lookUntil(starting, START_LIMIT_MS).finding).toEqual({ kind: 'page-hung', by: 'heartbeat' });
  });

  it('owes nothing for the time in which nobody could see it', () => {
    const hidden = lookUntil(owing, 10 * HUNG_AFTER_MS, false);
    expect(hidden.finding).toEqual({ kind: 'alive' });
    const later = 10 * HUNG_AFTER_MS + COVER_AFTER_MS;
    expect(lookUntil(hidden.beat, later - 1).finding).toEqual({ kind: 'alive' });
    expect(lookUntil(hidden.beat, later).finding).toEqual({ kind: 'silent' });
  });

  it('owes nothing for the time in which main itself was stopped', () => {
    const { beat } = lookUntil(owing, 1_000);
    const back = 1_000 + MAIN_WAS_AWAY_MS + 60_000;
    expect(look(beat, true, back).finding).toEqual({ kind: 'alive' });
    // A look that is only a little late forgives nothing.
    expect(look(lookUntil(owing, HUNG_AFTER_MS - 1_000).beat, true, HUNG_AFTER_MS).finding.kind).toBe('page-hung');
  });

  it('does not pile up what it owes while nobody looks', () => {
    let beat = ALIVE;
    for (let at = 1; at <= 1_000; at += 1) beat = look(withSent(beat, 5 + at, at * 900), false, at * 900).beat;
    expect(beat.owed).toHaveLength(1);
  });
});

describe('a page that says what cannot be', () => {
  it('is wrong at once when the snapshot was never sent', () => {
    expect(withPainted(ALIVE, 6, 1).trouble).toEqual({ kind: 'page-wrong', why: 'never-sent' });
    expect(withPainted(ALIVE, 5, 1).trouble).toBeNull();
  });

  it('is wrong when it stays at an older snapshot than before', () => {
    const back = painted(withSent(ALIVE, 6, 0), 4, 0);
    expect(lookUntil(back, WRONG_AFTER_MS - 1).finding.kind).not.toBe('page-wrong');
    expect(lookUntil(back, WRONG_AFTER_MS).finding).toEqual({ kind: 'page-wrong', why: 'went-back' });
    expect(lookUntil(painted(back, 6, 100), WRONG_AFTER_MS).finding).toEqual({ kind: 'alive' });
  });

  it('is empty when it says so for long enough', () => {
    const empty = painted(ALIVE, 0, 0);
    expect(lookUntil(empty, WRONG_AFTER_MS - 1).finding).toEqual({ kind: 'alive' });
    expect(lookUntil(empty, WRONG_AFTER_MS).finding).toEqual({ kind: 'page-empty' });
    expect(lookUntil(painted(empty, 5, 100), WRONG_AFTER_MS).finding).toEqual({ kind: 'alive' });
  });
});
