/** No secret in the process list, a log, the profile folder or the page: recognisable keys are planted and searched for. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { expect, expectConnection, expectFault, expectStage, test } from './fixtures.ts';
import { assertionNeedles, filesBelow, found, foundBelow, keyNeedles, textNeedles, type Needle } from './needles.ts';
import { cmdlineAndEnviron, processTree } from './station-processes.ts';
import { runCommand, type StationApp } from './station-app.ts';
import { tapSandboxes } from './wiretap.ts';

async function heapOf(station: StationApp): Promise<Buffer> {
  const session = await station.page.context().newCDPSession(station.page);
  const chunks: string[] = [];
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk));
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await session.detach();
  return Buffer.from(chunks.join(''));
}

test('planted keys, tokens and assertions are nowhere but in the keychain and in memory', async ({ desk, sandbox }) => {
  test.setTimeout(180_000);
  const tap = tapSandboxes();
  desk.configure({ pace: { greenSeconds: 1 } });
  await desk.provision();
  const again = await runCommand(desk.place, 'provision', desk.place.configFile);
  const output: Buffer[] = [];
  const station = await desk.start();
  for (const stream of [station.electron.process().stdout, station.electron.process().stderr])
    stream?.on('data', (chunk: Buffer) => output.push(chunk));
  await expectConnection(station, 'ok');
  sandbox.control.order({ cardId: 'secret-card-0001', scenario: 'by-hand' });
  sandbox.control.set('secret-card-0001', { state: 'done' });
  await station.scan('secret-card-0001');
  await expectStage(station, { verdict: 'hand-over' });
  // A D1 that echoes what it was sent, in an error, must not get it onto the screen or into the log.
  const [token = ''] = tap.tokens();
  sandbox.control.inject({
    effect: { kind: 'body', status: 500, body: JSON.stringify({ error: token }) },
    on: 'status',
    times: 2,
  });
  await expect.poll(() => readFileSync(station.logFile(), 'utf8')).toContain('server-error');
  await expectStage(station, { verdict: 'hand-over' });

  const needles: Needle[] = [
    ...keyNeedles('signing key', sandbox.bundle.signingKey),
    ...keyNeedles('TLS key', sandbox.bundle.clientKey),
    ...tap.tokens().flatMap((each) => textNeedles('access token', each)),
    ...tap.assertions().flatMap((each) => assertionNeedles('assertion', each)),
  ];
  tap.end();
  expect(tap.tokens().length).toBeGreaterThan(0);
  expect(tap.assertions().length).toBeGreaterThan(0);

  const processes = processTree(station.pid);
  expect(processes.length).toBeGreaterThan(2);
  for (const { pid, type } of processes) expect(found(needles, cmdlineAndEnviron(pid)), type).toEqual([]);
  const page = Buffer.from(await station.page.content());
  const heap = await heapOf(station);
  // The search finds what is there.
  const [known] = textNeedles('card id', 'secret-card-0001');
  expect(found(known === undefined ? [] : [known], heap)).toEqual(['card id']);
  expect(found(needles, heap)).toEqual([]);
  expect(found(needles, page)).toEqual([]);
  await station.close();

  expect(foundBelow(needles, desk.place.profileFolder)).toEqual([]);
  expect(found(needles, Buffer.concat(output))).toEqual([]);
  expect(found(needles, Buffer.from(again.stdout + again.stderr))).toEqual([]);
  // Nor in clear where the keyring keeps its files.
  const keyrings = process.env['XDG_DATA_HOME'];
  if (process.platform === 'linux' && keyrings !== undefined) {
    expect(filesBelow(keyrings).length).toBeGreaterThan(0);
    expect(foundBelow(needles, keyrings)).toEqual([]);
  }
});

test("the profile is its owner's alone", async ({ desk, sandbox }) => {
  await desk.provision(await sandbox.mint.unknownSigningKey());
  const station = await desk.start();
  await expectFault(station, 'sign-in', 'token-refused');
  const mode = (path: string): number => statSync(path).mode & 0o777;
  expect(mode(desk.place.profileFolder)).toBe(0o700);
  for (const own of ['profile-id', 'client-certificate.pem', 'logs/station.log'])
    expect(mode(join(desk.place.profileFolder, own)), own).toBe(0o600);
});
