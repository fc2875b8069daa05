/** The touch that wakes a dark screen does nothing else: whoever touches it wants to see it, and saw no button. Pure. */

export type WakeInput =
  /** A finger or a mouse button goes down. */
  | { readonly kind: 'down'; readonly dim: boolean }
  /** Whatever follows from it: up, click, menu. */
  | { readonly kind: 'after' }
  | { readonly kind: 'key-down'; readonly dim: boolean; readonly key: string }
  | { readonly kind: 'key-up'; readonly key: string };

/** `touch`: a finger woke the screen, and what follows from it is kept away. `key`: the same for this key. */
export type WakeGuard =
  { readonly kind: 'open' } | { readonly kind: 'touch' } | { readonly kind: 'key'; readonly key: string };

export const OPEN: WakeGuard = { kind: 'open' };

/** The keys that press what has the focus. Every other key can be the first of a scan, which must not be cut short. */
const PRESSING_KEYS: readonly string[] = ['Enter', ' '];

/** The guard after an input, and whether that is kept from everything else on the page. */
export function guardStep(guard: WakeGuard, input: WakeInput): { readonly guard: WakeGuard; readonly kept: boolean } {
  switch (input.kind) {
    case 'down':
      return input.dim ? { guard: { kind: 'touch' }, kept: true } : { guard: OPEN, kept: false };
    case 'after':
      return { guard, kept: guard.kind === 'touch' };
    case 'key-down': {
      if (input.dim && PRESSING_KEYS.includes(input.key)) return { guard: { kind: 'key', key: input.key }, kept: true };
      // A key that is held goes on repeating.
      const held = guard.kind === 'key' && guard.key === input.key;
      return held ? { guard, kept: true } : { guard: OPEN, kept: false };
    }
    case 'key-up':
      return { guard: OPEN, kept: guard.kind === 'key' && guard.key === input.key };
  }
}
