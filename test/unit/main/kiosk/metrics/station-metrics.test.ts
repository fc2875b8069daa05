import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { METRICS } from '../../../../../main/kiosk/metrics/catalogue.ts';
import { endedText, metricsText, type MetricFacts } from '../../../../../main/kiosk/metrics/station-metrics.ts';
import { createTally } from '../../../../../main/kiosk/metrics/tally.ts';
import { CONFIGURED_PACE } from '../../../../../main/tracking/pace-standing.ts';
import type { Fault } from '../../../../../main/tracking/fault.ts';
import { shelved, type ActiveFault, type FaultSource } from '../../../../../main/tracking/station-state.ts';
import { withFault } from '../../../../../main/tracking/station-faults.ts';
import { snapshotOf } from '../../../../../main/tracking/station-snapshot.ts';
import { FAULT_CAUSES, FAULT_FAMILIES } from '../../../../../main/tracking/words.ts';
import { parseExposition } from '../../diagnostics/parse-exposition.ts';
import { at, CARD, DONE, LIMITS, PACE, produce } from '../../tracking/builders.ts';
import { FakeClock } from '../../tracking/fake-clock.ts';
import { openStation, recorded, told } from '../../tracking/staff-builders.ts';
import { facts, IDENTITY } from './made-facts.ts';

const UNITS = /_(seconds|bytes|total|info|rows|digest|up|setup|connection|active|cards|stopped|standing)$/;
const parse = (change: Partial<MetricFacts> = {}) => parseExposition(metricsText(facts(change)));
const value = (parsed: ReturnType<typeof parse>, name: string, labels = {}): number | undefined =>
  parsed.get(name)?.samples.find((sample) => Object.entries(labels).every(([key, of]) => sample.labels[key] === of))
    ?.value;
const FAULT = { detail: 'made up', correlationId: 'corr-secret' };

