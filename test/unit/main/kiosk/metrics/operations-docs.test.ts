/** What docs/operations says of the figures, against the list of them: no rule, panel or row about one that there is not. */
import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { METRICS } from '../../../../../main/kiosk/metrics/catalogue.ts';
import { metricsText } from '../../../../../main/kiosk/metrics/station-metrics.ts';
import { ACTION_KINDS } from '../../../../../main/tracking/words.ts';
import { parseExposition } from '../../diagnostics/parse-exposition.ts';
import { facts } from './made-facts.ts';

const page = (name: string): string =>
  readFileSync(new URL(`../../../../../docs/operations/${name}`, import.meta.url), 'utf8');
const NAMES = Object.keys(METRICS);
/** Every name of a figure in a text; those of a histogram's parts by its own. */
const namesIn = (text: string): Set<string> =>
  new Set(
    [...text.matchAll(/\bcard_station_[a-z0-9_]+/g)].map(([name]) =>
      NAMES.includes(name) ? name : name.replace(/_(bucket|sum|count)$/, ''),
    ),
  );
/** The labels that the file has, by figure. */
const LABELS = new Map(
  [...parseExposition(metricsText(facts()))].map(([name, { samples }]) => [
    name,
    [...new Set(samples.flatMap(({ labels }) => Object.keys(labels)))],
  ]),
);

describe('docs/operations', () => {
  it.each(['alerts.yml', 'alerts.test.yml', 'dashboard.json', 'metrics.md'])(
    '%s names no figure that there is not',
    (name) => {
      const named = [...namesIn(page(name))];
      expect(named.length).toBeGreaterThan(10);
      expect(named.filter((one) => !NAMES.includes(one))).toEqual([]);
    },
  );

  it('explains every figure, with the labels that it has', () => {
    const rows = [...page('metrics.md').matchAll(/^\| `(card_station_[a-z0-9_]+)` +\| ([^|]*)\|/gm)];
    expect(rows.map(([, name]) => name)).toEqual(NAMES);
    for (const [, name = '', labels = ''] of rows) {
      const has = LABELS.get(name);
      if (has !== undefined)
        expect([name, [...labels.matchAll(/`([a-z_]+)`/g)].map(([, label]) => label)]).toEqual([name, has]);
    }
  });

  it('knows every action that is counted', () => {
    const [row = ''] = page('metrics.md').match(/^\| `card_station_staff_actions_total`.*$/m) ?? [];
    expect(ACTION_KINDS.filter((kind) => !row.includes(`\`${kind}\``))).toEqual([]);
  });

  it('has an alert or a panel for every figure but those that only explain others', () => {
    const used = new Set([...namesIn(page('alerts.yml')), ...namesIn(page('dashboard.json'))]);
    expect(NAMES.filter((name) => !used.has(name))).toEqual(['card_station_d1_answer_age_seconds']);
  });

  it('tries every alert', () => {
    const alerts = [...page('alerts.yml').matchAll(/- alert: (\w+)/g)].map(([, name = '']) => name);
    const tried = page('alerts.test.yml');
    expect(alerts.length).toBeGreaterThan(10);
    // The page's two and those of the record are tried by a part of their name.
    expect(alerts.filter((name) => !tried.includes(name) && !/Page|Record/.test(name))).toEqual([]);
  });

  it('asks for states and steps that the station writes', () => {
    const rules = page('alerts.yml') + page('dashboard.json').replaceAll('\\"', '"');
    const asked = [...rules.matchAll(/\b(state|step)=~?"([^"]+)"/g)].flatMap(([, , words = '']) => words.split('|'));
    expect(asked.length).toBeGreaterThan(5);
    const text = metricsText(facts());
    for (const word of asked) expect(text).toMatch(new RegExp(`(state|step)="${word}"`));
  });
});
