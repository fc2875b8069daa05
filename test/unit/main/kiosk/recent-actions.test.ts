import { afterEach, describe, expect, it } from 'vitest';

import { RecentList } from '../../../../main/ipc/contract.ts';
import { localDay, recentActions } from '../../../../main/kiosk/recent-actions.ts';
import { body, DONE, produce } from '../tracking/builders.ts';
import { action, Profile, recorded } from '../ledger/ledger-under-test.ts';
import { staffedStation, type StaffedStation } from './staffed-station.ts';

const HOUR_MS = 3_600_000;
const ZONE = process.env['TZ'];

/** Node reads the zone anew whenever the variable is set. */
function inZone(zone: string): void {
  process.env['TZ'] = zone;
}

let open: StaffedStation[] = [];
afterEach(() => {
  if (ZONE === undefined) delete process.env['TZ'];
  else process.env['TZ'] = ZONE;
  for (const station of open) station.end();
  open = [];
});

describe('the local day', () => {
  it.each([
    // An ordinary day, its first and its last moment, east and west of Greenwich.
    ['Europe/Paris', '2026-01-20T12:00:00Z', '2026-01-19T23:00:00Z', '2026-01-20T23:00:00Z'],
    ['Europe/Paris', '2026-01-19T23:00:00Z', '2026-01-19T23:00:00Z', '2026-01-20T23:00:00Z'],
    ['Europe/Paris', '2026-01-20T22:59:59.999Z', '2026-01-19T23:00:00Z', '2026-01-20T23:00:00Z'],
    ['America/Los_Angeles', '2026-01-20T03:00:00Z', '2026-01-19T08:00:00Z', '2026-01-20T08:00:00Z'],
    ['Asia/Kathmandu', '2026-01-20T12:00:00Z', '2026-01-19T18:15:00Z', '2026-01-20T18:15:00Z'],
    ['Pacific/Kiritimati', '2026-01-20T12:00:00Z', '2026-01-20T10:00:00Z', '2026-01-21T10:00:00Z'],
    // The clocks go forward (23 hours) and back (25 hours).
    ['Europe/Paris', '2026-03-29T12:00:00Z', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z'],
    ['Europe/Paris', '2026-10-25T12:00:00Z', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z'],
    // Midnight does not exist on this day (Cairo, forward at 00:00), and is there twice on this one (Havana, back at 01:00).
    ['Africa/Cairo', '2025-04-25T12:00:00Z', '2025-04-24T22:00:00Z', '2025-04-25T21:00:00Z'],
    ['America/Havana', '2025-11-02T18:00:00Z', '2025-11-02T04:00:00Z', '2025-11-03T05:00:00Z'],
    // The last day of a year.
    ['Europe/Paris', '2026-12-31T12:00:00Z', '2026-12-30T23:00:00Z', '2026-12-31T23:00:00Z'],
  ])('%s at %s is %s to %s', (zone, now, from, to) => {
    inZone(zone);
    const day = localDay(Date.parse(now));
    expect([new Date(day.from).toISOString(), new Date(day.to).toISOString()]).toEqual(
      [from, to].map((moment) => new Date(moment).toISOString()),
    );
  });

  it('holds its own moment, and the days follow one another without hole or overlap', () => {
    for (const zone of [
      'Europe/Paris',
      'Africa/Cairo',
      'America/Havana',
      'America/Santiago',
      'Australia/Lord_Howe',
      'UTC',
    ]) {
      inZone(zone);
      let day = localDay(Date.UTC(2025, 0, 1, 12));
      for (let count = 0; count < 370; count += 1) {
        const next = localDay(day.to);
        expect([zone, next.from]).toEqual([zone, day.to]);
        expect(next.to - next.from).toBeGreaterThanOrEqual(23 * HOUR_MS);
        expect(next.to - next.from).toBeLessThanOrEqual(25 * HOUR_MS);
        expect(localDay(day.to - 1)).toEqual(day);
        day = next;
      }
    }
  });
});

describe('what the page is told of today', () => {
  it('is nothing of yesterday, a moment after midnight', async () => {
    inZone('Europe/Paris');
    const midnight = Date.parse('2026-03-29T22:00:00Z');
    await new Profile().run(async (ledger) => {
      await recorded(ledger.record(action(1, { at: midnight - 1 }), null));
      await recorded(ledger.record(action(2, { at: midnight }), null));
      const numbers = (now: number): unknown => {
        const list = recentActions(ledger, now);
        return list.kind === 'actions' && list.actions.map(({ number }) => number);
      };
      expect(numbers(midnight - 1)).toEqual([1]);
      expect(numbers(midnight)).toEqual([2]);
      expect(numbers(midnight + 24 * HOUR_MS)).toEqual([]);
    });
  });

  it('has the form of the contract, also when it is full', async () => {
    await new Profile().run(async (ledger) => {
      const now = Date.UTC(2026, 0, 20, 12);
      for (let index = 0; index < 55; index += 1) await recorded(ledger.record(action(1, { at: now + index }), null));
      const list = recentActions(ledger, now);
      expect(RecentList.safeParse(list).error).toBeUndefined();
      expect(list.kind === 'actions' && list.actions).toHaveLength(50);
      expect(structuredClone(list)).toEqual(list);
    });
  });

  it('is that it cannot be read, where it cannot', async () => {
    expect(recentActions(null, 0)).toEqual({ kind: 'unavailable' });
    const profile = new Profile();
    await profile.run((ledger) => recorded(ledger.record(action(1), null)));
    profile.tamper((database) => database.exec('DROP TABLE actions'));
    expect(recentActions(profile.open(), action(1).at)).toEqual({ kind: 'unavailable' });
  });

  it('knows a card by its reference after it has left the screen, also after a restart', async () => {
    const station = await staffedStation((cardId, clock) => ({
      kind: 'body',
      body: body(produce(DONE, { cardId })),
      sentAt: clock.now(),
      correlationId: 'corr',
    }));
    open.push(station);
    station.cards.watch({ cardId: 'card-1', reference: 'Ticket 42' });
    await station.pass(2_000);
    station.staff.open('hand-over', 'card-1');
    const pressed = station.staff.handOver(station.press());
    await station.pass(1_000);
    await pressed;
    const told = [{ kind: 'handed-over', cardId: 'card-1', reference: 'Ticket 42', undone: false }];
    const listed = (from: StaffedStation) => recentActions(from.keeper.current(), from.clock.now().wall);
    expect(listed(station)).toMatchObject({ kind: 'actions', actions: told });
    const next = await station.restart();
    open = [next];
    expect(listed(next)).toMatchObject({ kind: 'actions', actions: told });
    // The card is done with all the same.
    expect(next.store.getState().cards.size).toBe(0);
  });
});
