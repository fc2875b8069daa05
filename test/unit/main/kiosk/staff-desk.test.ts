/** What comes of a press, from the finger to the record on disk: with a real record, a real poller and a scripted D1. */
import { afterEach, describe, expect, it } from 'vitest';

import type { ReadOutcome } from '../../../../main/tracking/poller.ts';
import { body, CANCELED, DONE, produce, READY, type Pair } from '../tracking/builders.ts';
import type { FakeClock } from '../tracking/fake-clock.ts';
import { PRESS_MS, staffedStation, type D1, type StaffedStation } from './staffed-station.ts';

const CARD = 'card-0001';
const LATER = '2025-01-20T08:00:00.000Z';

let open: StaffedStation[] = [];
afterEach(() => {
  for (const station of open) station.end();
  open = [];
});

function says(pair: Pair, cardId: string, clock: FakeClock, over: Record<string, unknown> = {}): ReadOutcome {
  return {
    kind: 'body',
    body: body(produce(pair, { cardId, endTime: '2025-01-17T06:30:00.000Z', ...over })),
    sentAt: clock.now(),
    correlationId: 'corr-1',
  };
}
const DOWN: ReadOutcome = {
  kind: 'fault',
  fault: { family: 'network', cause: 'refused', detail: 'made', correlationId: 'corr-2' },
};

/** A station with one card that D1 has called DONE, on stage for long enough to be pressed on. */
async function greenStation(d1: D1, rules: Parameters<typeof staffedStation>[1] = {}): Promise<StaffedStation> {
  const station = await staffedStation(d1, rules);
  open.push(station);
  station.cards.watch({ cardId: CARD });
  await station.pass(2_000);
  expect(station.stage()?.verdict).toBe('hand-over');
  return station;
}

/** Opens the check list and presses, while time passes. */
async function handOver(station: StaffedStation, passMs = 1_000, over = {}): Promise<void> {
  station.staff.open('hand-over', CARD);
  const press = station.press(over);
  const pressed = station.staff.handOver(press);
  await station.pass(passMs);
  await pressed;
  station.show();
}

const recorded = (station: StaffedStation) => {
  const read = station.keeper.current()?.actionsOf(CARD);
  return read?.kind === 'actions' ? read.actions : [];
};
const desk = (station: StaffedStation) => station.store.getState().desk;
const restarted = async (station: StaffedStation): Promise<StaffedStation> => {
  const next = await station.restart();
  open = [...open.filter((one) => one !== station), next];
  return next;
};

