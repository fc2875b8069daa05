import type { ReactNode } from 'react';

import type { ActRequest, CardView } from '../../../main/ipc/contract.ts';
import { actRequest } from '../../store/requests.ts';
import { useActions, useStation } from '../station-context.tsx';
import { DialogFrame, sendIf } from './dialog-frame.tsx';
import { usePad } from './use-pad.tsx';
import { Who } from './who.tsx';
import { useSay } from '../words-context.tsx';

const ANY = { cardId: '', operationId: null, sequence: 1 };

interface PlainDialogProps {
  readonly dialog: Exclude<ActRequest['act'], 'reject'>;
  readonly card: CardView;
  readonly allowed: boolean;
}

/** Storing, deciding elsewhere, removing: what it means, who does it, and one button. */
export function PlainDialog({ dialog, card, allowed }: PlainDialogProps): ReactNode {
  const say = useSay();
  const { act } = useActions();
  const draft = useStation((state) => state.draft);
  const staff = useStation((state) => state.view?.staff ?? null);
  const { active, setActive, pad } = usePad(dialog, false);
  if (staff === null) return null;
  return (
    <DialogFrame
      dialog={dialog}
      cardId={card.cardId}
      title={say({ key: `dialog.${dialog}.title` })}
      explain={null}
      confirm={say({ key: `dialog.${dialog}.confirm` })}
      allowed={allowed}
      ready={actRequest(dialog, draft, ANY, staff) !== null}
      send={(press) => sendIf(actRequest(dialog, draft, press, staff), act)}
      who={<Who dialog={dialog} active={active === 'lastFour' ? null : active} onActive={setActive} firstFocus />}
      pad={pad}
      typed={staff.identity === 'initials'}
    >
      <p className="dialog-meaning">{say({ key: `dialog.${dialog}.explain` })}</p>
    </DialogFrame>
  );
}
