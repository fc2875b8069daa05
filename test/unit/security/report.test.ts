import { describe, expect, it } from 'vitest';

import { ITEMS, proves } from '../../security/items.ts';
import { reportOf, standingOf, type Proof } from '../../security/report.ts';

const ITEM = { tag: '@electron-4', title: 'Enable process sandboxing' };
const proof = (outcome: Proof['outcome'], why = '', tag = ITEM.tag): Proof => ({ tags: [tag], outcome, why });

describe('the security report', () => {
  it('passes an item only by tests of it that passed', () => {
    expect(standingOf(ITEM, [proof('passed'), proof('passed')])).toEqual({ kind: 'pass', tests: 2 });
    expect(standingOf(ITEM, [proof('passed', '', '@electron-5')])).toEqual({ kind: 'fail', why: 'no test proves it' });
    expect(standingOf(ITEM, [])).toMatchObject({ kind: 'fail' });
  });

  it('lets one failure spoil it, whatever else passed', () => {
    const proofs = [proof('passed'), proof('skipped', 'no /proc'), proof('failed', 'the sandbox is on')];
    expect(standingOf(ITEM, proofs)).toEqual({ kind: 'fail', why: 'the sandbox is on' });
  });

  it('says what cannot be proved here, and takes no silent skip for a reason', () => {
    const open = { kind: 'not provable here', why: 'read from /proc' };
    expect(standingOf(ITEM, [proof('passed'), proof('skipped', 'read from /proc')])).toEqual(open);
    expect(standingOf(ITEM, [proof('passed'), proof('skipped')])).toMatchObject({ kind: 'fail' });
  });

  it('has one line an item, and fails with one of them', () => {
    const { lines, failed } = reportOf([ITEM, { tag: '@station-keys', title: 'Keys' }], [proof('passed')]);
    expect(lines).toEqual([
      'pass  electron-4: Enable process sandboxing (1 test)',
      'fail  station-keys: Keys: no test proves it',
      '2 items | 1 pass | 1 fail | 0 not provable here',
    ]);
    expect(failed).toBe(true);
    expect(reportOf([ITEM], [proof('passed')]).failed).toBe(false);
  });

  it('knows the twenty items of Electron and every tag once', () => {
    expect(ITEMS.filter(({ tag }) => tag.startsWith('@electron-'))).toHaveLength(20);
    expect(new Set(ITEMS.map(({ tag }) => tag)).size).toBe(ITEMS.length);
    expect(proves(4, 'RunAsNode', 'keys')).toEqual({ tag: ['@electron-4', '@fuse-RunAsNode', '@station-keys'] });
    expect(() => proves(21)).toThrow();
  });
});
