import { beforeEach, describe, expect, it } from 'vitest';

import type { AdministratorAnswer, AdministratorRequest, StationView } from '../../../../main/ipc/contract.ts';
import { holdLeft, NO_PIN_TYPED, pinStep, takesDigits, type PinStep } from '../../../../renderer/store/pin-entry.ts';
import { createPinPad, isPinAsked, type PinPad } from '../../../../renderer/store/pin-pad.ts';
import {
  acceptSnapshot,
  advance,
  createStationStore,
  showPanel,
  touchPanel,
  type StationStore,
} from '../../../../renderer/store/station-store.ts';
import { cardView, greenCard, stationView } from '../../views.ts';

const at = (ms: number): { mono: number; wall: number } => ({ mono: ms, wall: 1_000_000 + ms });

describe('the PIN as it is typed', () => {
  const READY = { ...NO_PIN_TYPED, door: 'ready' } as const;
  const after = (...steps: PinStep[]) => steps.reduce(pinStep, READY);
  const answered = (kind: AdministratorAnswer['kind'], waitMs = 0): PinStep => ({
    kind: 'answered',
    answer: { kind, waitMs },
    at: at(0),
  });

  it('takes digits of every keyboard and nothing else, up to twelve', () => {
    expect(after({ kind: 'typed', text: '4a8 ' }, { kind: 'typed', text: '٢۹１' }).digits).toBe('48291');
    expect(after({ kind: 'typed', text: '4829134829134' }).digits).toBe('482913482913');
    expect(after({ kind: 'typed', text: '48' }, { kind: 'erased' }).digits).toBe('4');
    expect(after({ kind: 'typed', text: '48' }, { kind: 'cleared' }).digits).toBe('');
  });

  it('is forgotten when it is sent, and by every answer that ends the typing', () => {
    const typed: PinStep = { kind: 'typed', text: '482913' };
    expect(after(typed, { kind: 'sent' })).toMatchObject({ digits: '', door: 'checking' });
    for (const kind of ['unlocked', 'no-pin', 'keychain'] as const)
      expect(after(typed, answered(kind)).digits).toBe('');
  });

  it('is taken again after a wait, and by the clock that nobody sets', () => {
    const wrong = after({ kind: 'sent' }, answered('wrong', 5_000));
    expect(wrong).toMatchObject({ door: 'ready', note: 'wrong' });
    expect(takesDigits(wrong, at(4_999))).toBe(false);
    expect(holdLeft(wrong, { mono: 1_000, wall: 9e12 })).toBe(4_000);
    expect(takesDigits(wrong, at(5_000))).toBe(true);
    expect(takesDigits(after({ kind: 'sent' }, answered('wrong')), at(0))).toBe(true);
    expect(takesDigits(after({ kind: 'sent' }), at(0))).toBe(false);
    expect(takesDigits(NO_PIN_TYPED, at(0))).toBe(false);
    expect(takesDigits(after({ kind: 'unanswered' }), at(0))).toBe(false);
  });

  it('loses what was said of the last one with the next digit', () => {
    expect(after({ kind: 'scanned' }).note).toBe('scan');
    expect(after({ kind: 'scanned' }, { kind: 'typed', text: 'x' }).note).toBe('scan');
    expect(after({ kind: 'scanned' }, { kind: 'typed', text: '4' }).note).toBeNull();
  });
});

