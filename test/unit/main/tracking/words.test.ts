import { describe, expect, it } from 'vitest';

import { FAULT_FAMILIES, FAULT_OWNER, type FaultFamily, type Owner } from '../../../../main/tracking/words.ts';

describe('who can end a fault', () => {
  it.each<readonly [FaultFamily, Owner]>([
    ['network', 'network'],
    ['sign-in', 'd1-administrator'],
    ['certificate', 'branch-it'],
    ['keychain', 'branch-it'],
    ['clock', 'branch-it'],
    ['malformed', 'network'],
    ['ledger', 'branch-it'],
    ['intake', 'branch-it'],
    ['configuration', 'branch-it'],
  ])('of %s: %s', (family, owner) => {
    expect(FAULT_OWNER[family]).toBe(owner);
  });

  it('is named for every family', () => {
    expect(Object.keys(FAULT_OWNER)).toEqual(FAULT_FAMILIES);
  });
});