describe('handing over', () => {
  it('asks D1 once more, records, and only then says "give"', async () => {
    const station = await greenStation((cardId, clock) => says(DONE, cardId, clock));
    const before = station.reads.length;
    station.staff.open('hand-over', CARD);
    const pressed = station.staff.handOver(station.press());
    expect(desk(station).kind).toBe('checking');
    expect(recorded(station)).toEqual([]);
    await pressed;
    expect(station.reads.length).toBe(before + 1);
    expect(desk(station)).toMatchObject({ kind: 'given', cardId: CARD });
    expect(recorded(station)).toMatchObject([
      {
        number: 1,
        kind: 'handed-over',
        cardId: CARD,
        operationId: 'op-a',
        endTime: Date.parse('2025-01-17T06:30:00.000Z'),
        correlationId: 'corr-1',
        answerAt: station.clock.now().wall,
      },
    ]);
    // The card has left the screen, and with it every green.
    expect(station.store.getState().cards.size).toBe(0);
  });

  it('records nothing when D1 has changed its mind since', async () => {
    let pair = DONE;
    const station = await greenStation((cardId, clock) => says(pair, cardId, clock));
    pair = CANCELED;
    await handOver(station);
    expect(desk(station)).toMatchObject({ kind: 'refused', why: 'withdrawn' });
    expect(station.stage()?.verdict).toBe('do-not-hand-over');
    expect(recorded(station)).toEqual([]);
  });

  it('records nothing when a newer order is there: it is another card', async () => {
    let over = {};
    const station = await greenStation((cardId, clock) => says(DONE, cardId, clock, over));
    over = { operationId: 'op-b', startTime: LATER };
    await handOver(station);
    expect(desk(station)).toMatchObject({ kind: 'refused', why: 'withdrawn' });
    expect(recorded(station)).toEqual([]);
  });

  it('records nothing while D1 cannot be reached, and what comes late is an ordinary answer', async () => {
    let stalled: ((outcome: ReadOutcome) => void) | null = null;
    let stall = false;
    const station = await greenStation((cardId, clock) =>
      stall
        ? new Promise((resolve) => {
            stalled = resolve;
          })
        : says(DONE, cardId, clock),
    );
    stall = true;
    const asked = station.clock.now();
    await handOver(station, PRESS_MS);
    expect(desk(station)).toMatchObject({ kind: 'refused', why: 'no-answer' });
    expect(recorded(station)).toEqual([]);
    stall = false;
    (stalled as ((outcome: ReadOutcome) => void) | null)?.({
      ...says(DONE, CARD, station.clock),
      sentAt: asked,
    } as ReadOutcome);
    await station.pass(1_000);
    expect(station.stage()?.track.answer?.sentAt).toEqual(asked);
    expect(recorded(station)).toEqual([]);
  });

  it('records nothing on a failed connection', async () => {
    let down = false;
    const station = await greenStation((cardId, clock) => (down ? DOWN : says(DONE, cardId, clock)));
    down = true;
    await handOver(station);
    expect(desk(station)).toMatchObject({ kind: 'refused', why: 'no-answer' });
    expect(recorded(station)).toEqual([]);
  });

  it('counts two presses as one', async () => {
    const station = await greenStation((cardId, clock) => says(DONE, cardId, clock));
    station.staff.open('hand-over', CARD);
    const press = station.press();
    await Promise.all([station.staff.handOver(press), station.staff.handOver(press)]);
    await station.staff.handOver(press);
    expect(recorded(station)).toHaveLength(1);
  });

  it('is refused for a press on a screen of before, on another card, and without the check list', async () => {
    const station = await greenStation((cardId, clock) => says(DONE, cardId, clock));
    const withoutList = station.press();
    await station.staff.handOver(withoutList);
    expect(desk(station)).toMatchObject({ kind: 'refused', why: 'check-list' });
    station.staff.open('hand-over', CARD);
    await station.staff.handOver({ ...station.press(), cardId: 'card-0002' });
    expect(desk(station)).toMatchObject({ kind: 'refused', why: 'changed' });
    // What is not on the screen is neither shown nor logged.
    expect(JSON.stringify([desk(station), station.log])).not.toContain('card-0002');
    station.staff.open('hand-over', CARD);
    const old = station.press();
    await station.pass(6_000);
    await station.staff.handOver(old);
    expect(desk(station)).toMatchObject({ kind: 'refused', why: 'old-screen' });
    expect(recorded(station)).toEqual([]);
  });

  it('closes the check list the moment the verdict leaves green', async () => {
    let pair = DONE;
    const station = await greenStation((cardId, clock) => says(pair, cardId, clock));
    station.staff.open('hand-over', CARD);
    station.show();
    expect(desk(station)).toMatchObject({ kind: 'open', dialog: 'hand-over' });
    pair = READY;
    station.poller.wake(CARD);
    await station.pass(1_000);
    expect(station.stage()?.verdict).toBe('cannot-tell');
    expect(desk(station)).toMatchObject({ kind: 'refused', why: 'withdrawn' });
  });

  it('holds the stage while the check list is open, whatever else happens', async () => {
    const station = await greenStation((cardId, clock) => says(cardId === CARD ? DONE : CANCELED, cardId, clock));
    station.staff.open('hand-over', CARD);
    station.cards.watch({ cardId: 'card-0002' });
    await station.pass(2_000);
    expect(station.show().cards.map((one) => [one.cardId, one.verdict])).toEqual([
      [CARD, 'hand-over'],
      ['card-0002', 'do-not-hand-over'],
    ]);
    station.staff.close();
    expect(station.stage()?.cardId).toBe('card-0002');
  });

  it('asks for a second person where the bank wants one', async () => {
    const station = await greenStation((cardId, clock) => says(DONE, cardId, clock), { secondForHandOver: true });
    await handOver(station);
    expect(desk(station)).toMatchObject({ kind: 'refused', why: 'second-person' });
    await handOver(station, 1_000, { second: 'present' });
    expect(desk(station).kind).toBe('given');
  });
});

describe('what was handed over', () => {
  it('is said when the card is scanned again, also after a restart and before D1 has answered', async () => {
    const station = await greenStation((cardId, clock) => says(DONE, cardId, clock));
    await handOver(station);
    station.cards.watch({ cardId: CARD });
    expect(station.stage()?.judgement).toMatchObject({ verdict: 'do-not-hand-over', mark: { kind: 'handed-over' } });
    const next = await restarted(station);
    expect(next.stage()?.judgement).toMatchObject({ verdict: 'do-not-hand-over', mark: { kind: 'handed-over' } });
    await next.pass(3_000);
    expect(next.stage()?.judgement).toMatchObject({ verdict: 'do-not-hand-over', mark: { kind: 'handed-over' } });
    expect(next.stage()?.acts).not.toContain('hand-over');
  });

  it('gives way to a newer order for the same card', async () => {
    let over = {};
    const station = await greenStation((cardId, clock) => says(DONE, cardId, clock, over));
    await handOver(station);
    over = { operationId: 'op-b', startTime: LATER };
    station.cards.watch({ cardId: CARD });
    await station.pass(2_000);
    expect(station.stage()?.verdict).toBe('hand-over');
  });

  it('can be undone within 30 s: recorded, not erased, and the card is back without a green of before', async () => {
    const station = await greenStation((cardId, clock) => says(DONE, cardId, clock));
    await handOver(station);
    await station.staff.undo(1);
    expect(recorded(station).map((one) => [one.kind, one.undoes])).toEqual([
      ['handed-over', null],
      ['undone', 1],
    ]);
    expect(station.stage()?.verdict).toBe('wait');
    await station.pass(2_000);
    expect(station.stage()?.verdict).toBe('hand-over');
    const next = await restarted(station);
    await next.pass(3_000);
    expect(next.stage()?.verdict).toBe('hand-over');
  });

  it('cannot be undone later, nor twice', async () => {
    const station = await greenStation((cardId, clock) => says(DONE, cardId, clock));
    await handOver(station);
    await station.pass(30_000);
    await station.staff.undo(1);
    expect(desk(station)).toMatchObject({ kind: 'refused', why: 'too-late' });
    expect(recorded(station)).toHaveLength(1);
  });
});

