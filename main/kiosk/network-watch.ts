/** Tells when the network of this PC has become another one, as with a cable that is back: main hears of no event for it. */
import type { Clock } from '../tracking/instant.ts';

/** What is needed of Node's `networkInterfaces`. */
export type Interfaces = Readonly<
  Record<string, readonly { readonly address: string; readonly internal: boolean }[] | undefined>
>;

/** The addresses are looked at this often, in ms: sooner than a person looks up from the plug. */
const LOOK_EVERY_MS = 3_000;

/** What a PC gives itself while nobody has given it an address: no way leads anywhere by these. */
const SELF_GIVEN = /^(?:169\.254\.|fe[89ab][0-9a-f]:)/i;

/** Calls `changed` until the returned function is called. */
export function watchNetwork(read: () => Interfaces, clock: Clock, changed: () => void): () => void {
  let before = addressesIn(read);
  let cancel = clock.after(LOOK_EVERY_MS, look);

  function look(): void {
    cancel = clock.after(LOOK_EVERY_MS, look);
    const now = addressesIn(read);
    if (now === null || now === before) return;
    before = now;
    // Without any there is nobody who could be asked.
    if (now !== '') changed();
  }

  return () => cancel();
}

/** By which addresses others reach this PC, in one text; null where the system does not say. */
function addressesIn(read: () => Interfaces): string | null {
  try {
    const outward = Object.values(read()).flatMap((addresses) => addresses?.filter((one) => !one.internal) ?? []);
    return outward
      .map(({ address }) => address)
      .filter((address) => !SELF_GIVEN.test(address))
      .sort()
      .join(' ');
  } catch {
    return null;
  }
}
