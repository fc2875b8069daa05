import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { REST_SILENCE_MS, SILENCE_LIMIT_MS } from '../../../../main/ipc/contract.ts';
import { createSnapshotPump, type Sent } from '../../../../main/ipc/snapshots.ts';
import { FakeClock } from '../tracking/fake-clock.ts';

/** A snapshot with something at stake. */
function watched(sequence: number): Sent {
  return { sequence, silentAfterMs: SILENCE_LIMIT_MS };
}

/** `paintsAfterMs`: the page is as quick as that. */
function pump(paintsAfterMs = 1): {
  clock: FakeClock;
  sent: number[];
  changed: () => void;
  told: (sent: Sent) => void;
  stop: () => void;
} {
  const clock = new FakeClock();
  const sent: number[] = [];
  const made = createSnapshotPump(clock, () => {
    const sequence = sent.push(clock.now().mono);
    if (Number.isFinite(paintsAfterMs)) clock.after(paintsAfterMs, () => made.painted(sequence));
    return watched(sequence);
  });
  return { clock, sent, changed: () => made.changed(), told: (view) => made.told(view), stop: () => made.stop() };
}

describe('snapshots', () => {
  it('begin at once', () => {
    expect(pump().sent).toHaveLength(1);
  });

  it('follow a change at once when none went out lately, and soon when one did', () => {
    const { clock, sent, changed } = pump();
    clock.advance(400);
    changed();
    expect(sent).toHaveLength(2);
    clock.advance(10);
    changed();
    changed();
    expect(sent).toHaveLength(2);
    clock.advance(40);
    expect(sent).toHaveLength(3);
  });

  it('keep fifty ms apart under a storm of changes', () => {
    const { clock, sent, changed } = pump();
    for (let ms = 0; ms < 3_000; ms += 1) {
      changed();
      clock.advance(1);
    }
    expect(sent.length).toBeGreaterThanOrEqual(59);
    expect(sent.length).toBeLessThanOrEqual(61);
  });

  it('are as many as a slow page paints, two ahead of it and no more, and the last change comes', () => {
    const { clock, sent, changed } = pump(400);
    for (let ms = 0; ms < 4_000; ms += 10) {
      changed();
      clock.advance(10);
    }
    expect(sent.length).toBeGreaterThanOrEqual(18);
    expect(sent.length).toBeLessThanOrEqual(22);
    const before = sent.length;
    changed();
    clock.advance(450);
    expect(sent.length).toBeGreaterThan(before);
  });

  it('go out every second to a page that paints nothing, whatever changes, and at once again when it does', () => {
    const clock = new FakeClock();
    const sent: number[] = [];
    const made = createSnapshotPump(clock, () => watched(sent.push(clock.now().mono)));
    for (let ms = 0; ms < 9_000; ms += 10) {
      made.changed();
      clock.advance(10);
    }
    expect(sent.length).toBeGreaterThanOrEqual(10);
    expect(sent.length).toBeLessThanOrEqual(12);
    made.changed();
    const before = sent.length;
    made.painted(before);
    clock.advance(50);
    expect(sent.length).toBe(before + 1);
  });

  it('do not go out for a change that tells nothing, and neither sooner nor later for all such changes', () => {
    const clock = new FakeClock();
    const sent: { at: number; reason: string }[] = [];
    let news = false;
    const made = createSnapshotPump(clock, (reason) => {
      if (reason === 'change' && !news) return null;
      const sequence = sent.push({ at: clock.now().mono, reason });
      clock.after(1, () => made.painted(sequence));
      return watched(sequence);
    });
    for (let ms = 0; ms < 9_000; ms += 10) {
      made.changed();
      clock.advance(10);
    }
    expect(sent.every(({ reason }) => reason === 'time')).toBe(true);
    const [first] = sent;
    expect(sent.map(({ at }) => at - (first?.at ?? 0))).toEqual(Array.from({ length: 11 }, (_none, nth) => nth * 900));
    news = true;
    made.changed();
    clock.advance(50);
    expect(sent.at(-1)?.reason).toBe('change');
    expect(clock.now().mono - (sent.at(-1)?.at ?? 0)).toBeLessThanOrEqual(50);
  });

  it('look at a storm of changes that tell nothing at most twenty times a second', () => {
    const clock = new FakeClock();
    let looks = 0;
    const made = createSnapshotPump(clock, (reason) => {
      if (reason === 'time') return watched(0);
      looks += 1;
      return null;
    });
    made.painted(0);
    for (let ms = 0; ms < 3_000; ms += 1) {
      made.changed();
      made.painted(0);
      clock.advance(1);
    }
    expect(looks).toBeGreaterThan(40);
    expect(looks).toBeLessThanOrEqual(60);
  });

  it('tell a change that comes while one is made', () => {
    const clock = new FakeClock();
    let changedInside = false;
    let sent = 0;
    const made: ReturnType<typeof createSnapshotPump> = createSnapshotPump(clock, () => {
      sent += 1;
      if (sent === 2 && !changedInside) {
        changedInside = true;
        made.changed();
      }
      const sequence = sent;
      clock.after(1, () => made.painted(sequence));
      return watched(sent);
    });
    clock.advance(100);
    made.changed();
    expect(sent).toBe(2);
    clock.advance(50);
    expect(sent).toBe(3);
  });

  it('go out every second without any change: the page withdraws green when they stop', () => {
    const { clock, sent } = pump();
    clock.advance(60_000);
    expect(sent.length).toBeGreaterThanOrEqual(60);
    expect(sent.length).toBeLessThanOrEqual(80);
    expect(1_000 * 2).toBeLessThan(SILENCE_LIMIT_MS);
  });

  it('are at most twenty in any second and at least one, whenever changes come, and no change waits longer than that', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 1_500 })), {
          minLength: 1,
          maxLength: 120,
        }),
        (pauses) => {
          const { clock, sent, changed } = pump();
          for (const pause of pauses) {
            clock.advance(pause);
            const at = clock.now().mono;
            changed();
            const last = sent.at(-1) ?? 0;
            // Either it went out now, or it will within the shortest gap: nothing else may be due before.
            if (last !== at) expect(at - last).toBeLessThan(50);
          }
          clock.advance(3_000);
          for (const [index, at] of sent.entries()) {
            expect(sent.filter((other) => other > at - 1_000 && other <= at).length).toBeLessThanOrEqual(20);
            const next = sent[index + 1];
            if (next !== undefined) expect(next - at).toBeLessThanOrEqual(1_000);
          }
        },
      ),
    );
  });

  it('go out three times and more within whatever silence the page bears, and as often as before once it bears less', () => {
    const clock = new FakeClock();
    const sent: number[] = [];
    let silentAfterMs: number = REST_SILENCE_MS;
    const made = createSnapshotPump(clock, () => {
      const sequence = sent.push(clock.now().mono);
      clock.after(1, () => made.painted(sequence));
      return { sequence, silentAfterMs };
    });
    const most = (): number => Math.max(...sent.slice(1).map((at, index) => at - (sent[index] ?? 0)));
    clock.advance(60_000);
    expect(most()).toBe(4_500);
    expect(most() * 3).toBeLessThan(REST_SILENCE_MS);
    // Something is at stake: told at once, and from then on by the shorter limit.
    silentAfterMs = SILENCE_LIMIT_MS;
    made.changed();
    expect(clock.now().mono - (sent.at(-1) ?? 0)).toBe(0);
    sent.splice(0, sent.length - 1);
    clock.advance(10_000);
    expect(most()).toBe(900);
  });

  it('keep to the shorter silence too when the page was told of it in another way', () => {
    const clock = new FakeClock();
    const sent: number[] = [];
    let telling = true;
    const made = createSnapshotPump(clock, () =>
      telling ? { sequence: sent.push(clock.now().mono), silentAfterMs: REST_SILENCE_MS } : null,
    );
    clock.advance(1_000);
    made.told({ sequence: 2, silentAfterMs: SILENCE_LIMIT_MS });
    clock.advance(100);
    // What changed is what the page was told then.
    telling = false;
    made.changed();
    telling = true;
    clock.advance(800);
    expect(sent).toHaveLength(2);
  });

  it('are not held up by a page that asks for the newest again and again', () => {
    const { clock, sent, told } = pump();
    for (let ms = 0; ms < 9_000; ms += 10) {
      told(watched(1_000 + ms));
      clock.advance(10);
    }
    expect(sent.length).toBeGreaterThanOrEqual(10);
  });

  it('end when stopped, also with a change waiting', () => {
    const { clock, sent, changed, stop } = pump();
    changed();
    stop();
    changed();
    clock.advance(60_000);
    expect(sent).toHaveLength(1);
    expect(clock.pending()).toBe(0);
  });
});
