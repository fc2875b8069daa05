/**
 * What the station says of itself to the bank's monitoring: `(facts) → text`. Pure. Labels hold words of this program, but
 * for the one info metric that names the station: no card, no reference and no person is ever in it.
 */
import {
  expositionText,
  type Distribution,
  type Family,
  type Labels,
  type Sample,
} from '../../diagnostics/exposition.ts';
import type { FirstStartView } from '../../ipc/administrator-contract.ts';
import { connectionOf } from '../../tracking/connection.ts';
import { elapsed, type Stamp } from '../../tracking/instant.ts';
import type { PaceStanding } from '../../tracking/pace-standing.ts';
import type { ActiveFault, StationState } from '../../tracking/station-state.ts';
import { CONNECTION_STATES, PACES_IN_USE, type Environment } from '../../tracking/words.ts';
import type { RecoveryStep } from '../recovery/decision.ts';
import { METRICS, type MetricName } from './catalogue.ts';
import type { Counted } from './tally.ts';

/** Which station and program this is. */
export interface StationIdentity {
  readonly station: string;
  readonly persoStation: string;
  readonly environment: Environment;
  readonly version: string;
  readonly electron: string;
  readonly node: string;
}

export interface MetricFacts {
  readonly now: Stamp;
  /** Wall clock, ms since 1970. */
  readonly startedAt: number;
  readonly identity: StationIdentity;
  readonly versionTest: FirstStartView['test']['kind'];
  readonly state: Pick<StationState, 'setup' | 'contact' | 'faults' | 'cards' | 'shelf' | 'ledger'>;
  /** What an answer may be old for `ok` to become `down`, in ms. */
  readonly freshnessMs: number;
  readonly counted: Counted;
  readonly pace: PaceStanding;
  readonly recovery: Readonly<Record<RecoveryStep['kind'], number>>;
  readonly pageStopped: boolean;
  /** ms since 1970; null while no credentials are in use. */
  readonly certificateEndsAt: number | null;
  readonly skewMs: number | null;
  /** The end of the signed chain; null before it is checked. */
  readonly head: { readonly count: number; readonly mac: string } | null;
  /** Null while there is no record. */
  readonly recordBytes: number | null;
}

const SECOND_MS = 1_000;
/** 32 bits: a floating point number holds them exactly. */
const DIGEST_DIGITS = 8;
const HEX = 16;

/** The file while the station runs. */
export function metricsText(facts: MetricFacts): string {
  const { now, startedAt, identity, state, counted, pace } = facts;
  const { contact } = state;
  return expositionText([
    one('card_station_up', 1),
    one('card_station_written_timestamp_seconds', now.wall / SECOND_MS),
    info(identity),
    one('card_station_started_timestamp_seconds', startedAt / SECOND_MS),
    oneOf('card_station_version_test_standing', ['waiting', 'running', 'fine', 'not-fine'], facts.versionTest),
    oneOf('card_station_setup', ['starting', 'not-provisioned', 'ready'], state.setup),
    oneOf('card_station_d1_connection', CONNECTION_STATES, connectionOf(contact, now, facts.freshnessMs)),
    one('card_station_d1_contact_age_seconds', ageOf(contact.lastAt, now)),
    one('card_station_d1_answer_age_seconds', ageOf(counted.newestAnswer, now)),
    many('card_station_d1_calls_total', callSamples(counted)),
    one('card_station_clock_skew_seconds', inSeconds(facts.skewMs)),
    one('card_station_client_certificate_expiry_timestamp_seconds', inSeconds(facts.certificateEndsAt)),
    many('card_station_faults_active', faultSamples(state.faults)),
    many('card_station_cards', cardSamples(state)),
    one('card_station_green_cards_total', counted.greens),
    many('card_station_staff_actions_total', byLabel('action', counted.actions)),
    histogram('card_station_personalisation_seconds', counted.personalisation),
    oneOf('card_station_pace_standing', PACES_IN_USE, pace.inUse),
    one('card_station_pace_cards', pace.cards),
    one('card_station_pace_drift_active', pace.drifted ? 1 : 0),
    many('card_station_pace_card_seconds', cardTimeSamples(pace)),
    one('card_station_page_starts_total', counted.pageStarts),
    many('card_station_page_recovery_steps_total', byLabel('step', facts.recovery)),
    one('card_station_page_stopped', facts.pageStopped ? 1 : 0),
    oneOf('card_station_record_standing', ['opening', 'accepted', 'unaccepted', 'failing'], state.ledger),
    one('card_station_record_rows', facts.head?.count ?? null),
    one('card_station_record_head_digest', digestOf(facts.head)),
    one('card_station_record_size_bytes', facts.recordBytes),
  ]);
}

