/** Every state of every screen that a person can meet, by name, with fixed data. A new screen gets its line here. */
import type { StationView } from '../../main/ipc/contract.ts';
import { administratorStates } from './states/administrator.ts';
import { boardStates } from './states/board.ts';
import { cardStates } from './states/cards.ts';
import { deskStates } from './states/desk.ts';
import { faultStates } from './states/faults.ts';
import { panelStates } from './states/panels.ts';

/** What a person has done on the page before the picture is taken, by what a program sees of it. */
export type Step =
  | { readonly kind: 'click'; readonly selector: string }
  | { readonly kind: 'type'; readonly selector: string; readonly text: string }
  | { readonly kind: 'scan-keys'; readonly text: string };

export interface GalleryState {
  readonly name: string;
  readonly view: StationView;
  /** What a calling page is answered, by the name of the bridge's function; everything else resolves with nothing. */
  readonly answers?: Readonly<Record<string, unknown>>;
  readonly steps?: readonly Step[];
  /** Main says nothing after its first snapshot, and the page has noticed. */
  readonly silent?: boolean;
}

export const STATES: readonly GalleryState[] = [
  ...boardStates,
  ...cardStates,
  ...deskStates,
  ...faultStates,
  ...panelStates,
  ...administratorStates,
];
