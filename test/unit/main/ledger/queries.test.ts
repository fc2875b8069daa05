/** Every query of the run finds its rows by an index: none looks through the whole of a table that grows for years. */
import { describe, expect, it } from 'vitest';

import { ROW_QUERIES } from '../../../../main/ledger/action-row.ts';
import { CARD_QUERIES } from '../../../../main/ledger/card-row.ts';
import { MIGRATIONS, migrate, originOf } from '../../../../main/ledger/migrations.ts';
import { loadSqlite, type Database } from '../../../../main/ledger/load-sqlite.ts';
import { PHASES_QUERY } from '../../../../main/ledger/phases-seen.ts';
import { RECENT_QUERY } from '../../../../main/ledger/recent.ts';
import { PRUNE_QUERIES } from '../../../../main/ledger/retention.ts';

function migrated(): Database {
  const database = new (loadSqlite().DatabaseSync)(':memory:');
  migrate(database);
  return database;
}

const QUERIES = Object.entries({
  ...ROW_QUERIES,
  ...CARD_QUERIES,
  ...PRUNE_QUERIES,
  recent: RECENT_QUERY,
  phases: PHASES_QUERY,
});

describe('queries', () => {
  it.each(QUERIES)('%s uses an index and sorts nothing by itself', (_name, sql) => {
    const database = migrated();
    const values = Array.from({ length: sql.split('?').length - 1 }, () => 1);
    const plan = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values) as { detail: string }[];
    const details = plan.map((row) => row.detail);
    expect(details.filter((detail) => detail.startsWith('SCAN') && !detail.includes('USING'))).toEqual([]);
    expect(details.join('\n')).toMatch(/USING (COVERING )?INDEX|USING (INTEGER )?PRIMARY KEY/);
    expect(details.join('\n')).not.toContain('TEMP B-TREE');
    database.close();
  });
});

describe('versions of the tables', () => {
  it('a step that fails leaves the version before it, whole', () => {
    const database = migrated();
    const asItIs = MIGRATIONS.map(() => '-- as it is');
    const steps = [...asItIs, 'CREATE TABLE added (a); CREATE TABLE added (b);'];
    expect(() => migrate(database, steps)).toThrow(/already exists/);
    expect(database.prepare('PRAGMA user_version').get()).toEqual({ user_version: MIGRATIONS.length });
    expect(database.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'added'`).get()).toBeUndefined();
    migrate(database, [...asItIs, 'CREATE TABLE added (a)']);
    expect(database.prepare('PRAGMA user_version').get()).toEqual({ user_version: MIGRATIONS.length + 1 });
    expect(originOf(database)).toBe('too-new');
    database.close();
  });
});
