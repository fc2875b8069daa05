import { describe, expect, it } from 'vitest';

import type { StationView } from '../../../../main/ipc/contract.ts';
import { hangBell } from '../../../../renderer/store/bell.ts';
import { createSoundPlayer, type SoundElement } from '../../../../renderer/store/sound-player.ts';
import { acceptSnapshot, advance, createStationStore } from '../../../../renderer/store/station-store.ts';
import { cardView, greenCard, stationView } from '../../views.ts';

const at = (ms: number) => ({ mono: ms, wall: 1_000_000 + ms });

/** Loudspeakers that write down what they are asked; `broken` ones refuse to play. */
function speakers(broken = false) {
  const log: string[] = [];
  const make = (address: string): SoundElement => {
    const name = /(ready|stop|attention)/.exec(address)?.[0] ?? address;
    log.push(`made ${name}`);
    return {
      volume: 1,
      load: () => undefined,
      play() {
        log.push(`${name} at ${this.volume}`);
        return broken ? Promise.reject(new DOMException('no device', 'NotSupportedError')) : Promise.resolve();
      },
      pause: () => log.push(`${name} ends`),
    };
  };
  return { log, player: createSoundPlayer(make) };
}

function station(broken = false) {
  const store = createStationStore(at(0));
  const { log, player } = speakers(broken);
  const bell = hangBell(store, player);
  let sequence = 0;
  const show = (over: Partial<StationView>, ms: number): void => {
    sequence += 1;
    acceptSnapshot(store, stationView({ ...over, sequence, at: 1_000_000 + ms }), at(ms));
  };
  return { store, log, bell, show };
}

describe('the bell', () => {
  it('plays what is due at the volume of the station, and makes each element once', () => {
    const { log, show } = station();
    const sound = { volume: 40, muted: false, quietUntil: null };
    show({ cards: [cardView()], sound }, 0);
    show({ cards: [greenCard(60_000)], sound }, 1_000);
    show({ cards: [greenCard(60_000), cardView({ cardId: 'card-2' })], sound }, 2_000);
    show({ cards: [greenCard(60_000), greenCard(60_000, { cardId: 'card-2' })], sound }, 3_000);
    expect(log).toEqual(['made ready', 'ready at 0.4', 'ready ends', 'ready at 0.4']);
  });

  it('ends one sound before another begins', () => {
    const { log, show } = station();
    show({ cards: [cardView()] }, 0);
    show({ cards: [greenCard(60_000)] }, 1_000);
    show({ cards: [cardView({ phase: 'cancelled', verdict: 'do-not-hand-over' })] }, 1_100);
    expect(log).toEqual(['made ready', 'ready at 0.6', 'ready ends', 'made stop', 'stop at 0.6']);
  });

  it('falls still at once when the station is muted', () => {
    const { log, show } = station();
    show({ cards: [cardView()] }, 0);
    show({ cards: [greenCard(60_000)] }, 1_000);
    show({ cards: [greenCard(60_000)], sound: { volume: 60, muted: true, quietUntil: null } }, 1_200);
    expect(log.at(-1)).toBe('ready ends');
  });

  it('says nothing when main falls silent under a green card, nor when it comes back', () => {
    const { store, log, show } = station();
    show({ cards: [cardView()] }, 0);
    show({ cards: [greenCard(60_000)] }, 1_000);
    advance(store, at(5_000));
    expect(store.getState().silent).toBe(true);
    show({ cards: [greenCard(60_000)] }, 9_000);
    expect(log).toEqual(['made ready', 'ready at 0.6']);
  });

  it('plays a test in quiet hours, but not from a station whose sound is off', () => {
    const { log, bell, show } = station();
    show({ sound: { volume: 60, muted: true, quietUntil: null } }, 0);
    bell.test('stop', at(10));
    show({ sound: { volume: 0, muted: false, quietUntil: null } }, 1_000);
    bell.test('stop', at(1_010));
    expect(log).toEqual([]);
    show({ sound: { volume: 60, muted: false, quietUntil: 9_000_000 } }, 2_000);
    bell.test('stop', at(2_010));
    bell.test('ready', at(2_020));
    expect(log).toEqual(['made stop', 'stop at 0.6']);
  });

  it('costs nothing where nothing can be played', async () => {
    const { log, show } = station(true);
    show({ cards: [cardView()] }, 0);
    show({ cards: [greenCard(60_000)] }, 1_000);
    // A rejection that nobody takes would end this run of the tests.
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(log).toEqual(['made ready', 'ready at 0.6']);
  });
});