/** The file that stays when the station has ended in order: that it is down, since when, and which one it is. */
export function endedText(identity: StationIdentity, now: Stamp): string {
  return expositionText([
    one('card_station_up', 0),
    one('card_station_written_timestamp_seconds', now.wall / SECOND_MS),
    info(identity),
  ]);
}

function info({ station, persoStation, environment, version, electron, node }: StationIdentity): Family {
  const labels = { station, perso_station: persoStation, environment, version, electron, node };
  return many('card_station_info', [{ labels, value: 1 }]);
}

function callSamples({ calls }: Counted): Sample[] {
  return Object.entries(calls).flatMap(([call, results]) =>
    Object.entries(results).map(([result, value]) => ({ labels: { call, result }, value })),
  );
}

/** Several cards, or parts of the station, can have the same one. */
function faultSamples(faults: ReadonlyMap<string, ActiveFault>): Sample[] {
  const counts = new Map<string, { readonly labels: Labels; value: number }>();
  for (const { fault } of faults.values()) {
    const { family, cause } = fault;
    const key = `${family}/${cause}`;
    const counting = counts.get(key) ?? { labels: { family, cause }, value: 0 };
    counting.value += 1;
    counts.set(key, counting);
  }
  return [...counts.values()];
}

function cardTimeSamples({ medianMs, ninetyMs }: PaceStanding): Sample[] {
  const known = { '0.5': inSeconds(medianMs), '0.9': inSeconds(ninetyMs) };
  return Object.entries(known).flatMap(([share, value]) => (value === null ? [] : [{ labels: { share }, value }]));
}

function cardSamples({ cards, shelf }: MetricFacts['state']): Sample[] {
  const put = (place: 'stored' | 'parked'): number => [...shelf.values()].filter((card) => card.place === place).length;
  return byLabel('place', { watched: cards.size, stored: put('stored'), parked: put('parked') });
}

function one(name: GaugeOrCounter, value: number | null): Family {
  return many(name, value === null ? [] : [{ labels: {}, value }]);
}

/** 1 for the state that holds, 0 for the others. */
function oneOf(name: GaugeOrCounter, states: readonly string[], holds: string): Family {
  return many(
    name,
    states.map((state) => ({ labels: { state }, value: state === holds ? 1 : 0 })),
  );
}

function byLabel(label: string, values: Readonly<Record<string, number>>): Sample[] {
  return Object.entries(values).map(([word, value]) => ({ labels: { [label]: word }, value }));
}

type OfType<T extends string> = { [N in MetricName]: (typeof METRICS)[N]['type'] extends T ? N : never }[MetricName];
type GaugeOrCounter = OfType<'gauge' | 'counter'>;

function many(name: GaugeOrCounter, samples: readonly Sample[]): Family {
  return { name, ...METRICS[name], samples };
}

function histogram(name: OfType<'histogram'>, distribution: Distribution): Family {
  return { name, ...METRICS[name], distribution };
}

function ageOf(then: Stamp | null, now: Stamp): number | null {
  return then === null ? null : elapsed(then, now) / SECOND_MS;
}

function inSeconds(ms: number | null): number | null {
  return ms === null ? null : ms / SECOND_MS;
}

function digestOf(head: MetricFacts['head']): number | null {
  return head === null ? null : Number.parseInt(head.mac.slice(0, DIGEST_DIGITS), HEX);
}
