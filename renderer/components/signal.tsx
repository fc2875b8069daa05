import type { ReactNode } from 'react';

import { VerdictIcon } from './icons.tsx';
import type { Verdict } from './verdict-look.ts';

/** The places of the signal, from "go" to "stop". A verdict is known by its place alone, as on a traffic light. */
const PLACES: readonly Verdict[] = ['hand-over', 'wait', 'cannot-tell', 'do-not-hand-over'];

/** A column of four places beside the word; one is lit and holds the verdict's shape, the others are empty. */
export function Signal({ verdict }: { readonly verdict: Verdict }): ReactNode {
  return (
    <div className="signal" aria-hidden="true">
      {PLACES.map((place) => (
        <span key={place} className="signal-place" data-lit={place === verdict}>
          {place === verdict && <VerdictIcon verdict={verdict} />}
        </span>
      ))}
    </div>
  );
}
