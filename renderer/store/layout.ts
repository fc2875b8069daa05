import type { CardView, DeskView, StationView } from '../../main/ipc/contract.ts';
import type { PanelName } from './panel.ts';
import { NOTHING_SHOWN, type ShownDesk } from './shown-desk.ts';

/** Which screen fills the window; the names are those of `data-screen`. */
export type Layout =
  | { readonly screen: 'starting' | 'not-provisioned' | 'full-fault' | 'idle' }
  | { readonly screen: 'configuration'; readonly problems: readonly ConfigurationProblem[] }
  | {
      readonly screen: 'checking';
      readonly desk: Extract<ShownDesk, { kind: 'checking' }>;
      readonly others: readonly CardView[];
    }
  | {
      readonly screen: 'given';
      readonly given: Extract<DeskView, { kind: 'given' }>;
      readonly others: readonly CardView[];
    }
  | { readonly screen: 'panel'; readonly panel: PanelName }
  | { readonly screen: 'one-card'; readonly stage: CardView }
  | { readonly screen: 'several'; readonly stage: CardView; readonly others: readonly CardView[] };

type ConfigurationProblem = Extract<StationView['screen'], { kind: 'configuration' }>['problems'][number];

/**
 * Chooses the screen for a snapshot; null stands for the time before the first one. `desk` is what staff are doing, as
 * far as it may be shown: the check with D1 and its outcome fill the stage, a dialog lies over the card that it is about.
 * A `panel` takes the place of all of them but these.
 */
export function layoutOf(
  view: StationView | null,
  desk: ShownDesk = NOTHING_SHOWN,
  panel: PanelName | null = null,
): Layout {
  if (view === null) return { screen: 'starting' };
  if (panel !== null && (desk.kind === 'none' || desk.kind === 'refused')) return { screen: 'panel', panel };
  switch (view.screen.kind) {
    case 'starting':
      return { screen: 'starting' };
    case 'not-provisioned':
      return { screen: 'not-provisioned' };
    case 'configuration':
      return { screen: 'configuration', problems: view.screen.problems };
    case 'board':
      return boardOf(view, desk);
  }
}

function boardOf(view: StationView, desk: ShownDesk): Layout {
  if (desk.kind === 'given') return { screen: 'given', given: desk.given, others: view.cards };
  if (desk.kind === 'checking') {
    return { screen: 'checking', desk, others: view.cards.filter((card) => card !== desk.card) };
  }
  // Main names the stage; a name that is not among the cards must not leave the screen empty.
  const stage = view.cards.find((card) => card.cardId === view.stage) ?? view.cards[0];
  if (stage === undefined) {
    return { screen: view.connection.state === 'never' && view.faults.length > 0 ? 'full-fault' : 'idle' };
  }
  const others = view.cards.filter((card) => card !== stage);
  return others.length === 0 ? { screen: 'one-card', stage } : { screen: 'several', stage, others };
}

/** The card on stage, or null on every screen without one. */
export function stageCardId(layout: Layout): string | null {
  return 'stage' in layout ? layout.stage.cardId : null;
}
