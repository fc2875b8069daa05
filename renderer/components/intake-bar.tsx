import type { ReactNode } from 'react';

import type { IntakeNotice } from '../../main/ipc/contract.ts';
import { shownNotice } from '../store/station-store.ts';
import { CardLabel } from './card-label.tsx';
import { RawText } from './raw-text.tsx';
import { useStation } from './station-context.tsx';
import { TypingTool } from './typing-tool.tsx';
import { useSay } from './words-context.tsx';

/** So many characters of what is being typed fit in the bar; the end is what a person checks. */
const SHOWN_TYPING = 56;

/** The foot of the screen: how to add a card, what is being typed, and what came of the last scan. Always in one place. */
export function IntakeBar(): ReactNode {
  const say = useSay();
  // On the pad it stands above the keys.
  const typed = useStation((state) => (state.panel?.name === 'typing' ? '' : state.typed));
  const notice = useStation(shownNotice);
  if (typed !== '') {
    return (
      <footer className="intake" data-intake="typing" data-testid="typing">
        <span className="label">{say({ key: 'intake.typed' })}</span>
        <span className="code intake-typed">
          <RawText text={typed.length <= SHOWN_TYPING ? typed : `…${typed.slice(-SHOWN_TYPING)}`} />
          <span className="caret" aria-hidden="true" />
        </span>
        <span className="intake-enter">{say({ key: 'intake.enter' })}</span>
      </footer>
    );
  }
  if (notice !== null) return <Notice notice={notice} />;
  return (
    <footer className="intake" data-intake="ready">
      <TypingTool />
      <span>{say({ key: 'intake.prompt' })}</span>
    </footer>
  );
}

function Notice({ notice }: { readonly notice: IntakeNotice }): ReactNode {
  const say = useSay();
  switch (notice.kind) {
    case 'refused': {
      const values = { max: notice.max ?? '' };
      return (
        <footer
          className="intake"
          data-intake="refused"
          data-testid="notice"
          data-notice={notice.refusal}
          role="status"
        >
          <span>{say({ key: `intake.refused.${notice.refusal}`, values })}</span>
        </footer>
      );
    }
    case 'already-watched':
      return (
        <footer className="intake" data-intake="known" data-testid="notice" data-notice="already-watched" role="status">
          <span>{say({ key: 'intake.already-watched' })}</span>
          <span className="intake-card">
            <Known cardId={notice.cardId} />
          </span>
        </footer>
      );
  }
}

/** The card that was scanned again, as the rest of the screen names it; it may have left the screen meanwhile. */
function Known({ cardId }: { readonly cardId: string }): ReactNode {
  const reference = useStation(({ view }) => {
    const all = view === null ? [] : [...view.cards, ...view.shelf];
    return all.find((card) => card.cardId === cardId)?.reference ?? null;
  });
  return <CardLabel card={{ cardId, reference }} />;
}
