/** A station that nobody visits, from outside: its figures, and the commands that a roll-out and support use beside it. */
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { parseExposition } from '../unit/main/diagnostics/parse-exposition.ts';
import { expect, expectConnection, expectRecord, expectStage, test } from './fixtures.ts';
import { keyNeedles } from './needles.ts';
import { handOver } from './staff-desk.ts';
import { runCommand } from './station-app.ts';

const CARD = '271b-6e47-8ec3-7f3f';

function figures(file: string): ReadonlyMap<string, number> {
  const families = [...parseExposition(readFileSync(file, 'utf8')).values()];
  return new Map(
    families.flatMap(({ samples }) =>
      samples.map(({ name, labels, value }) => [[name, ...Object.values(labels)].join(' '), value] as const),
    ),
  );
}

test('figures, update-window, self-test and support-bundle tell the truth of a station and no secret', async ({
  desk,
  sandbox,
}) => {
  const file = join(desk.folder, 'collected', 'card-station.prom');
  mkdirSync(join(desk.folder, 'collected'));
  desk.configure({ metrics: { file, everySeconds: 5 } });
  await desk.provision();
  sandbox.control.order({ cardId: CARD, scenario: 'by-hand' });
  const station = await desk.start();
  await expectConnection(station, 'ok');
  await expectRecord(station);
  expect(await runCommand(desk.place, 'update-window')).toMatchObject({
    code: 0,
    stdout: 'Safe: nobody needs the station now.\n',
  });

  await station.scan(CARD);
  await expectStage(station, { phase: 'requested' });
  expect(await runCommand(desk.place, 'update-window')).toMatchObject({
    code: 1,
    stderr: 'card-station: Not safe: a card is on the screen.',
  });
  expect(await runCommand(desk.place, 'self-test')).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^keychain: ok\ndns: ok .*\ntls: ok .*\ntoken: ok\nread: not done: .*\nThe way/),
  });

  sandbox.control.set(CARD, { state: 'done' });
  await expectStage(station, { verdict: 'hand-over' });
  await handOver(station);
  await expect.poll(() => figures(file).get('card_station_staff_actions_total handed-over')).toBe(1);
  const now = figures(file);
  const some = /green|page_starts|record_rows|_seconds_count|setup ready|^card_station_up/;
  expect(Object.fromEntries([...now].filter(([name]) => some.test(name)))).toEqual({
    card_station_up: 1,
    'card_station_setup ready': 1,
    card_station_green_cards_total: 1,
    card_station_personalisation_seconds_count: 1,
    card_station_page_starts_total: 1,
    card_station_record_rows: 1,
  });
  expect(now.get('card_station_d1_calls_total read answered')).toBeGreaterThan(1);
  expect(now.get('card_station_d1_calls_total read network')).toBe(0);
  expect(now.get('card_station_client_certificate_expiry_timestamp_seconds')).toBeGreaterThan(Date.now() / 1_000);
  expect(statSync(file).mode & 0o777).toBe(0o644);

  const bundle = join(desk.folder, 'support.txt');
  expect(await runCommand(desk.place, 'support-bundle', '--output', bundle)).toMatchObject({ code: 0, stderr: '' });
  expect(statSync(bundle).mode & 0o777).toBe(0o600);
  const text = readFileSync(bundle, 'utf8');
  for (const part of [
    'station.name = Main Street, desk 2',
    'rows verified: 1',
    'card_station_up 1',
    '"cardId":"…7f3f"',
  ])
    expect(text).toContain(part);
  const { signingKey, clientKey, issuerId } = sandbox.bundle;
  for (const { name, bytes } of [...keyNeedles('signing key', signingKey), ...keyNeedles('TLS key', clientKey)])
    expect([name, Buffer.from(text).includes(bytes)]).toEqual([name, false]);
  for (const needle of [issuerId, CARD]) expect(text + readFileSync(file, 'utf8')).not.toContain(needle);

  await station.close();
  expect([...figures(file)].map(([name, value]) => [name.split(' ')[0], value])).toEqual([
    ['card_station_up', 0],
    ['card_station_written_timestamp_seconds', expect.any(Number)],
    ['card_station_info', 1],
  ]);
  expect((await runCommand(desk.place, 'update-window')).code).toBe(3);
});
