import { describe, expect, it } from 'vitest';

import { loadSqlite } from '../../../../main/ledger/load-sqlite.ts';
import { openLedger } from '../../../../main/ledger/open-ledger.ts';
import { temporaryFolder } from './ledger-under-test.ts';

const Own = function own(): void {};
const Packaged = function packaged(): void {};

describe('which SQLite is used', () => {
  it("the runtime's own where there is one, and the packaged one is not even loaded", () => {
    const packaged = (): unknown => expect.unreachable();
    expect(loadSqlite({ builtIn: () => ({ DatabaseSync: Own }), packaged }).DatabaseSync).toBe(Own);
  });

  it('else the packaged one', () => {
    const packaged = (): unknown => ({ DatabaseSync: Packaged });
    expect(loadSqlite({ builtIn: () => undefined, packaged }).DatabaseSync).toBe(Packaged);
  });

  it('none is a fault that says so, and nothing is thrown', () => {
    const sqlite = () => loadSqlite({ builtIn: () => undefined, packaged: () => ({}) });
    expect(openLedger(temporaryFolder(), { sqlite })).toMatchObject({
      kind: 'fault',
      fault: { family: 'ledger', detail: expect.stringContaining('SQLite cannot be loaded') },
    });
  });

  it('the one of this runtime opens a file', () => {
    const database = new (loadSqlite().DatabaseSync)(':memory:');
    expect(database.prepare('SELECT 1 AS one').get()).toEqual({ one: 1 });
    database.close();
  });
});
