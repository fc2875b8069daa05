import { Fragment, type ReactNode } from 'react';

import type { CardView } from '../../../main/ipc/contract.ts';
import { rawText } from '../../locales/line.ts';
import { detailsText } from '../../locales/staff-text.ts';
import { NAME_SEPARATOR, nameOf, nameText } from '../../store/card-name.ts';
import { handOverRequest } from '../../store/requests.ts';
import { RawText } from '../raw-text.tsx';
import { useActions, useFillIn, useStation } from '../station-context.tsx';
import { BoxesField } from './boxes-field.tsx';
import { DialogFrame, sendIf } from './dialog-frame.tsx';
import { Tick } from './tick.tsx';
import { usePad } from './use-pad.tsx';
import { Who } from './who.tsx';
import { useSay } from '../words-context.tsx';

/** Any press will do to see whether the list is complete. */
const ANY = { cardId: '', operationId: '', sequence: 1 };
const DIGITS = 4;

/** The check list before a card goes to the customer: what is asked follows what is known of the card. */
export function CheckListDialog({ card, allowed }: { readonly card: CardView; readonly allowed: boolean }): ReactNode {
  const say = useSay();
  const { handOver } = useActions();
  const fillIn = useFillIn();
  const draft = useStation((state) => state.draft);
  const staff = useStation((state) => state.view?.staff ?? null);
  const { active, setActive, pad } = usePad('hand-over', card.proof === 'last-four');
  if (staff === null) return null;
  const onPlastic = detailsText(card.details);
  const who = (
    <Who
      dialog="hand-over"
      active={active === 'lastFour' ? null : active}
      onActive={setActive}
      firstFocus={card.proof !== 'last-four'}
    />
  );
  return (
    <DialogFrame
      dialog="hand-over"
      cardId={card.cardId}
      title={say({ key: 'dialog.hand-over.title' })}
      explain={say({ key: 'dialog.hand-over.explain' })}
      confirm={say({ key: 'dialog.hand-over.confirm' })}
      allowed={allowed}
      ready={handOverRequest(draft, ANY, card.proof, staff) !== null}
      send={(press) => sendIf(handOverRequest(draft, press, card.proof, staff), handOver)}
      who={who}
      pad={pad}
      typed={staff.identity === 'initials'}
    >
      {card.proof === 'last-four' ? (
        <BoxesField
          name="lastFour"
          label={say({ key: 'check.last-four' })}
          note={onPlastic}
          text={draft.lastFour}
          length={DIGITS}
          active={active === 'lastFour'}
          firstFocus
          onText={(text) => fillIn({ kind: 'digits', text })}
          onActive={() => setActive('lastFour')}
        />
      ) : (
        <ReadBack card={card} />
      )}
      {staff.checkPrint && (
        <Tick name="print" ticked={draft.print} onTick={() => fillIn({ kind: 'tick', point: 'print' })}>
          {say({ key: 'check.print' })}
        </Tick>
      )}
      {staff.checkItems.map((item, position) => (
        <Tick
          key={position}
          name={`item-${String(position)}`}
          ticked={draft.items.includes(position)}
          onTick={() => fillIn({ kind: 'item', position })}
        >
          <RawText text={item} />
        </Tick>
      ))}
    </DialogFrame>
  );
}

/** What is compared with the customer or the slip, in letters that are read across the desk, and that it was. */
function ReadBack({ card }: { readonly card: CardView }): ReactNode {
  const say = useSay();
  const fillIn = useFillIn();
  const readBack = useStation((state) => state.draft.readBack);
  const name = useStation(({ view }) => nameText(nameOf(card, view)));
  // A reference that another card has too proves nothing: then the card id is compared.
  const proof = name === card.reference ? 'reference' : 'card-id';
  return (
    <div className="point">
      <div>
        <p className="point-title">{say({ key: `check.${proof}` })}</p>
        <p className="point-value code" data-testid="read-back" data-proof={proof}>
          <Whole text={name} />
        </p>
      </div>
      <Tick name="readBack" ticked={readBack} onTick={() => fillIn({ kind: 'tick', point: 'readBack' })}>
        {say({ key: `check.same.${proof}` })}
      </Tick>
    </div>
  );
}

/** The parts of a name, none of which breaks while there is room for it in a line. */
function Whole({ text }: { readonly text: string }): ReactNode {
  const parts = text.split(NAME_SEPARATOR);
  return (
    <bdi className="raw">
      {parts.map((part, position) => (
        <Fragment key={position}>
          {position > 0 && NAME_SEPARATOR}
          <span className="point-part">{rawText(part)}</span>
        </Fragment>
      ))}
    </bdi>
  );
}
