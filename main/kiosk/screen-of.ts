/** Which screen a configured station is on: what it is set up with, not what its cards say. Pure. */
import type { ScreenView } from '../ipc/contract.ts';
import type { StationState } from '../tracking/station-state.ts';

type BundleTrouble = Extract<ScreenView, { kind: 'not-provisioned' }>['bundle'];

/** `bundleTrouble`: why the bundle that the roll-out left on this machine was not taken; null without one. */
export function screenOf(
  { setup, cards }: Pick<StationState, 'setup' | 'cards'>,
  bundleTrouble: () => BundleTrouble,
): ScreenView {
  switch (setup) {
    case 'starting':
      // What the record knows can be said before the keychain has answered; nothing of it is green before D1 has.
      return { kind: cards.size > 0 ? 'board' : 'starting' };
    case 'not-provisioned':
      return { kind: 'not-provisioned', bundle: bundleTrouble() };
    case 'ready':
      return { kind: 'board' };
  }
}
