import { describe, expect, it } from 'vitest';

import { layoutOf } from '../../../../renderer/store/layout.ts';
import { PANEL_IDLE_MS, panelAfter, panelAt, SIGNED_IN_IDLE_MS, type Panel } from '../../../../renderer/store/panel.ts';
import {
  acceptSnapshot,
  advance,
  createStationStore,
  showPanel,
  touchPanel,
} from '../../../../renderer/store/station-store.ts';
import { cardView, greenCard, stationView } from '../../views.ts';

const at = (ms: number): { mono: number; wall: number } => ({ mono: ms, wall: 1_000_000 + ms });
const PANEL: Panel = { name: 'language', touchedAt: at(0) };
const ONE = stationView({ cards: [cardView()] });

describe('a panel over the board', () => {
  it('stays while nothing happens that staff have to see', () => {
    expect(panelAfter(PANEL, ONE, stationView({ ...ONE, sequence: 2 }))).toBe(PANEL);
    const other = stationView({ ...ONE, sequence: 2, cards: [cardView(), cardView({ cardId: 'card-2' })] });
    expect(panelAfter(PANEL, ONE, other)).toBe(PANEL);
  });

  it.each([
    ['the card on stage may be handed over', stationView({ cards: [greenCard(60_000)] })],
    ['the card on stage must not be', stationView({ cards: [cardView({ verdict: 'do-not-hand-over' })] })],
    ['another card is on stage', stationView({ cards: [cardView({ cardId: 'card-2' })] })],
    ['a newer order replaced the one on stage', stationView({ cards: [cardView({ operationId: 'op-2' })] })],
    ['the stage is empty', stationView({ cards: [] })],
    ['a dialog is open', stationView({ ...ONE, desk: { kind: 'open', dialog: 'reject', cardId: 'card-1' } })],
    [
      'a scan was refused',
      stationView({ ...ONE, notice: { kind: 'refused', id: 7, refusal: 'characters', max: null } }),
    ],
  ])('closes when %s', (_what, view) => {
    expect(panelAfter(PANEL, ONE, view)).toBeNull();
  });

  it('closes by itself when nobody touches it', () => {
    expect(panelAt(PANEL, null, at(PANEL_IDLE_MS - 1))).toBe(PANEL);
    expect(panelAt(PANEL, null, at(PANEL_IDLE_MS))).toBeNull();
  });

  it('stays longer for an administrator who is signed in', () => {
    const admin = { ...PANEL, name: 'administrator' } as const;
    const signedIn = stationView({ ...ONE, administrator: { kind: 'unlocked', selfTest: null } });
    expect(panelAt(admin, ONE, at(PANEL_IDLE_MS))).toBeNull();
    expect(panelAt(admin, signedIn, at(SIGNED_IN_IDLE_MS - 1))).toBe(admin);
    expect(panelAt(admin, signedIn, at(SIGNED_IN_IDLE_MS))).toBeNull();
    expect(panelAt(PANEL, signedIn, at(PANEL_IDLE_MS))).toBeNull();
  });

  it('takes the place of the card, so that none is on stage', () => {
    expect(layoutOf(ONE, { kind: 'none' }, 'language')).toEqual({ screen: 'panel', panel: 'language' });
  });

  it('is opened, kept open by touches, and closed as time goes by; each change makes the stage new', () => {
    const store = createStationStore(at(0));
    acceptSnapshot(store, ONE, at(0));
    showPanel(store, 'language', at(1_000));
    expect(store.getState()).toMatchObject({ panel: { name: 'language' }, stageSince: at(1_000) });
    touchPanel(store, at(50_000));
    acceptSnapshot(store, { ...ONE, sequence: 2, at: ONE.at + 70_000 }, at(70_000));
    advance(store, at(70_000));
    expect(store.getState().panel?.name).toBe('language');
    acceptSnapshot(store, { ...ONE, sequence: 3, at: ONE.at + 110_000 }, at(110_000));
    advance(store, at(110_000));
    expect(store.getState()).toMatchObject({ panel: null, stageSince: at(110_000) });
  });

  it('cannot be opened over a dialog, and goes when main is silent', () => {
    const store = createStationStore(at(0));
    const desk = { kind: 'open', dialog: 'reject', cardId: 'card-1' } as const;
    acceptSnapshot(store, { ...ONE, desk }, at(0));
    showPanel(store, 'language', at(10));
    expect(store.getState().panel).toBeNull();
    acceptSnapshot(store, { ...ONE, sequence: 2, at: ONE.at + 20 }, at(20));
    showPanel(store, 'language', at(30));
    advance(store, at(3_100));
    expect(store.getState().panel).toBeNull();
  });
});
