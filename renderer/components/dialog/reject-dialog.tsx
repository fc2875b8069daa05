import type { ReactNode } from 'react';

import type { ActRequest, CardView } from '../../../main/ipc/contract.ts';
import { outcomesFor, rejectLines } from '../../locales/staff-text.ts';
import { actRequest } from '../../store/requests.ts';
import { useActions, useFillIn, useStation } from '../station-context.tsx';
import { Choice } from './choice.tsx';
import { DialogFrame, sendIf } from './dialog-frame.tsx';
import { usePad } from './use-pad.tsx';
import { Who } from './who.tsx';
import { useSay } from '../words-context.tsx';

const ANY = { cardId: '', operationId: null, sequence: 1 };
const REASONS: readonly Extract<ActRequest, { act: 'reject' }>['reason'][] = [
  'print',
  'chip',
  'damaged',
  'wrong-card',
  'other',
];

/** A card that the customer does not get: why, and what becomes of it. */
export function RejectDialog({ card, allowed }: { readonly card: CardView; readonly allowed: boolean }): ReactNode {
  const say = useSay();
  const { act } = useActions();
  const fillIn = useFillIn();
  const draft = useStation((state) => state.draft);
  const staff = useStation((state) => state.view?.staff ?? null);
  const { active, setActive, pad } = usePad('reject', false);
  if (staff === null) return null;
  const good = draft.outcome === 'good-after-all';
  const { title, explain, confirm } = rejectLines(card, draft.outcome);
  return (
    <DialogFrame
      dialog="reject"
      cardId={card.cardId}
      title={say(title)}
      explain={say(explain)}
      confirm={say(confirm)}
      allowed={allowed}
      lifts={good}
      ready={actRequest('reject', draft, ANY, staff) !== null}
      send={(press) => sendIf(actRequest('reject', draft, press, staff), act)}
      who={
        <Who dialog="reject" active={active === 'lastFour' ? null : active} onActive={setActive} firstFocus={false} />
      }
      pad={pad}
      typed={staff.identity === 'initials'}
    >
      <Choice
        name="outcome"
        title={say({ key: 'reject.outcome.title' })}
        options={outcomesFor(card).map((value) => ({ value, words: say({ key: `reject.outcome.${value}` }) }))}
        chosen={draft.outcome}
        onChoose={(outcome) => fillIn({ kind: 'outcome', outcome })}
      />
      {!good && (
        <Choice
          name="reason"
          title={say({ key: 'reject.reason.title' })}
          options={REASONS.map((value) => ({ value, words: say({ key: `reject.reason.${value}` }) }))}
          chosen={draft.reason}
          onChoose={(reason) => fillIn({ kind: 'reason', reason })}
        />
      )}
    </DialogFrame>
  );
}
