/** What every step has before it, and what is looked for on the screen. */
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { Kiosk } from './kiosk.ts';
import { until, type Machine } from './machine.ts';
import type { Screen } from './screen.ts';

export interface Scene {
  readonly machine: Machine;
  readonly kiosk: Kiosk;
  readonly sandbox: Sandbox;
  readonly screen: Screen;
  /** Versions in Debian's form, both in the repository. */
  readonly older: string;
  readonly newer: string;
}

/** What was done, in words, and how; gives a note where there is something to tell. */
export type Step = readonly [says: string, does: (scene: Scene) => Promise<string | undefined>];

/** The cards of this life, in the order in which they come: two are handed over, the last stays green. */
export const CARDS = { first: 'card-4710', second: 'card-4711', third: 'card-4712' } as const;
/** Green and the ground of the dark screen (renderer/theme/tokens.css). */
const GREEN = [0x2f, 0xc7, 0x79] as const;
const DARK = [0x0b, 0x10, 0x16] as const;
/** So much of the screen a verdict covers at least. */
const LARGE = 0.3;
/** A busy machine is slow, in ms. */
export const LIMIT_MS = 180_000;

export function expect(what: string, holds: boolean): void {
  if (!holds) throw new Error(`not so: ${what}`);
}

export async function seesGreen({ screen }: Scene): Promise<string> {
  const share = await until('the screen is green', LIMIT_MS, async () => {
    const now = screen.shareOf(GREEN);
    return now > LARGE ? now : null;
  });
  return `${Math.round(share * 100)} % of the screen`;
}

/** The ground of a board without a verdict: a black screen is none. */
export async function seesDark({ screen }: Scene): Promise<void> {
  await until('the screen is dark, not black', LIMIT_MS, async () => screen.shareOf(DARK) > LARGE);
}

/** Waits until the version that runs has tested itself; throws when it found something. */
export async function testedItself({ kiosk }: Scene): Promise<string> {
  const [version, told] = await until('the version has tested itself', LIMIT_MS, async () => {
    const running = (await kiosk.log('start')).at(-1)?.['version'];
    const last = (await kiosk.log('self-test')).at(-1);
    return running !== undefined && last?.['version'] === running ? ([running, last] as const) : null;
  });
  expect(`${version} is fine by itself: ${told['detail']}`, told['outcome'] === 'fine');
  return `tested itself: ${told['detail']}`;
}