describe('the pad', () => {
  let store: StationStore;
  let asked: AdministratorRequest[];
  let answer: (request: AdministratorRequest) => Promise<AdministratorAnswer>;
  let now = 0;
  let pad: PinPad;
  let sequence = 0;

  const show = (over: Partial<StationView> = {}): void => {
    sequence += 1;
    acceptSnapshot(store, stationView({ sequence, at: 1_000_000 + now, ...over }), at(now));
  };
  const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
  const type = (text: string): void => [...text].forEach((key) => pad.onText(key));
  const acts = (): string[] => asked.map(({ act }) => act);

  beforeEach(async () => {
    now = 0;
    sequence = 0;
    asked = [];
    answer = ({ act }) => Promise.resolve({ kind: act === 'unlock' ? 'wrong' : 'locked', waitMs: 0 });
    store = createStationStore(at(0));
    pad = createPinPad({
      station: store,
      ask: (request) => {
        asked.push(request);
        return answer(request);
      },
      readMoment: () => at(now),
    });
    show();
    showPanel(store, 'administrator', at(0));
    await settled();
  });

  it('asks main what would come of a PIN when it opens, and never before', () => {
    expect(isPinAsked(store.getState())).toBe(true);
    expect(acts()).toEqual(['look']);
    expect(pad.entry.getState().door).toBe('ready');
  });

  it('sends a whole PIN once, and says what came of it', async () => {
    type('48291');
    pad.onEnter();
    expect(pad.entry.getState()).toMatchObject({ note: 'short', digits: '48291' });
    type('3');
    pad.onEnter();
    pad.onEnter();
    expect(asked.slice(1)).toEqual([{ act: 'unlock', pin: '482913' }]);
    expect(pad.entry.getState().digits).toBe('');
    await settled();
    expect(pad.entry.getState()).toMatchObject({ door: 'ready', note: 'wrong' });
  });

  it('takes nothing during a wait', async () => {
    answer = () => Promise.resolve({ kind: 'wrong', waitMs: 5_000 });
    type('482913');
    pad.onEnter();
    await settled();
    type('770451');
    pad.onEnter();
    expect(pad.entry.getState().digits).toBe('');
    expect(acts()).toEqual(['look', 'unlock']);
    now = 5_000;
    type('7');
    expect(pad.entry.getState().digits).toBe('7');
  });

  it('a scan is no try and no digit', () => {
    type('48');
    pad.onScan();
    expect(pad.entry.getState()).toMatchObject({ digits: '48', note: 'scan' });
    expect(acts()).toEqual(['look']);
  });

  it.each<[string, () => void]>([
    ['somebody goes back', () => showPanel(store, null, at(100))],
    ['another panel is opened', () => showPanel(store, 'recent', at(100))],
    ['a card may be handed over', () => show({ cards: [greenCard(60_000)] })],
    ['a scan was refused', () => show({ notice: { kind: 'refused', id: 7, refusal: 'characters', max: null } })],
    [
      'nobody touches it',
      () => {
        now = 60_000;
        show();
        advance(store, at(now));
      },
    ],
    [
      'main is silent',
      () => {
        now = 3_000;
        advance(store, at(now));
      },
    ],
  ])('when %s the PIN is forgotten and main is told to lock', (_what, close) => {
    type('4829');
    close();
    expect(isPinAsked(store.getState())).toBe(false);
    expect(pad.entry.getState()).toEqual(NO_PIN_TYPED);
    expect(acts()).toEqual(['look', 'lock']);
    // What is typed now is nothing.
    type('13');
    pad.onEnter();
    expect(pad.entry.getState().digits).toBe('');
    expect(acts()).toEqual(['look', 'lock']);
  });

  it('a green card that comes while somebody is signed in closes the panel and locks', () => {
    show({ administrator: { kind: 'unlocked', selfTest: null } });
    expect(isPinAsked(store.getState())).toBe(false);
    expect(store.getState().panel?.name).toBe('administrator');
    show({ administrator: { kind: 'unlocked', selfTest: null }, cards: [greenCard(60_000)] });
    expect(store.getState().panel).toBeNull();
    expect(acts()).toEqual(['look', 'lock']);
  });

  it('an answer that comes after the pad was closed and opened again changes nothing', async () => {
    let late: (given: AdministratorAnswer) => void = () => undefined;
    answer = () => new Promise((resolve) => (late = resolve));
    type('482913');
    pad.onEnter();
    const say = late;
    showPanel(store, null, at(100));
    answer = () => Promise.resolve({ kind: 'locked', waitMs: 0 });
    showPanel(store, 'administrator', at(200));
    await settled();
    say({ kind: 'wrong', waitMs: 900_000 });
    await settled();
    expect(pad.entry.getState()).toEqual({ ...NO_PIN_TYPED, door: 'ready' });
  });

  it('opens again, empty, when main has locked by itself', async () => {
    show({ administrator: { kind: 'unlocked', selfTest: null } });
    show();
    await settled();
    expect(isPinAsked(store.getState())).toBe(true);
    expect(acts()).toEqual(['look', 'look']);
    expect(pad.entry.getState().door).toBe('ready');
  });

  it('says when main does not answer, and can ask again', async () => {
    answer = () => Promise.reject(new Error('no program'));
    pad.look();
    await settled();
    expect(pad.entry.getState().door).toBe('no-answer');
    answer = () => Promise.resolve({ kind: 'no-pin', waitMs: 0 });
    pad.look();
    await settled();
    expect(pad.entry.getState().door).toBe('no-pin');
  });

  it('tells main that somebody is there, now and then, and only while signed in', () => {
    const touch = (ms: number): void => {
      now = ms;
      touchPanel(store, at(ms));
    };
    touch(1_000);
    expect(acts()).toEqual(['look']);
    show({ administrator: { kind: 'unlocked', selfTest: null } });
    touch(2_000);
    touch(3_000);
    touch(11_999);
    expect(acts()).toEqual(['look', 'touch']);
    touch(12_000);
    expect(acts()).toEqual(['look', 'touch', 'touch']);
  });

  it('typing keeps the panel open', () => {
    now = 50_000;
    show();
    type('4');
    now = 100_000;
    show();
    advance(store, at(now));
    expect(isPinAsked(store.getState())).toBe(true);
  });

  it('other panels tell main nothing', () => {
    showPanel(store, null, at(10));
    asked = [];
    showPanel(store, 'recent', at(20));
    show({ cards: [cardView()] });
    expect(asked).toEqual([]);
  });
});
