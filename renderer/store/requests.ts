/** What a dialog sends, exactly as main wants it; null while a point is open. Pure. */
import type { ActRequest, CardView, HandOverRequest, StationView } from '../../main/ipc/contract.ts';
import { isNamed, isSamePerson, type Draft } from './draft.ts';
import type { Press } from './glass.ts';

type Staff = StationView['staff'];
type Dialog = ActRequest['act'] | 'hand-over';

/** How main is told that a second person is there where staff are not named. */
const PRESENT = 'present';

/** Whether a second person is asked for: must be there, may be named, or is not asked about. */
export type SecondPerson = 'needed' | 'optional' | 'none';

export function secondPerson(dialog: Dialog, staff: Staff): SecondPerson {
  switch (dialog) {
    case 'hand-over':
      return staff.secondForHandOver ? 'needed' : 'none';
    case 'reject':
      return staff.secondForReject ? 'needed' : 'optional';
    case 'decide-elsewhere':
      return 'needed';
    case 'store':
    case 'remove':
      return 'none';
  }
}

export function handOverRequest(
  draft: Draft,
  press: Press,
  proof: CardView['proof'],
  staff: Staff,
): HandOverRequest | null {
  const persons = personsOf(draft, staff, secondPerson('hand-over', staff));
  if (persons === null || press.operationId === null) return null;
  if (proof === 'last-four' ? draft.lastFour.length !== 4 : !draft.readBack) return null;
  if (staff.checkPrint && !draft.print) return null;
  if (!staff.checkItems.every((_item, position) => draft.items.includes(position))) return null;
  return {
    ...press,
    operationId: press.operationId,
    ...persons,
    lastFour: proof === 'last-four' ? draft.lastFour : null,
    readBack: draft.readBack,
    print: draft.print,
    items: [...draft.items].sort((one, other) => one - other),
  };
}

export function actRequest(act: ActRequest['act'], draft: Draft, press: Press, staff: Staff): ActRequest | null {
  const persons = personsOf(draft, staff, secondPerson(act, staff));
  if (persons === null) return null;
  switch (act) {
    case 'reject': {
      const { outcome } = draft;
      // A card that is good after all has no fault to name.
      const reason = outcome === 'good-after-all' ? 'other' : draft.reason;
      return outcome === null || reason === null ? null : { act, ...press, ...persons, reason, outcome };
    }
    case 'store':
    case 'decide-elsewhere':
    case 'remove':
      return { act, ...press, ...persons };
  }
}

function personsOf(draft: Draft, { identity }: Staff, second: SecondPerson): Pick<ActRequest, 'by' | 'second'> | null {
  if (identity === 'none') {
    if (second === 'needed' && !draft.present) return null;
    return { by: null, second: second !== 'none' && draft.present ? PRESENT : null };
  }
  if (!isNamed(draft.by, identity)) return null;
  if (second === 'none' || (second === 'optional' && draft.second === '')) return { by: draft.by, second: null };
  if (!isNamed(draft.second, identity) || isSamePerson(draft)) return null;
  return { by: draft.by, second: draft.second };
}
