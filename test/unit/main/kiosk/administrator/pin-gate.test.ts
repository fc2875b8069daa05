import { beforeEach, describe, expect, it } from 'vitest';

import { createKeychainStore } from '../../../../../main/credentials/keychain-store.ts';
import { storePin } from '../../../../../main/credentials/pin-store.ts';
import { Secret } from '../../../../../main/credentials/secret.ts';
import { createPinGate, type PinGate } from '../../../../../main/kiosk/administrator/pin-gate.ts';
import { MemoryKeychain } from '../../credentials/memory-keychain.ts';
import { FakeClock } from '../../tracking/fake-clock.ts';

const PIN = '482913';
const WRONG = '482914';

let keychain: MemoryKeychain;
let clock: FakeClock;
beforeEach(async () => {
  keychain = new MemoryKeychain();
  clock = new FakeClock();
  expect(await storePin(createKeychainStore(keychain), new Secret(PIN))).toBeNull();
});

/** A run of the program on the same keychain; its monotonic clock begins anew. */
function run(on = clock): PinGate {
  const store = createKeychainStore(keychain);
  return createPinGate({ openStore: () => Promise.resolve({ kind: 'store', store }), clock: on });
}
const restarted = (wall: number): FakeClock => new FakeClock({ mono: 900, wall });
const attempt = (gate: PinGate, pin: string) => gate.attempt(new Secret(pin));

async function threeWrong(gate: PinGate): Promise<void> {
  expect(await attempt(gate, WRONG)).toEqual({ kind: 'wrong', waitMs: 0 });
  expect(await attempt(gate, WRONG)).toEqual({ kind: 'wrong', waitMs: 0 });
  expect(await attempt(gate, WRONG)).toEqual({ kind: 'wrong', waitMs: 5_000 });
}

describe('the gate of the PIN', () => {
  it('opens for the PIN and for no other', async () => {
    const gate = run();
    expect(await gate.look()).toEqual({ kind: 'ready' });
    expect(await attempt(gate, WRONG)).toEqual({ kind: 'wrong', waitMs: 0 });
    expect(await attempt(gate, PIN)).toEqual({ kind: 'right' });
  });

  it('looks at none while a wait runs, the right one included', async () => {
    const gate = run();
    await threeWrong(gate);
    clock.advance(1_500);
    expect(await attempt(gate, PIN)).toEqual({ kind: 'wait', waitMs: 3_500 });
    expect(await gate.look()).toEqual({ kind: 'wait', waitMs: 3_500 });
    clock.advance(3_500);
    expect(await attempt(gate, WRONG)).toEqual({ kind: 'wrong', waitMs: 10_000 });
    clock.advance(10_000);
    expect(await attempt(gate, PIN)).toEqual({ kind: 'right' });
    // And counts from the beginning again.
    expect(await attempt(gate, WRONG)).toEqual({ kind: 'wrong', waitMs: 0 });
  });

  it('waits on after a restart', async () => {
    await threeWrong(run());
    const gate = run(restarted(clock.now().wall + 1_000));
    expect(await attempt(gate, PIN)).toEqual({ kind: 'wait', waitMs: 4_000 });
  });

  it('waits in full after a restart with the clock set back, and in a run whatever the clock says', async () => {
    const gate = run();
    await threeWrong(gate);
    clock.setWall(-86_400_000);
    expect(await gate.look()).toEqual({ kind: 'wait', waitMs: 5_000 });
    clock.setWall(2 * 86_400_000);
    expect(await gate.look()).toEqual({ kind: 'wait', waitMs: 5_000 });
    const later = restarted(clock.now().wall - 3 * 86_400_000);
    const next = run(later);
    expect(await next.look()).toEqual({ kind: 'wait', waitMs: 5_000 });
    later.advance(5_000);
    expect(await attempt(next, PIN)).toEqual({ kind: 'right' });
  });

  it('counts a try before it looks at it: ending the program in between takes none back', async () => {
    const gate = run();
    await attempt(gate, WRONG);
    await attempt(gate, WRONG);
    const set = keychain.set.bind(keychain);
    let told = false;
    const counted = new Promise<void>((resolve) => {
      keychain.set = async (account, value) => {
        const written = await set(account, value);
        if (account === 'pin-tries') resolve();
        return written;
      };
    });
    const third = attempt(gate, WRONG).then(() => (told = true));
    await counted;
    await new Promise((resolve) => setImmediate(resolve));
    // It is counted, and what the PIN is worth is still being computed.
    expect(told).toBe(false);
    expect(await run(restarted(clock.now().wall)).look()).toEqual({ kind: 'wait', waitMs: 5_000 });
    await third;
  });

  it('looks at no PIN that it cannot count', async () => {
    const gate = run();
    keychain.set = () =>
      Promise.resolve({
        kind: 'fault',
        fault: { family: 'keychain', cause: 'locked', detail: 'made up', correlationId: null },
      });
    expect(await attempt(gate, PIN)).toMatchObject({ kind: 'keychain', fault: { cause: 'locked' } });
  });

  it.each([
    ['taken away', (): void => void keychain.accounts.delete('pin-tries')],
    [
      'replaced by something else',
      (): void => {
        const part = [...keychain.accounts.keys()].find((account) => account.startsWith('pin-tries.')) ?? '';
        const head = JSON.parse(keychain.accounts.get('pin-tries') ?? '') as Record<string, unknown>;
        // A whole value, and none of ours.
        keychain.accounts.set(part, '{}');
        const sha256 = '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a';
        keychain.accounts.set('pin-tries', JSON.stringify({ ...head, length: 2, sha256 }));
      },
    ],
  ])('waits longest when the record of the tries was %s', async (_words, change) => {
    const gate = run();
    await threeWrong(gate);
    change();
    expect(await attempt(gate, PIN)).toEqual({ kind: 'wait', waitMs: 900_000 });
    expect(await run(restarted(clock.now().wall + 300_000)).look()).toEqual({ kind: 'wait', waitMs: 600_000 });
    clock.advance(900_000);
    expect(await attempt(gate, PIN)).toEqual({ kind: 'right' });
  });

  it('takes a PIN that was set anew while it runs, without the wait of the old one', async () => {
    const gate = run();
    await threeWrong(gate);
    await storePin(createKeychainStore(keychain), new Secret('770451'));
    expect(await attempt(gate, PIN)).toEqual({ kind: 'wrong', waitMs: 0 });
    expect(await attempt(gate, '770451')).toEqual({ kind: 'right' });
  });

  it('tells no PIN from one that cannot be read', async () => {
    keychain.accounts.set('pin-hash', 'garbage');
    expect(await run().look()).toMatchObject({ kind: 'keychain', fault: { cause: 'unreadable' } });
    expect(await attempt(run(), PIN)).toMatchObject({ kind: 'keychain' });
    keychain.accounts.clear();
    expect(await run().look()).toEqual({ kind: 'no-pin' });
    expect(await attempt(run(), PIN)).toEqual({ kind: 'no-pin' });
    // Nothing was counted for a PIN that is not there.
    expect(keychain.accounts.size).toBe(0);
  });

  it('looks at one at a time', async () => {
    const gate = run();
    const [first, second, third] = await Promise.all([attempt(gate, WRONG), attempt(gate, PIN), gate.look()]);
    expect(first).toEqual({ kind: 'wrong', waitMs: 0 });
    expect(second).toEqual({ kind: 'wait', waitMs: 1_000 });
    expect(third).toEqual({ kind: 'wait', waitMs: 1_000 });
    expect(await attempt(gate, PIN)).toEqual({ kind: 'right' });
  });
});
