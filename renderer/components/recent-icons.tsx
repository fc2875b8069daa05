import type { ReactNode } from 'react';

import type { RecentView } from '../../main/ipc/contract.ts';
import { Picture } from './icons.tsx';

const LINE = {
  fill: 'none',
  stroke: 'currentColor',
  strokeWidth: 8,
  strokeLinecap: 'round',
  strokeLinejoin: 'round',
} as const;

/** What was done, in outlines only: no filled disc, octagon or triangle, which are verdicts. */
export function RecentKindIcon({ action }: { readonly action: RecentView }): ReactNode {
  return <Picture>{action.undone ? <Undone /> : <Kind action={action} />}</Picture>;
}

function Kind({ action: { kind, outcome } }: { readonly action: RecentView }): ReactNode {
  switch (kind) {
    // A card and the way to the customer.
    case 'handed-over':
      return (
        <>
          <path d="M6 26h54v48H6zM6 42h54" {...LINE} />
          <path d="M70 50h24M83 37l13 13-13 13" {...LINE} />
        </>
      );
    // Two persons.
    case 'decided-elsewhere':
      return (
        <>
          <circle cx="32" cy="32" r="15" {...LINE} />
          <circle cx="70" cy="38" r="12" {...LINE} />
          <path d="M6 84c0-17 11-27 26-27s26 10 26 27M66 64c15-3 28 5 28 20" {...LINE} />
        </>
      );
    // A card, crossed out; one that was good after all is only a card.
    case 'rejected':
      return (
        <>
          <path d="M8 22h84v56H8zM8 40h84" {...LINE} />
          {outcome !== 'good-after-all' && <path d="M26 94L74 6" {...LINE} />}
        </>
      );
    // A card above an open box.
    case 'stored':
      return (
        <>
          <path d="M28 10h44v28H28z" {...LINE} />
          <path d="M8 52v36h84V52M8 52h22l8 14h24l8-14h22" {...LINE} />
        </>
      );
    // A card that is only an outline any more.
    case 'removed':
      return <path d="M8 22h84v56H8z" {...LINE} strokeDasharray="14 18" />;
  }
}

/** An arrow that goes back. */
function Undone(): ReactNode {
  return <path d="M32 14L10 36l22 22M12 36h48c18 0 30 10 30 24S78 84 60 84H36" {...LINE} />;
}
