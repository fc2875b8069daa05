/** A page that was taken over down to its last word: a door past the bridge to every channel, for the twin alone. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect } from '../e2e/fixtures.ts';
import type { SharedStation } from '../e2e/shared-station.ts';
import { makeMessages } from './messages.ts';

/** What came of the messages to one channel. */
export interface ChannelOutcome {
  readonly sent: number;
  readonly valid: number;
  /** Refused as too many. */
  readonly tooMany: number;
  /** Valid ones that main took; broken ones are in `wrong`. */
  readonly taken: number;
  /** What should not have been answered so. */
  readonly wrong: readonly string[];
  /** Each `kind` that an answer had. */
  readonly kinds: readonly string[];
}

export interface Attack {
  readonly channel: string;
  readonly seed: number;
  /** Cards and operations of the board. */
  readonly cards: readonly (readonly [string, string | null])[];
  readonly count: number;
  /** Time from one message to the next, in ms; 0 sends them as fast as the page can. */
  readonly everyMs: number;
}

/** One message in so many is right by its schema. */
const ONE_VALID_IN = 3;

/** Runs in the page's preload world, with the engine's own function for messages. */
async function attack(
  invoke: (channel: string, payload: unknown) => Promise<unknown>,
  make: typeof makeMessages,
  { channel, seed, cards, count, everyMs }: Attack,
  validIn: number,
): Promise<ChannelOutcome> {
  const messages = make(seed, cards);
  const wrong: string[] = [];
  const kinds = new Set<string>();
  let [valid, tooMany, taken] = [0, 0, 0];
  const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
  const send = async (isValid: boolean): Promise<void> => {
    const { payload, what } = isValid ? messages.valid(channel) : messages.broken(channel);
    const answer = await invoke(channel, payload).catch((error: unknown) => `error: ${String(error)}`);
    if (answer === 'too many calls') tooMany += 1;
    else if (typeof answer === 'string') {
      // What cannot cross at all, such as a number that no copy is made of, is refused before.
      if (answer !== 'refused' && !answer.includes('could not be cloned'))
        wrong.push(`${what}: ${answer.slice(0, 200)}`);
      else if (isValid) wrong.push(`${what} was refused`);
    } else if (isValid) {
      taken += 1;
      const kind = (answer as { kind?: unknown } | null)?.kind;
      if (typeof kind === 'string') kinds.add(kind);
    } else wrong.push(`${what} was taken`);
  };
  // Whole floods are held by the page alone: at most so many wait for their answer.
  const AT_ONCE = 500;
  let batch: Promise<void>[] = [];
  for (let n = 0; n < count; n += 1) {
    const isValid = n % validIn === 0;
    if (isValid) valid += 1;
    batch.push(send(isValid));
    if (everyMs > 0) await pause(everyMs);
    else if (batch.length >= AT_ONCE) {
      await Promise.all(batch);
      batch = [];
    }
  }
  await Promise.all(batch);
  return { sent: count, valid, tooMany, taken, wrong: wrong.slice(0, 5), kinds: [...kinds] };
}

/** Gives the station's page the door and loads it anew. */
export async function openRawDoor({ station, place }: SharedStation): Promise<void> {
  const file = join(place.profileFolder, 'raw-door.cjs');
  writeFileSync(
    file,
    `const { contextBridge, ipcRenderer } = require('electron');
const attack = ${attack.toString()};
const make = ${makeMessages.toString()};
const invoke = (channel, payload) => { try { return ipcRenderer.invoke(channel, payload); } catch (error) { return Promise.reject(error); } };
contextBridge.exposeInMainWorld('door', {
  attack: (plan) => attack(invoke, make, plan, ${ONE_VALID_IN}),
  invoke: (channel, payload) => invoke(channel, payload).then((answer) => JSON.stringify(answer), (error) => 'error: ' + error.message),
});`,
  );
  await station.electron.evaluate(async ({ session, webContents }, path) => {
    const own = session.fromPartition('station') as unknown as {
      setPreloads?: (paths: string[]) => void;
      registerPreloadScript?: (script: { type: 'frame'; filePath: string }) => string;
    };
    if (own.registerPreloadScript === undefined) own.setPreloads?.([path]);
    else own.registerPreloadScript({ type: 'frame', filePath: path });
    const [contents] = webContents.getAllWebContents();
    await new Promise<void>((resolve) => {
      contents?.once('did-finish-load', () => resolve());
      contents?.reload();
    });
  }, file);
  // The one who drives the page hears of its new world a little later than main.
  await expect.poll(() => station.page.evaluate('typeof window.door').catch(() => null)).toBe('object');
}

/** Sends one attack through the door. */
export function attackChannel({ station }: SharedStation, plan: Attack): Promise<ChannelOutcome> {
  return station.page.evaluate<ChannelOutcome>(`window.door.attack(${JSON.stringify(plan)})`);
}
