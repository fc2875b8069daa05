/** Each family of faults, as the whole screen and as a banner over a card. */
import { FAULT_CAUSES, FAULT_OWNER, type FaultFamily } from '../../../main/tracking/words.ts';
import type { GalleryState } from '../states.ts';
import { card, fault, green, NEVER, station } from '../views.ts';

const FAMILIES = Object.keys(FAULT_CAUSES) as readonly FaultFamily[];
const of = (family: FaultFamily, position = 0) =>
  fault(family, FAULT_CAUSES[family][position] ?? 'other', { owner: FAULT_OWNER[family] });

export const faultStates: readonly GalleryState[] = [
  ...FAMILIES.map((family) => ({
    name: `fault-${family}`,
    view: station({ connection: NEVER, faults: [of(family)] }),
  })),
  ...FAMILIES.map((family) => ({
    name: `banner-${family}`,
    view: station({ cards: [card()], faults: [of(family)] }),
  })),
  {
    name: 'banner-open',
    view: station({ cards: [card()], faults: [of('network'), of('ledger')] }),
    steps: [{ kind: 'click', selector: '.banner .button' }],
  },
  {
    name: 'banner-certificate-expiring',
    view: station({
      cards: [green()],
      faults: [fault('certificate', 'client-expiring', { owner: 'branch-it', daysLeft: 12 })],
    }),
  },
  {
    name: 'banner-clock-skew',
    view: station({ cards: [green()], faults: [fault('clock', 'skew', { owner: 'branch-it', skewMs: -95_000 })] }),
  },
  { name: 'ledger-unaccepted', view: station({ cards: [green()], ledger: 'unaccepted', faults: [of('ledger', 5)] }) },
];
