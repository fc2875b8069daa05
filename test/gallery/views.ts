/** Building blocks of the gallery: cards, faults and whole screens as main would send them. */
import type { CardView, FaultView, StationView } from '../../main/ipc/contract.ts';
import { MINUTE, NOW, SECOND } from './moment.ts';
import { stationView } from '../unit/views.ts';

/** A card at the printer, asked for 48 s ago, answered a second ago. */
export function card(over: Partial<CardView> = {}): CardView {
  return {
    cardId: '271b-6e47-8ec3-7f3f',
    reference: 'Ticket 42',
    operationId: '01c5a05e-e197-11ec-8fea-0242ac120002',
    phase: 'at-printer',
    verdict: 'wait',
    doubt: null,
    patience: 'normal',
    raw: null,
    reason: null,
    reasonText: null,
    errorCode: null,
    error: null,
    newOrder: false,
    addedAt: NOW - 48 * SECOND,
    phaseSince: NOW - 20 * SECOND,
    answerAt: NOW - SECOND,
    answerAgeMs: SECOND,
    greenForMs: null,
    endedAt: null,
    mark: null,
    acknowledged: false,
    details: null,
    proof: 'reference',
    acts: ['store', 'remove'],
    ...over,
  };
}

/** A card that D1 has just confirmed. */
export function green(over: Partial<CardView> = {}): CardView {
  return card({
    phase: 'personalised',
    verdict: 'hand-over',
    greenForMs: 59 * SECOND,
    endedAt: NOW - 4 * SECOND,
    phaseSince: NOW - 4 * SECOND,
    acts: ['hand-over', 'reject', 'store', 'remove'],
    ...over,
  });
}

/** A card that D1 has ended without a card that may be used. */
export function failed(phase: CardView['phase'], over: Partial<CardView> = {}): CardView {
  return card({
    phase,
    verdict: 'do-not-hand-over',
    endedAt: NOW - 6 * SECOND,
    phaseSince: NOW - 6 * SECOND,
    acts: ['acknowledge', 'reject', 'store', 'remove'],
    ...over,
  });
}

/** A card of which nothing certain is known. */
export function doubtful(doubt: CardView['doubt'], over: Partial<CardView> = {}): CardView {
  return card({
    phase: 'personalised',
    verdict: 'cannot-tell',
    doubt,
    answerAt: NOW - 2 * MINUTE,
    answerAgeMs: 2 * MINUTE,
    addedAt: NOW - 4 * MINUTE,
    endedAt: NOW - 3 * MINUTE,
    acts: ['decide-elsewhere', 'reject', 'store', 'remove'],
    ...over,
  });
}

/** What the cause looks like below the sentences. */
const DETAILS: Readonly<Record<string, string>> = {
  dns: 'getaddrinfo ENOTFOUND api.d1.example',
  refused: 'connect ECONNREFUSED 192.0.2.10:443',
  timeout: 'no answer within 10 s',
};

export function fault(family: FaultView['family'], cause: string, over: Partial<FaultView> = {}): FaultView {
  return {
    family,
    cause,
    owner: 'network',
    detail: DETAILS[cause] ?? `${family}: ${cause}`,
    correlationId: '6f9619ff-8b86-4d01-b42d-00cf4fc964ff',
    since: NOW - 3 * MINUTE,
    daysLeft: null,
    skewMs: null,
    ...over,
  };
}

/** A station in production that has just spoken with D1. */
export function station(over: Partial<StationView> = {}): StationView {
  return stationView({
    at: NOW,
    connection: { state: 'ok', lastContactAgeMs: SECOND, since: NOW - 40 * MINUTE },
    staff: { identity: 'initials', secondForHandOver: false, secondForReject: false, checkPrint: true, checkItems: [] },
    ...over,
  });
}

/** D1 has not been reached for three minutes. */
export const DOWN: StationView['connection'] = {
  state: 'down',
  lastContactAgeMs: 2 * MINUTE,
  since: NOW - MINUTE,
};
export const DEGRADED: StationView['connection'] = { ...DOWN, state: 'degraded' };

/** D1 has never answered since the start. */
export const NEVER: StationView['connection'] = { state: 'never', lastContactAgeMs: null, since: NOW - 3 * MINUTE };
