import { describe, expect, it } from 'vitest';

import type { Fault } from '../../../../main/tracking/fault.ts';
import { withContact, withFault } from '../../../../main/tracking/station-faults.ts';
import { EMPTY_STATION, type FaultSource } from '../../../../main/tracking/station-state.ts';
import { at } from './builders.ts';

const FACTS = { detail: '', correlationId: null };
const DOWN: Fault = { family: 'network', cause: 'refused', ...FACTS };
const SKEW: Fault = { family: 'clock', cause: 'skew', ...FACTS };
const LOCKED: Fault = { family: 'keychain', cause: 'locked', ...FACTS };

describe('whether a fault says that the way to D1 does not work', () => {
  it.each<readonly [source: FaultSource, fault: Fault, broken: boolean]>([
    ['card:a', DOWN, true],
    ['sign-in', { family: 'sign-in', cause: 'token-refused', ...FACTS }, true],
    ['card:a', { family: 'certificate', cause: 'server-not-trusted', ...FACTS }, true],
    ['credentials', { family: 'certificate', cause: 'client-expired', ...FACTS }, true],
    ['credentials', { family: 'certificate', cause: 'client-expiring', ...FACTS }, false],
    ['credentials', LOCKED, true],
    ['ledger', LOCKED, false],
    ['ledger-head', LOCKED, false],
    ['card:a', { family: 'malformed', cause: 'shape', ...FACTS }, true],
    // D1 refuses us for our clock; a clock that is only looked at keeps nobody from asking.
    ['sign-in', SKEW, true],
    ['clock', SKEW, false],
    ['ledger-cards', { family: 'ledger', cause: 'damaged', ...FACTS }, false],
    ['intake-folder', { family: 'intake', cause: 'folder-unreachable', ...FACTS }, false],
    ['credentials', { family: 'configuration', cause: 'invalid', ...FACTS }, false],
  ])('of %s: %j: %s', (source, fault, broken) => {
    const { contact } = withFault(EMPTY_STATION, source, fault, at(1_000));
    expect(contact.failingSince).toEqual(broken ? at(1_000) : null);
    const before = withFault(EMPTY_STATION, 'card:b', DOWN, at(0));
    expect(withFault(before, source, fault, at(1_000)).contact.failingSince).toEqual(at(0));
  });
});

describe('an exchange that succeeded', () => {
  it('is the newest contact when it began later than the last', () => {
    const once = withContact(EMPTY_STATION, 'card:a', at(1_000));
    expect(withContact(once, 'card:b', at(5_000)).contact).toEqual({ lastAt: at(5_000), failingSince: null });
  });

  it.each<Fault>([DOWN, { family: 'sign-in', cause: 'token-refused', ...FACTS }])(
    'a sign-in ends what kept a card from being read on the way there: $family',
    (fault) => {
      const after = withContact(withFault(EMPTY_STATION, 'card:a', fault, at(0)), 'sign-in', at(1_000));
      expect(after.faults.size).toBe(0);
      expect(after.contact).toEqual({ lastAt: at(1_000), failingSince: null });
    },
  );

  it('of a sign-in is no contact while D1 refuses on reads what was signed in for', () => {
    const refused: Fault = { family: 'sign-in', cause: 'forbidden', ...FACTS };
    const after = withContact(withFault(EMPTY_STATION, 'card:a', refused, at(0)), 'sign-in', at(1_000));
    expect(after.faults.get('card:a')?.fault).toEqual(refused);
    expect(after.contact).toEqual({ lastAt: null, failingSince: at(0) });
  });

  it.each(['server-error', 'too-many-requests'] as const)(
    'of a sign-in is no contact while D1 answers the reads of cards with trouble of its own: %s',
    (cause) => {
      const trouble: Fault = { family: 'network', cause, ...FACTS };
      const before = withContact(withFault(EMPTY_STATION, 'card:b', DOWN, at(0)), 'card:b', at(500));
      const after = withContact(withFault(before, 'card:a', trouble, at(1_000)), 'sign-in', at(600_000));
      // The time from which on cards could not be read stays the true one.
      expect(after.faults.get('card:a')).toEqual({ fault: trouble, since: at(1_000) });
      expect(after.contact).toEqual({ lastAt: at(500), failingSince: at(1_000) });
      expect(withContact(after, 'card:b', at(601_000)).faults.size).toBe(0);
    },
  );

  it('ends no fault that has nothing to do with D1', () => {
    const state = withFault(withFault(EMPTY_STATION, 'ledger', LOCKED, at(0)), 'clock', SKEW, at(0));
    expect([...withContact(state, 'card:a', at(1_000)).faults.keys()]).toEqual(['ledger', 'clock']);
  });
});