describe('the other acts', () => {
  it('rejects, shows it over D1, and lifts it with "good after all"', async () => {
    const station = await greenStation((cardId, clock) => says(DONE, cardId, clock));
    const press = station.press();
    await station.staff.act({ ...press, act: 'reject', reason: 'print', outcome: 'returned' });
    expect(station.stage()).toBeUndefined();
    station.cards.watch({ cardId: CARD });
    await station.pass(2_000);
    expect(station.stage()?.judgement).toMatchObject({ verdict: 'do-not-hand-over', mark: { kind: 'rejected' } });
    await station.staff.act({ ...station.press(), act: 'reject', reason: 'print', outcome: 'good-after-all' });
    await station.pass(1_000);
    expect(station.stage()?.verdict).toBe('hand-over');
  });

  it('stores a card for a customer who left: not asked for, kept over a restart, and back by a scan', async () => {
    const station = await greenStation((cardId, clock) => says(DONE, cardId, clock));
    await station.staff.act({ ...station.press(), act: 'store' });
    const asked = station.reads.length;
    await station.pass(60_000);
    expect(station.reads.length).toBe(asked);
    const next = await restarted(station);
    expect([...next.store.getState().shelf.keys()]).toEqual([CARD]);
    expect(next.stage()).toBeUndefined();
    next.cards.watch({ cardId: CARD });
    await next.pass(2_000);
    expect(next.stage()?.verdict).toBe('hand-over');
    expect(next.store.getState().shelf.size).toBe(0);
  });

  it('lets two people decide elsewhere only while D1 gives no answer, and never counts it as confirmed', async () => {
    let down = false;
    const station = await greenStation((cardId, clock) => (down ? DOWN : says(DONE, cardId, clock)), {
      identity: 'initials',
    });
    const early = { ...station.press(), act: 'decide-elsewhere' as const, by: 'AB', second: 'CD' };
    await station.staff.act(early);
    expect(desk(station)).toMatchObject({ kind: 'refused', why: 'not-allowed' });
    down = true;
    await station.pass(61_000);
    expect(station.stage()?.verdict).toBe('cannot-tell');
    await station.staff.act({ ...station.press(), act: 'decide-elsewhere', by: 'AB', second: 'ab' });
    expect(desk(station)).toMatchObject({ kind: 'refused', why: 'same-person' });
    await station.staff.act({ ...station.press(), act: 'decide-elsewhere', by: 'AB', second: 'CD' });
    expect(recorded(station)).toMatchObject([{ kind: 'decided-elsewhere', by: 'AB', second: 'CD', answerAt: null }]);
    down = false;
    station.cards.watch({ cardId: CARD });
    await station.pass(3_000);
    expect(station.stage()?.judgement).toMatchObject({
      verdict: 'do-not-hand-over',
      mark: { kind: 'decided-elsewhere' },
    });
  });

  it('removes a card from the screen, and undo brings it back', async () => {
    const station = await greenStation((cardId, clock) => says(DONE, cardId, clock));
    await station.staff.act({ ...station.press(), act: 'remove' });
    expect(station.stage()).toBeUndefined();
    await station.staff.undo(1);
    await station.pass(2_000);
    expect(station.stage()?.verdict).toBe('hand-over');
  });
});

describe('a restart', () => {
  it('shows the same cards, none green before a fresh answer, and a failure of before still counts', async () => {
    let pair = DONE;
    const station = await greenStation((cardId, clock) => says(pair, cardId, clock));
    pair = CANCELED;
    station.poller.wake(CARD);
    await station.pass(1_000);
    pair = DONE;
    const next = await restarted(station);
    expect(next.stage()).toMatchObject({ cardId: CARD, verdict: 'wait' });
    await next.pass(3_000);
    // DONE, failed, DONE: once failed after it was done, no DONE of this operation counts.
    expect(next.stage()?.verdict).toBe('do-not-hand-over');
  });

  it('does not bring back what was handed over or removed', async () => {
    const station = await greenStation((cardId, clock) => says(DONE, cardId, clock));
    await handOver(station);
    const next = await restarted(station);
    expect(next.stage()).toBeUndefined();
  });
});
