/** What a run looks at and touches: the glass, and whatever page the window has at the moment. */
import { inWindow, seen, type Seen } from '../e2e/broken-station.ts';
import { greenShare, lookAtGlass } from '../e2e/glass.ts';
import type { StationApp } from '../e2e/station-app.ts';
import { waitMs } from '../faults/ground.ts';

/** D1's word, a read each second, its painting or the covering of a page that has stopped: green is gone after this, in ms. */
const GREEN_MAY_STAND_MS = 5_000;
/** A green verdict fills the screen; anything else shows next to none. */
const NONE = 0.01;
/** A press so soon after the stage changed does not count, in ms; and a little more. */
const STEADY_MS = 700;
const TAKE_OFF_LIMIT_MS = 30_000;

/** Looks at the glass and asks the page until it says this; gives how long that took, in ms. */
export async function reaches(
  station: StationApp,
  wanted: Partial<Seen>,
  limitMs: number,
  withdrawnAt: number | null,
  since = performance.now(),
): Promise<number> {
  for (;;) {
    if (withdrawnAt !== null && performance.now() - withdrawnAt > GREEN_MAY_STAND_MS) {
      const green = greenShare(lookAtGlass());
      if (green > NONE)
        throw new Error(`FALSE GREEN ${Math.round(performance.now() - withdrawnAt)} ms after D1 withdrew it`);
    }
    const screen = await seen(station);
    const took = performance.now() - since;
    const reached = Object.entries(wanted).every(([name, value]) => screen[name as keyof Seen] === value);
    if (took > limitMs) throw new Error(`after ${Math.round(took)} ms the screen said ${JSON.stringify(screen)}`);
    if (reached) return took;
    await waitMs(50);
  }
}

/** Takes the card off the screen, as staff do: one row of the record. */
export async function takeOff(station: StationApp, cardId: string): Promise<void> {
  const end = performance.now() + TAKE_OFF_LIMIT_MS;
  while (performance.now() < end) {
    const gone = await inWindow<boolean>(station, `(${TAKE_OFF})('${cardId}')`, TAKE_OFF_LIMIT_MS);
    if (gone === true) return;
  }
  throw new Error('the card could not be taken off');
}

const TAKE_OFF = `async (cardId) => {
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  await window.station.focus(cardId);
  await pause(${STEADY_MS});
  const view = await window.station.ready();
  // Until the keychain has answered after a start, a card is taken off without a row.
  if (view.ledger !== 'accepted') return false;
  const card = view.cards.find((one) => one.cardId === cardId);
  if (card === undefined) return true;
  const { operationId } = card;
  await window.station.act({ act: 'remove', cardId, operationId, sequence: view.sequence, by: null, second: null });
  await pause(200);
  return (await window.station.ready()).cards.every((one) => one.cardId !== cardId);
}`;
