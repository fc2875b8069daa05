import { describe, expect, it } from 'vitest';

import { SILENCE_LIMIT_MS, type DeskView, type StationView } from '../../../../main/ipc/contract.ts';
import { DIALOGS } from '../../../../main/tracking/words.ts';
import type { Moment } from '../../../../renderer/store/moment.ts';
import { shownDesk, stageKey } from '../../../../renderer/store/shown-desk.ts';
import { cardView, greenCard, stationView } from '../../views.ts';

const at = (ms: number): Moment => ({ mono: ms, wall: 1_000_000 + ms });
const acts: StationView['cards'][number]['acts'] = ['hand-over', 'reject', 'store', 'remove'];
const green = greenCard(2_000, { acts });
const open = (dialog: (typeof DIALOGS)[number], card = green): StationView =>
  stationView({ cards: [card], desk: { kind: 'open', dialog, cardId: card.cardId } });
const given: DeskView = { kind: 'given', cardId: 'card-1', reference: 'A-1', at: 1, leftMs: 1_500 };
const desks: DeskView[] = [
  ...DIALOGS.map((dialog): DeskView => ({ kind: 'open', dialog, cardId: 'card-1' })),
  { kind: 'checking', cardId: 'card-1', since: 1_000_000, limitMs: 4_000 },
  given,
  { kind: 'refused', cardId: 'card-1', why: 'no-answer', at: 1 },
];

describe('what of the desk is shown', () => {
  it('is what main says, from the snapshot alone, so that a page that was loaded again shows it too', () => {
    expect(shownDesk(open('hand-over'), at(0), at(0))).toMatchObject({
      kind: 'dialog',
      dialog: 'hand-over',
      allowed: true,
    });
    expect(shownDesk(stationView({ desk: given }), at(0), at(0))).toEqual({ kind: 'given', given });
  });

  it('is nothing at all once main is silent', () => {
    for (const desk of desks) {
      const view = stationView({
        cards: [greenCard(60_000, { acts })],
        desk: desk.kind === 'given' ? { ...desk, leftMs: 60_000 } : desk,
      });
      expect(shownDesk(view, at(0), at(SILENCE_LIMIT_MS - 1)).kind).not.toBe('none');
      expect(shownDesk(view, at(0), at(SILENCE_LIMIT_MS))).toEqual({ kind: 'none' });
    }
  });

  it('takes the check list away with the verdict: when its lease ends, when the clock jumps, when D1 says otherwise', () => {
    expect(shownDesk(open('hand-over'), at(0), at(1_999)).kind).toBe('dialog');
    expect(shownDesk(open('hand-over'), at(0), at(2_000)).kind).toBe('none');
    expect(shownDesk(open('hand-over'), at(0), { mono: 10, wall: 1_000_000 + 9_000 }).kind).toBe('none');
    expect(shownDesk(open('hand-over', cardView({ acts })), at(0), at(0)).kind).toBe('none');
  });

  it('keeps another dialog open when the card changes under it, and says that it can only be closed', () => {
    const lost = cardView({ verdict: 'cannot-tell', doubt: 'stale', acts: ['decide-elsewhere', 'store', 'remove'] });
    expect(shownDesk(open('decide-elsewhere', lost), at(0), at(0))).toMatchObject({ kind: 'dialog', allowed: true });
    expect(shownDesk(open('decide-elsewhere'), at(0), at(0))).toMatchObject({ kind: 'dialog', allowed: false });
  });

  it('takes the outcome of a handover away when its time is over or cannot be told', () => {
    const view = stationView({ desk: given });
    expect(shownDesk(view, at(0), at(1_499)).kind).toBe('given');
    expect(shownDesk(view, at(0), at(1_500)).kind).toBe('none');
    expect(shownDesk(view, at(0), { mono: 10, wall: 999_000 }).kind).toBe('none');
  });

  it('counts the check with D1 by the snapshot', () => {
    const view = stationView({
      at: 1_001_500,
      cards: [green],
      desk: { kind: 'checking', cardId: 'card-1', since: 1_000_000, limitMs: 4_000 },
    });
    expect(shownDesk(view, at(0), at(900))).toMatchObject({ kind: 'checking', askedMs: 1_500, limitMs: 4_000 });
  });

  it('is nothing about a card that is not there, and nothing off the board', () => {
    expect(shownDesk({ ...open('remove'), cards: [] }, at(0), at(0)).kind).toBe('none');
    expect(shownDesk({ ...open('remove'), screen: { kind: 'starting' } }, at(0), at(0)).kind).toBe('none');
    expect(shownDesk(null, at(0), at(0)).kind).toBe('none');
  });
});

describe('what lies under a finger', () => {
  it('changes with each dialog and outcome and when the shelf comes, and not when a refusal goes away', () => {
    const view = (desk: DeskView, shelf: StationView['shelf'] = []) => stationView({ cards: [green], desk, shelf });
    const keys = desks.filter(({ kind }) => kind !== 'refused').map((desk) => stageKey(view(desk), 'card-1'));
    const free = stageKey(view({ kind: 'free' }), 'card-1');
    expect(new Set([...keys, free]).size).toBe(keys.length + 1);
    expect(stageKey(view({ kind: 'refused', cardId: 'card-1', why: 'ledger', at: 1 }), 'card-1')).toBe(free);
    expect(stageKey(view({ kind: 'free' }), 'card-2')).not.toBe(free);
    const shelf = [{ cardId: 's', reference: null, place: 'stored', since: 1 } as const];
    expect(stageKey(view({ kind: 'free' }, shelf), 'card-1')).not.toBe(free);
  });
});
