/** Each family of faults, as the whole screen and as a banner over a card. */
import { FAULT_CAUSES, FAULT_OWNER, ownerOf, type FaultFamily } from '../../../main/tracking/words.ts';
import type { GalleryState } from '../states.ts';
import { card, DEGRADED, fault, green, NEVER, station } from '../views.ts';

const FAMILIES = Object.keys(FAULT_CAUSES) as readonly FaultFamily[];
const of = (family: FaultFamily, position = 0) =>
  fault(family, FAULT_CAUSES[family][position] ?? 'other', { owner: FAULT_OWNER[family] });

/** Faults of the way to D1: with one of them there is no newer contact than the card's answer. */
const ON_THE_WAY: readonly FaultFamily[] = ['network', 'certificate', 'sign-in', 'malformed'];
const AGE_MS = 24_000;
const cutOff = (family: FaultFamily) =>
  ON_THE_WAY.includes(family)
    ? { connection: { ...DEGRADED, lastContactAgeMs: AGE_MS }, cards: [card({ answerAgeMs: AGE_MS })] }
    : { cards: [card()] };

/** One fault of each place that is not D1's own, where the bank has a relay. */
const RELAY = (
  [
    ['relay', 'certificate', 'client-refused'],
    ['relay-at-d1', 'sign-in', 'token-refused'],
    ['identity-server', 'malformed', 'not-json'],
  ] as const
).map(([at, family, cause]) => ({ at, family, fault: fault(family, cause, { at, owner: ownerOf({ at, family }) }) }));

export const faultStates: readonly GalleryState[] = [
  ...FAMILIES.map((family) => ({
    name: `fault-${family}`,
    view: station({ connection: NEVER, faults: [of(family)] }),
  })),
  ...FAMILIES.map((family) => ({
    name: `banner-${family}`,
    view: station({ ...cutOff(family), faults: [of(family)] }),
  })),
  {
    name: 'banner-open',
    view: station({ ...cutOff('network'), faults: [of('network'), of('ledger')] }),
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
  ...RELAY.map((each) => ({
    name: `fault-at-${each.at}`,
    view: station({ connection: NEVER, faults: [each.fault] }),
  })),
  ...RELAY.map((each) => ({
    name: `banner-at-${each.at}`,
    view: station({ ...cutOff(each.family), faults: [each.fault] }),
  })),
  {
    name: 'banner-list',
    view: station({ cards: [card()], faults: [fault('intake', 'list-unreachable', { owner: 'branch-it' })] }),
  },
  {
    name: 'fault-other-mode',
    view: station({ connection: NEVER, faults: [fault('configuration', 'other-mode', { owner: 'branch-it' })] }),
  },
  { name: 'ledger-unaccepted', view: station({ cards: [green()], ledger: 'unaccepted', faults: [of('ledger', 5)] }) },
];
