import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import type { Bundle } from '../../sandbox/bundle.ts';
import { startSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import { call, control, json, read, token } from './client.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.control.clear());

async function ask(method: string, path: string, body?: unknown): Promise<unknown> {
  const { status, text } = await control(sandbox, method, path, body);
  expect(status, text).toBe(200);
  return JSON.parse(text);
}

describe('control API', () => {
  it('orders, steps, sets, overrides and removes a card', async () => {
    expect(
      await ask('POST', '/cards', { cardId: 'card-1', scenario: 'by-hand', operationId: 'op-1', speed: 2 }),
    ).toMatchObject({
      cardId: 'card-1',
      canStep: true,
      operations: [{ operationId: 'op-1', details: { status: 'CARD_PROD_REQUESTED' } }],
    });
    expect(await ask('POST', '/cards/card-1/step', {})).toMatchObject({
      operations: [{ details: { status: 'CARD_PROD_READY' } }],
    });
    expect(await ask('POST', '/cards/card-1/set', { state: 'done' })).toMatchObject({
      operations: [{ status: 'SUCCESSFUL' }],
    });
    expect(await ask('POST', '/cards/card-1/body', { body: 'x' })).toMatchObject({ course: 'raw-body' });
    await ask('POST', '/cards/card-1/details', { last4: '0042' });
    const details = `${sandbox.bankingUrl}/issuers/${sandbox.issuerId}/cards/card-1`;
    const headers = { authorization: `Bearer ${await token(sandbox)}` };
    expect(json(await call(sandbox, details, { headers }))).toEqual({ cardId: 'card-1', last4: '0042' });
    await ask('POST', '/cards/card-1/details', null);
    expect((await call(sandbox, details, { headers })).status).toBe(404);
    await ask('DELETE', '/cards/card-1');
    expect(JSON.stringify(await ask('GET', '/cards'))).not.toContain('card-1');
    expect((await control(sandbox, 'POST', '/cards/card-1/step', {})).status).toBe(409);
  });

  it('injects faults, shifts the clock, expires tokens, selects the seed answer, changes settings', async () => {
    const { id } = (await ask('POST', '/faults', { effect: { kind: 'status', status: 503 }, on: 'status' })) as {
      id: number;
    };
    const bearer = await token(sandbox);
    expect((await read(sandbox, 'SEED-DONE', bearer)).status).toBe(503);
    await ask('DELETE', `/faults/${String(id)}`);
    await ask('POST', '/seed', { answer: 'DATA_EXCEPTION' });
    expect(json(await read(sandbox, '271b-6e47-8ec3-7f3f', bearer))).toMatchObject({
      operations: [{ status: 'FAILED' }],
    });
    await ask('POST', '/settings', { absent: 'empty' });
    expect((await read(sandbox, 'nobody', bearer)).status).toBe(200);
    await ask('POST', '/clock', { offsetMs: 5_000 });
    expect(await ask('GET', '/state')).toMatchObject({ offsetMs: 5_000, tokens: 1 });
    await ask('POST', '/tokens/expire', {});
    expect((await read(sandbox, 'SEED-DONE', bearer)).status).toBe(401);
    expect(((await ask('GET', '/requests')) as { requests: unknown[] }).requests).toHaveLength(5);
    await ask('DELETE', '/requests');
    expect(await ask('GET', '/requests')).toEqual({ requests: [], tlsFailures: [] });
  });

  it('takes D1 off line and back', async () => {
    await ask('POST', '/network', { state: 'offline' });
    await expect(token(sandbox)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await ask('POST', '/network', { state: 'online' });
    expect(await token(sandbox)).not.toBe('');
  });

  it('says what is wrong with an input', async () => {
    const { status, text } = await control(sandbox, 'POST', '/faults', { effect: { kind: 'explode' } });
    expect([status, text]).toEqual([400, expect.stringContaining('effect')]);
    expect((await control(sandbox, 'POST', '/cards', { scenario: 'normal', cardid: 'x' })).status).toBe(400);
    expect((await control(sandbox, 'GET', '/nothing')).status).toBe(404);
  });

  const jsonType = { 'content-type': 'application/json' };
  it.each([
    ['a foreign name for the loopback address', 'GET', { host: 'evil.example' }, 403],
    ['a foreign page', 'POST', { ...jsonType, origin: 'https://evil.example' }, 403],
    ['a form post', 'POST', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['a DELETE without a content type', 'DELETE', {}, 415],
  ])('refuses %s', async (_, method, headers, status) => {
    sandbox.control.inject({ effect: { kind: 'hang' } });
    expect((await control(sandbox, method, '/faults', undefined, headers as Record<string, string>)).status).toBe(
      status,
    );
    expect(sandbox.control.faults()).toHaveLength(1);
  });

  it('serves its page with a policy', async () => {
    const page = await control(sandbox, 'GET', '/');
    expect([page.status, page.type]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.text).not.toContain('{{nonce}}');
  });
});

describe('command line', () => {
  it('writes its files, says when it is ready and ends on SIGTERM', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sandbox-test-'));
    const main = fileURLToPath(new URL('../../sandbox/main.ts', import.meta.url));
    const child = spawn(process.execPath, ['--import', 'tsx', main, '--out', folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
      const ready = JSON.parse(line) as Record<string, string>;
      const config: unknown = JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8'));
      expect(config).toEqual({
        station: { name: 'Sandbox desk', persoStation: 'KIOSK-PS-101' },
        d1: {
          environment: 'sandbox',
          authUrl: ready['authUrl'],
          bankingUrl: ready['bankingUrl'],
          caFile: join(folder, 'ca.pem'),
          caMode: 'only',
        },
      });
      const bundle = JSON.parse(readFileSync(join(folder, 'bundle.json'), 'utf8')) as Bundle;
      expect(Object.keys(bundle)).toEqual([
        'mode',
        'issuerId',
        'aggregatorId',
        'kid',
        'audience',
        'signingKey',
        'clientCertificate',
        'clientKey',
      ]);
      expect(bundle.issuerId).toHaveLength(10);
      expect(statSync(join(folder, 'bundle.json')).mode & 0o777).toBe(0o600);
      child.kill('SIGTERM');
      const [code] = (await once(child, 'exit')) as [number | null];
      expect(code).toBe(0);
    } finally {
      child.kill('SIGKILL');
      rmSync(folder, { recursive: true });
    }
  });
});