describe('the figures of a station', () => {
  it('are every metric of the list, in its order, by the rules for names', () => {
    const faults = new Map<FaultSource, ActiveFault>([
      ['clock', { fault: { family: 'clock', cause: 'skew', ...FAULT }, since: at(0) }],
    ]);
    const contact = { lastAt: at(-3_000), failingSince: null };
    const answered = { ...facts().counted, newestAnswer: at(-5_000) };
    const parsed = parse({ now: at(0), state: { ...facts().state, faults, contact }, counted: answered });
    expect([...parsed.keys()]).toEqual(Object.keys(METRICS));
    for (const [name, { type, help, samples }] of parsed) {
      expect(name).toMatch(UNITS);
      expect(name.endsWith('_total')).toBe(type === 'counter');
      expect(help).toMatch(/\.$/);
      expect(samples.length).toBeGreaterThan(0);
    }
    expect(value(parsed, 'card_station_d1_contact_age_seconds')).toBe(3);
    expect(value(parsed, 'card_station_d1_answer_age_seconds')).toBe(5);
  });

  it('leave out what is not known', () => {
    const parsed = parse({
      certificateEndsAt: null,
      skewMs: null,
      head: null,
      recordBytes: null,
      pace: CONFIGURED_PACE,
    });
    const left = Object.keys(METRICS).filter((name) => !parsed.has(name));
    expect(left).toEqual([
      'card_station_d1_contact_age_seconds',
      'card_station_d1_answer_age_seconds',
      'card_station_clock_skew_seconds',
      'card_station_client_certificate_expiry_timestamp_seconds',
      'card_station_faults_active',
      'card_station_pace_card_seconds',
      'card_station_record_rows',
      'card_station_record_head_digest',
      'card_station_record_size_bytes',
    ]);
  });

  it('give the head of the record as the number of its first digits', () => {
    expect(value(parse(), 'card_station_record_head_digest')).toBe(0xe1a2b3c4);
    expect(value(parse(), 'card_station_record_rows')).toBe(12);
  });

  it('count faults by family and cause, whatever cards they are of', () => {
    const timeout: Fault = { family: 'network', cause: 'timeout', ...FAULT };
    const state = (['card:one', 'card:two', 'sign-in'] as const).reduce(
      (next, source) => withFault(next, source, timeout, at(0)),
      openStation(),
    );
    const parsed = parse({ state });
    expect(parsed.get('card_station_faults_active')?.samples).toEqual([
      { name: 'card_station_faults_active', labels: { family: 'network', cause: 'timeout' }, value: 3 },
    ]);
  });

  it('say what was learned of the time that cards take', () => {
    expect(value(parse(), 'card_station_pace_standing', { state: 'followed' })).toBe(1);
    expect(value(parse(), 'card_station_pace_cards')).toBe(212);
    expect(value(parse(), 'card_station_pace_card_seconds', { share: '0.9' })).toBe(71.02);
    const pace = { ...facts().pace, drifted: true };
    expect(value(parse({ pace }), 'card_station_pace_drift_active')).toBe(1);
  });

  it('say which one of several states holds', () => {
    const parsed = parse({ state: { ...facts().state, ledger: 'failing' } });
    const standing = parsed.get('card_station_record_standing')?.samples;
    expect(standing?.filter((sample) => sample.value === 1).map(({ labels }) => labels['state'])).toEqual(['failing']);
    expect(standing).toHaveLength(4);
  });

  it('name no card, no reference and no person, and label with words of the program only', () => {
    const anyWord = fc.stringMatching(/^[A-Za-z0-9_-]{6,20}$/).map((word) => `ZZ${word}`);
    fc.assert(
      fc.property(
        anyWord,
        anyWord,
        anyWord,
        fc.constantFrom(...FAULT_FAMILIES),
        (cardId, reference, person, family) => {
          const clock = new FakeClock(at(10_000));
          const tally = createTally(clock);
          const watched = told(openStation(null, reference), [produce(DONE)], 1_000);
          const [track] = [...watched.cards.values()];
          const mark = {
            kind: 'handed-over',
            action: recorded(1, 'handed-over', { by: person, second: person }),
          } as const;
          const cards = new Map([[cardId, { ...track!, cardId, reference, marks: [mark] }]]);
          const fault = { family, cause: FAULT_CAUSES[family][0], detail: cardId, correlationId: reference } as Fault;
          const state = withFault({ ...watched, cards }, `card:${cardId}`, fault, at(0));
          tally.shown(snapshotOf(state, clock.now(), LIMITS, PACE));
          tally.acted('handed-over');
          const both = [state, shelved(state, cardId, 'stored', at(5_000))].map((one) =>
            metricsText(facts({ state: one, counted: tally.counted() })),
          );
          for (const needle of [cardId, reference, person, CARD, 'op-a']) expect(both.join()).not.toContain(needle);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('carry the names of the station in one metric only, however they are written', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (station, persoStation) => {
        const identity = { ...IDENTITY, station: `§${station}`, persoStation: `§${persoStation}` };
        const parsed = parse({ identity });
        expect(parsed.get('card_station_info')?.samples[0]?.labels).toMatchObject({
          station: identity.station,
          perso_station: identity.persoStation,
        });
        const others = [...parsed].filter(([name]) => name !== 'card_station_info');
        expect(JSON.stringify(others)).not.toContain('§');
      }),
      { numRuns: 50 },
    );
  });
});

describe('the figures of a station that has ended in order', () => {
  it('say that, when, and which one, and nothing that would look current', () => {
    const parsed = parseExposition(endedText(IDENTITY, at(0)));
    expect([...parsed.keys()]).toEqual([
      'card_station_up',
      'card_station_written_timestamp_seconds',
      'card_station_info',
    ]);
    expect(value(parsed, 'card_station_up')).toBe(0);
    expect(value(parsed, 'card_station_written_timestamp_seconds')).toBe(at(0).wall / 1_000);
  });
});
