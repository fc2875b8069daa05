/** Where a case happens: a D1, what stands before it, and a station that was provisioned and started on it. */
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { runCommand, StationApp, type StationPlace } from '../e2e/station-app.ts';
import type { Bundle } from '../sandbox/bundle.ts';
import type { StateName } from '../sandbox/scenarios.ts';
import type { RecordedRequest } from '../sandbox/record.ts';
import { startSandbox, type Sandbox, type SandboxOptions } from '../sandbox/sandbox.ts';
import { endProcess, waitMs, type Ground } from './ground.ts';

/** What a case needs of a D1, in this process or in one of its own. */
export interface D1 {
  readonly authUrl: string;
  readonly bankingUrl: string;
  readonly caPem: string;
  readonly bundle: Bundle;
  set(cardId: string, state: StateName): Promise<void>;
  requests(): Promise<readonly RecordedRequest[]>;
}

export interface DeskOptions {
  /** Groups of the configuration, laid over the quick ones. */
  readonly groups?: Readonly<Record<string, object>>;
  /** What stands in the URLs and the CA file instead of D1's own. */
  readonly front?: { readonly authUrl: string; readonly bankingUrl: string; readonly caPem: string };
  readonly bundle?: Bundle;
  /** Lines of shell before the station is started: variables and namespaces. The last word takes its place: `exec`. */
  readonly wrap?: { readonly lines: readonly string[]; readonly prefix: string };
}

export interface Desk {
  readonly ground: Ground;
  readonly d1: D1;
  readonly place: StationPlace;
  readonly freshnessMs: number;
  station(): StationApp;
  /** Starts the station; ends an earlier one first. */
  start(): Promise<StationApp>;
  /** Starts it and waits until it has reached D1. */
  startConnected(): Promise<StationApp>;
  stop(): Promise<void>;
  /** Runs `card-station provision --replace --untried`; a running station takes the new credentials at once. */
  provision(bundle: Bundle): Promise<void>;
}

/** Pauses and limits at or near their smallest, so that a case takes seconds; faults about them bring their own. */
export const QUICK = {
  limits: {
    freshnessLimitSeconds: 6,
    retryFirstSeconds: 1,
    retryCeilingSeconds: 2,
    signInFirstSeconds: 5,
    signInCeilingSeconds: 5,
    startsPerSecond: 10,
  },
  pace: {
    requestedSeconds: 1,
    atPrinterSeconds: 1,
    inProgressSeconds: 1,
    greenSeconds: 1,
    unclearSeconds: 1,
    notFoundFirstSeconds: 1,
    notFoundLastSeconds: 1,
    failureSeconds: 5,
    refusedSeconds: 5,
  },
  d1: { connectTimeoutSeconds: 2, headersTimeoutSeconds: 3, bodyTimeoutSeconds: 3 },
};

/** From the window to the first sign-in, in ms. */
const CONNECT_LIMIT_MS = 20_000;

/** A station closes within a second, in ms. */
const CLOSE_LIMIT_MS = 5_000;

/** A D1 in this process; ended with the ground. */
export async function localD1(
  ground: Ground,
  options: SandboxOptions = {},
): Promise<D1 & { readonly sandbox: Sandbox }> {
  const sandbox = await startSandbox(options);
  ground.cleanUp(() => sandbox.close());
  const { authUrl, bankingUrl, caPem, bundle, control } = sandbox;
  return {
    sandbox,
    authUrl,
    bankingUrl,
    caPem,
    bundle,
    set: async (cardId, state) => void control.set(cardId, { state }),
    requests: async () => control.requests(),
  };
}

/** A desk whose station is provisioned and not yet started. */
export async function openDesk(ground: Ground, d1: D1, options: DeskOptions = {}): Promise<Desk> {
  const { authUrl, bankingUrl, caPem } = options.front ?? d1;
  const groups = options.groups ?? {};
  const limits = { ...QUICK.limits, ...groups['limits'] };
  const config = {
    station: { name: 'Main Street, desk 2', persoStation: 'KIOSK-PS-101' },
    ...groups,
    limits,
    pace: { ...QUICK.pace, ...groups['pace'] },
    d1: { environment: 'sandbox', authUrl, bankingUrl, caFile: 'ca.pem', caMode: 'only', ...QUICK.d1, ...groups['d1'] },
  };
  mkdirSync(ground.folder, { recursive: true });
  writeFileSync(join(ground.folder, 'ca.pem'), caPem);
  const place: StationPlace = {
    program: wrapped(ground, options.wrap),
    packaged: ground.program,
    profileFolder: join(ground.folder, 'profile'),
    configFile: join(ground.folder, 'config.json'),
  };
  writeFileSync(place.configFile, JSON.stringify(config));
  // Playwright tells no process of a station that has ended.
  let running: { readonly app: StationApp; readonly child: ChildProcess } | null = null;
  const stop = async (): Promise<void> => {
    const ending = running;
    running = null;
    if (ending === null) return;
    // One that was killed is closed already; one that lost its debugger in a sleep never says that it is.
    await Promise.race([ending.app.close().catch(() => undefined), waitMs(CLOSE_LIMIT_MS)]);
    await endProcess(ending.child);
  };
  ground.cleanUp(stop);
  const start = async (): Promise<StationApp> => {
    await stop();
    const app = await StationApp.launch(place);
    running = { app, child: app.electron.process() };
    return app;
  };
  const desk: Desk = {
    ground,
    d1,
    place,
    freshnessMs: limits.freshnessLimitSeconds * 1_000,
    station() {
      if (running === null) throw new Error('the station is not running');
      return running.app;
    },
    start,
    async startConnected() {
      const station = await start();
      const connected = station.page.locator('[data-testid="connection"][data-connection="ok"]');
      await connected.waitFor({ state: 'attached', timeout: CONNECT_LIMIT_MS });
      return station;
    },
    stop,
    async provision(bundle) {
      const file = join(ground.folder, 'bundle.json');
      writeFileSync(file, JSON.stringify(bundle), { mode: 0o600 });
      const { code, stderr } = await runCommand(place, 'provision', file, '--replace', '--untried');
      if (code !== 0) throw new Error(`not provisioned: ${stderr.trim()}`);
    },
  };
  await desk.provision(options.bundle ?? d1.bundle);
  return desk;
}

/** The program itself, or a script that prepares its surroundings and then becomes it. */
function wrapped(ground: Ground, wrap: DeskOptions['wrap']): string {
  if (wrap === undefined) return ground.program;
  const script = join(ground.folder, 'station.sh');
  const lines = ['#!/bin/sh', ...wrap.lines, `exec ${wrap.prefix} "${ground.program}" "$@"`, ''];
  writeFileSync(script, lines.join('\n'), { mode: 0o755 });
  return script;
}
