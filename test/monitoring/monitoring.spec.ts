/**
 * The figures of a running station through what a bank collects them with: node_exporter reads its file, Prometheus scrapes that
 * with our rules, and promtool judges both. Everything on loopback; `npm run test:long -- monitoring` brings the three programs.
 */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { expect, expectConnection, expectStage, test, type Desk } from '../e2e/fixtures.ts';
import { freePort } from '../sandbox/ports.ts';
import { runCommand } from '../e2e/station-app.ts';

/** Where prometheus, promtool and prometheus-node-exporter are. */
const TOOLS = process.env['CARD_STATION_MONITORING'] ?? '';
const DOCS = resolve(import.meta.dirname, '../../docs/operations');
const promtool = (...args: string[]): string =>
  execFileSync(join(TOOLS, 'promtool'), args, { cwd: DOCS, encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'] });

/** Programs of one test, ended with it. */
let running: ChildProcess[] = [];
test.afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
  running = [];
});

function start(program: string, ...args: string[]): void {
  running.push(spawn(join(TOOLS, program), args, { stdio: 'ignore' }));
}

async function text(address: string): Promise<string> {
  return fetch(address).then(
    (response) => response.text(),
    () => '',
  );
}

interface Answer {
  readonly status: string;
  readonly error?: string;
  readonly data?: {
    readonly result: readonly { readonly metric: Record<string, string>; readonly value: [number, string] }[];
  };
}

interface Collected {
  readonly file: string;
  exporter(): Promise<string>;
  ask(query: string): Promise<Answer>;
  /** What the first series of a query comes to. */
  value(query: string): Promise<string | undefined>;
}

/** node_exporter and Prometheus, as metrics.md sets them up, but once a second. */
async function collect(desk: Desk): Promise<Collected> {
  const folder = join(desk.folder, 'collected');
  mkdirSync(folder);
  const file = join(folder, 'card-station.prom');
  desk.configure({ metrics: { file, everySeconds: 5 } });
  const exporter = `127.0.0.1:${String(await freePort())}`;
  const server = `127.0.0.1:${String(await freePort())}`;
  cpSync(join(DOCS, 'alerts.yml'), join(desk.folder, 'alerts.yml'));
  writeFileSync(
    join(desk.folder, 'prometheus.yml'),
    [
      'global: { scrape_interval: 1s, evaluation_interval: 1s }',
      'rule_files: [alerts.yml]',
      'scrape_configs:',
      '  - job_name: card-station',
      `    static_configs: [{ targets: ['${exporter}'] }]`,
    ].join('\n'),
  );
  start(
    'prometheus-node-exporter',
    `--web.listen-address=${exporter}`,
    '--collector.disable-defaults',
    '--collector.textfile',
    `--collector.textfile.directory=${folder}`,
  );
  start(
    'prometheus',
    `--config.file=${join(desk.folder, 'prometheus.yml')}`,
    `--storage.tsdb.path=${join(desk.folder, 'prometheus')}`,
    `--web.listen-address=${server}`,
  );
  const ask = async (query: string): Promise<Answer> =>
    JSON.parse(
      (await text(`http://${server}/api/v1/query?query=${encodeURIComponent(query)}`)) || '{"status":"none"}',
    ) as Answer;
  return {
    file,
    exporter: () => text(`http://${exporter}/metrics`),
    ask,
    value: async (query) => (await ask(query)).data?.result[0]?.value[1],
  };
}

test('the rules and their tests are right', () => {
  expect(promtool('check', 'rules', 'alerts.yml')).toContain('SUCCESS: 17 rules found');
  expect(promtool('test', 'rules', 'alerts.test.yml')).toContain('SUCCESS');
});

test('a running station is seen through exporter and Prometheus, from its first card to its end', async ({
  desk,
  sandbox,
}) => {
  const { file, exporter, ask, value } = await collect(desk);
  await desk.provision();
  sandbox.control.order({ cardId: 'card-0001', scenario: 'by-hand' });
  sandbox.control.set('card-0001', { state: 'done' });
  const station = await desk.start();
  await expectConnection(station, 'ok');
  await station.scan('card-0001');
  await expectStage(station, { verdict: 'hand-over' });

  await expect.poll(() => value('card_station_green_cards_total')).toBe('1');
  const served = await exporter();
  expect(served).toMatch(/^node_textfile_scrape_error 0$/m);
  for (const line of readFileSync(file, 'utf8').split('\n'))
    if (line.startsWith('# HELP')) expect(served).toContain(line);
  // What promtool finds fault with, it says on either stream and ends with 1 or 3.
  expect(
    execFileSync(join(TOOLS, 'promtool'), ['check', 'metrics'], { input: readFileSync(file), encoding: 'utf8' }),
  ).toBe('');
  expect((await ask('card_station_info')).data?.result[0]?.metric).toMatchObject({
    station: 'Main Street, desk 2',
    perso_station: 'KIOSK-PS-101',
    environment: 'sandbox',
    job: 'card-station',
  });

  // Every panel of the dashboard asks for something that Prometheus understands.
  const { panels } = JSON.parse(readFileSync(join(DOCS, 'dashboard.json'), 'utf8')) as {
    readonly panels: readonly { readonly targets: readonly { readonly expr: string }[] }[];
  };
  for (const { expr } of panels.flatMap(({ targets }) => targets)) {
    const query = expr.replaceAll('$instance', '.*').replaceAll('$__rate_interval', '1m');
    expect([query, (await ask(query)).status]).toEqual([query, 'success']);
  }

  // Our own alerts: D1 goes away, and Prometheus begins to count.
  await sandbox.control.goOffline();
  await expect.poll(() => value('sum(card_station_faults_active{family="network"})')).toBeDefined();
  await sandbox.control.goOnline();
  await expect.poll(() => value('card_station_d1_connection{state="ok"}')).toBe('1');

  await station.close();
  await expect.poll(() => value('card_station_up')).toBe('0');
  await expect.poll(() => value('ALERTS{alertname="CardStationEnded"}')).toBe('1');
  // Nothing that would look current is left.
  await expect.poll(() => value('card_station_d1_connection')).toBeUndefined();
});

test('a station that is killed leaves figures that grow old', async ({ desk }) => {
  const { value } = await collect(desk);
  await desk.provision();
  const station = await desk.start();
  await expect.poll(() => value('card_station_up')).toBe('1');
  const gone = new Promise((done) => station.electron.process().once('exit', done));
  process.kill(station.pid, 'SIGKILL');
  await gone;
  await expect
    .poll(async () => Number(await value('time() - card_station_written_timestamp_seconds')))
    .toBeGreaterThan(8);
  expect(await value('card_station_up')).toBe('1');
});

test('a station whose main process is stopped is never called safe to update', async ({ desk }) => {
  await desk.provision();
  const station = await desk.start();
  await expectConnection(station, 'ok');
  process.kill(station.pid, 'SIGSTOP');
  // The engine itself ends one that takes no message for 20 s; then none runs.
  expect((await runCommand(desk.place, 'update-window')).code).toBe(3);
});
