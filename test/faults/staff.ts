/** Staff at the screen of a station, through the page's own bridge: everything main asks of a press is met. */
import type { StationApp } from '../e2e/station-app.ts';

/** What came of a press, in the words of the snapshot: `given`, or `refused: WHY`. */
export type Outcome = string;

/** A press so soon after the stage changed does not count, in ms; and a little more. */
const STEADY_MS = 700;
/** The check with D1 takes 4 s at most, and the keychain 5. */
const OUTCOME_LIMIT_MS = 15_000;

/** The page's side: opens the check list, waits until a press counts, and presses. */
const PRESS = `async (cardId, second) => {
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  await window.station.focus(cardId);
  await pause(${STEADY_MS});
  await window.station.open('hand-over', cardId);
  const view = await window.station.ready();
  const card = view.cards.find((one) => one.cardId === cardId);
  window.pressedAt = Date.now();
  await window.station.handOver({
    cardId, operationId: card?.operationId ?? '', sequence: view.sequence, by: null, second,
    lastFour: null, readBack: true, print: true, items: view.staff.checkItems.map((_item, index) => index),
  });
}`;

const OUTCOME = `(cardId) => new Promise((resolve) => {
  // What an earlier press came to may still be on the screen.
  window.pressedAt = Infinity;
  const limit = setTimeout(() => resolve('nothing came of it'), ${OUTCOME_LIMIT_MS});
  const end = window.station.onSnapshot(({ desk }) => {
    if (desk.cardId !== cardId || (desk.kind !== 'given' && desk.kind !== 'refused')) return;
    if (desk.at < window.pressedAt) return;
    clearTimeout(limit);
    end();
    resolve(desk.kind === 'given' ? 'given' : 'refused: ' + desk.why);
  });
})`;

/** Presses "Hand over" with the check list met; resolves as soon as main has the press. */
export function press({ page }: StationApp, cardId: string, second: string | null = null): Promise<void> {
  return page.evaluate(`(${PRESS})(${JSON.stringify(cardId)}, ${JSON.stringify(second)})`);
}

/** Presses, and waits for what comes of it. */
export async function handOver(station: StationApp, cardId: string, second: string | null = null): Promise<Outcome> {
  const outcome = station.page.evaluate<Outcome>(`(${OUTCOME})(${JSON.stringify(cardId)})`);
  await press(station, cardId, second);
  return outcome;
}

/** Rejects the card on the stage; resolves as soon as main has the press. */
export function reject({ page }: StationApp, cardId: string): Promise<void> {
  return page.evaluate(`(async (cardId) => {
    await window.station.focus(cardId);
    await new Promise((resolve) => setTimeout(resolve, ${STEADY_MS}));
    const view = await window.station.ready();
    const { operationId } = view.cards.find((one) => one.cardId === cardId);
    window.pressedAt = Date.now();
    const pressed = { cardId, operationId, sequence: view.sequence, by: null, second: null };
    await window.station.act({ act: 'reject', ...pressed, reason: 'print', outcome: 'destroyed' });
  })(${JSON.stringify(cardId)})`);
}

/** Takes a card off the screen, as staff do; nothing happens where it is not there. */
export async function takeOff({ page }: StationApp, cardId: string): Promise<void> {
  await page.evaluate(`(async (cardId) => {
    const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    await window.station.close();
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await window.station.focus(cardId);
      await pause(${STEADY_MS});
      const view = await window.station.ready();
      const card = view.cards.find((one) => one.cardId === cardId);
      if (card === undefined) return;
      const { operationId } = card;
      await window.station.act({ act: 'remove', cardId, operationId, sequence: view.sequence, by: null, second: null });
      await pause(200);
    }
  })(${JSON.stringify(cardId)})`);
}
