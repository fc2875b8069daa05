import { describe, expect, it } from 'vitest';

import { ActRequest, HandOverRequest, type StaffView } from '../../../../main/ipc/contract.ts';
import { REJECT_OUTCOMES, REJECT_REASONS } from '../../../../main/tracking/words.ts';
import { EMPTY_DRAFT, type Draft } from '../../../../renderer/store/draft.ts';
import { actRequest, handOverRequest, secondPerson } from '../../../../renderer/store/requests.ts';

const press = { cardId: 'card-1', operationId: 'op-1', sequence: 7 };
const staff = (over: Partial<StaffView> = {}): StaffView => ({
  identity: 'none',
  secondForHandOver: false,
  secondForReject: false,
  checkPrint: true,
  checkItems: ['Identity seen', 'Receipt signed'],
  ...over,
});
const complete: Draft = { ...EMPTY_DRAFT, lastFour: '4821', readBack: true, print: true, items: [1, 0] };
const named: Draft = { ...complete, by: 'AB', second: 'CD' };

describe('handing over', () => {
  it('sends the press with every point, in the shape that main takes', () => {
    const request = handOverRequest(complete, press, 'last-four', staff());
    expect(HandOverRequest.parse(request)).toEqual({
      ...press,
      by: null,
      second: null,
      lastFour: '4821',
      readBack: true,
      print: true,
      items: [0, 1],
    });
  });

  it('sends nothing while any one point is open', () => {
    const open: readonly Partial<Draft>[] = [{ lastFour: '482' }, { print: false }, { items: [0] }, { items: [] }];
    for (const each of open) expect(handOverRequest({ ...complete, ...each }, press, 'last-four', staff())).toBeNull();
    for (const proof of ['reference', 'card-id'] as const) {
      expect(handOverRequest({ ...complete, readBack: false }, press, proof, staff())).toBeNull();
      expect(handOverRequest({ ...complete, lastFour: '' }, press, proof, staff())?.lastFour).toBeNull();
    }
    expect(handOverRequest(complete, { ...press, operationId: null }, 'last-four', staff())).toBeNull();
  });

  it('asks for no more than the bank does', () => {
    const bare = staff({ checkPrint: false, checkItems: [] });
    expect(handOverRequest({ ...EMPTY_DRAFT, readBack: true }, press, 'card-id', bare)).not.toBeNull();
  });

  it('asks for a second person where the station does, in the form that the bank uses', () => {
    const two = (identity: StaffView['identity']) => staff({ identity, secondForHandOver: true });
    expect(handOverRequest(complete, press, 'last-four', two('none'))).toBeNull();
    expect(handOverRequest({ ...complete, present: true }, press, 'last-four', two('none'))?.second).toBe('present');
    expect(handOverRequest({ ...named, second: '' }, press, 'last-four', two('initials'))).toBeNull();
    expect(handOverRequest({ ...named, second: 'AB' }, press, 'last-four', two('initials'))).toBeNull();
    expect(handOverRequest(named, press, 'last-four', two('initials'))).toMatchObject({ by: 'AB', second: 'CD' });
    expect(handOverRequest({ ...named, by: '' }, press, 'last-four', two('badge'))).toBeNull();
  });

  it('names one person where one is asked for, though more was filled in', () => {
    expect(handOverRequest(named, press, 'last-four', staff({ identity: 'initials' }))?.second).toBeNull();
    expect(handOverRequest({ ...named, by: 'A' }, press, 'last-four', staff({ identity: 'initials' }))).toBeNull();
    expect(handOverRequest({ ...complete, present: true }, press, 'last-four', staff())?.second).toBeNull();
  });
});

describe('the other acts', () => {
  it('reject with a reason and an outcome, and a second person where there is one', () => {
    for (const reason of REJECT_REASONS)
      for (const outcome of REJECT_OUTCOMES)
        expect(ActRequest.safeParse(actRequest('reject', { ...named, reason, outcome }, press, staff())).success).toBe(
          true,
        );
    expect(actRequest('reject', { ...named, reason: 'chip' }, press, staff())).toBeNull();
    expect(actRequest('reject', { ...named, outcome: 'returned' }, press, staff())).toBeNull();
    const optional = staff({ identity: 'initials' });
    const rejected: Draft = { ...named, reason: 'chip', outcome: 'returned' };
    expect(actRequest('reject', rejected, press, optional)).toMatchObject({ by: 'AB', second: 'CD' });
    expect(actRequest('reject', { ...rejected, second: '' }, press, optional)).toMatchObject({ second: null });
    expect(actRequest('reject', { ...rejected, second: 'C' }, press, optional)).toBeNull();
    expect(
      actRequest('reject', { ...rejected, second: '' }, press, staff({ identity: 'initials', secondForReject: true })),
    ).toBeNull();
  });

  it('need no reason for a card that is good after all', () => {
    expect(actRequest('reject', { ...EMPTY_DRAFT, outcome: 'good-after-all' }, press, staff())).toMatchObject({
      outcome: 'good-after-all',
    });
  });

  it('decide elsewhere with two persons, always', () => {
    expect(secondPerson('decide-elsewhere', staff())).toBe('needed');
    expect(actRequest('decide-elsewhere', EMPTY_DRAFT, press, staff())).toBeNull();
    expect(actRequest('decide-elsewhere', { ...EMPTY_DRAFT, present: true }, press, staff())).toEqual({
      act: 'decide-elsewhere',
      ...press,
      by: null,
      second: 'present',
    });
  });

  it('put away and remove with one person, also a card that has no operation yet', () => {
    for (const act of ['store', 'remove'] as const) {
      const none = { ...press, operationId: null };
      expect(ActRequest.parse(actRequest(act, EMPTY_DRAFT, none, staff()))).toEqual({
        act,
        ...none,
        by: null,
        second: null,
      });
      expect(actRequest(act, EMPTY_DRAFT, none, staff({ identity: 'badge' }))).toBeNull();
    }
  });
});
