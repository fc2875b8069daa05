import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { SETTINGS } from '../../../../main/config/catalogue.ts';
import { mergeSources } from '../../../../main/config/merge.ts';
import { RANKS } from '../../../../main/config/sources.ts';
import type { Rank, Source } from '../../../../main/config/sources.ts';
import { configOf, loadFrom, problemsOf, SMALLEST, smallestWith } from './fake-files.ts';
import type { SourceName } from './fake-files.ts';

/** Strongest first, by the names of the loader. */
const ORDER: readonly SourceName[] = ['policyFile', 'machineFile', 'configFlag', 'environmentVariable', 'profileFile'];

/** A source with any settings, values of any kind included. */
function anySource(rank: Rank): fc.Arbitrary<Source> {
  const setting = fc.record({ at: fc.constantFrom(...SETTINGS), value: fc.jsonValue() });
  return fc.array(setting, { maxLength: 12 }).map((settings) => {
    const values: Record<string, Record<string, unknown>> = {};
    for (const { at, value } of settings) values[at.group] = { ...values[at.group], [at.key]: value };
    return { rank, name: rank, folder: '/', values };
  });
}
const anySources = fc.tuple(...RANKS.map(anySource));

function valueIn(source: Source | undefined, group: string, key: string): unknown {
  const content = source?.values[group];
  return typeof content === 'object' && content !== null ? (content as Record<string, unknown>)[key] : undefined;
}

describe('sources', () => {
  it('never lose a setting to a weaker source', () => {
    fc.assert(
      fc.property(anySources, (sources) => {
        for (let weaker = 1; weaker <= sources.length; weaker += 1) {
          const before = mergeSources(sources.slice(0, weaker)).values;
          const after = mergeSources(sources).values;
          for (const [path, placed] of before) expect(after.get(path)).toEqual(placed);
        }
      }),
    );
  });

  it('take every setting from the strongest source that has it, or note why not', () => {
    fc.assert(
      fc.property(anySources, (sources) => {
        const { values, notes } = mergeSources(sources);
        for (const { path, group, key } of SETTINGS) {
          const holders = sources.filter((source) => valueIn(source, group, key) !== undefined);
          const noted = notes.filter((note) => note.path === path).map((note) => note.source);
          const winner = values.get(path)?.source;
          expect([...(winner === undefined ? [] : [winner.name]), ...noted]).toEqual(
            holders.map((source) => source.name),
          );
          if (winner !== undefined) expect(values.get(path)?.value).toEqual(valueIn(winner, group, key));
        }
      }),
    );
  });

  it('add nothing to d1, nor card numbers, from the account of the kiosk once an administrator has said where D1 is', () => {
    fc.assert(
      fc.property(
        anySources,
        fc.constantFrom('policy', 'machine'),
        fc.constantFrom('authUrl', 'bankingUrl'),
        (sources, rank, key) => {
          const rolledOut = sources.map((source) =>
            source.rank === rank
              ? { ...source, values: { ...source.values, d1: { [key]: 'https://bank.example' } } }
              : source,
          );
          for (const [path, { source }] of mergeSources(rolledOut).values) {
            if (path.startsWith('d1.') || path === 'intake.allowNumericIds')
              expect(['policy', 'machine']).toContain(source.name);
          }
        },
      ),
    );
  });

  it('are in this order: policy, machine, --config, CARD_STATION_CONFIG, profile', () => {
    ORDER.forEach((_, strongest) => {
      const contents = Object.fromEntries(
        ORDER.slice(strongest).map((name) => [name, smallestWith({ station: { name } })]),
      );
      expect(configOf(loadFrom(contents)).station.name).toBe(ORDER[strongest]);
    });
  });

  it('merge setting by setting, not group by group', () => {
    const config = configOf(
      loadFrom({
        machineFile: { ...SMALLEST, limits: { maxCards: 20 } },
        profileFile: { limits: { maxCards: 40, startsPerSecond: 1 } },
      }),
    );
    expect(config.limits).toMatchObject({ maxCards: 20, startsPerSecond: 1 });
  });

  it('list what was ignored, and by whom', () => {
    const loaded = loadFrom({
      machineFile: SMALLEST,
      configFlag: { station: { name: 'Other' }, d1: { caFile: '/evil.pem', proxy: 'none' } },
    });
    expect(configOf(loaded).d1.caFile).toBeUndefined();
    expect(configOf(loaded).station.name).toBe(SMALLEST.station.name);
    expect(loaded.notes).toEqual([
      { path: 'station.name', message: 'is ignored: /machine/config.json has set it', source: '/flag.json' },
      ...['d1.caFile', 'd1.proxy'].map((path) => ({
        path,
        message: 'is ignored: /machine/config.json says where D1 is, so that only an administrator can set this',
        source: '/flag.json',
      })),
    ]);
  });

  it('do not let a weaker file mend or replace one that cannot be read', () => {
    const unreadable = { readFile: () => ({ kind: 'unreadable', why: 'this account may not read it' }) as const };
    expect(problemsOf(loadFrom({ machineFile: SMALLEST }, unreadable))).toEqual([
      { path: '', message: 'cannot be read: this account may not read it', source: '/machine/config.json' },
    ]);
    expect(loadFrom({ machineFile: '[]', profileFile: SMALLEST }).kind).toBe('problems');
    const policy = () => ({ kind: 'unreadable', name: 'the registry', why: 'nobody answers' }) as const;
    expect(problemsOf(loadFrom({ machineFile: SMALLEST }, { policy }))).toEqual([
      { path: '', message: 'cannot be read: nobody answers', source: 'the registry' },
    ]);
  });
});
