import { X509Certificate } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { startSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import { call, read, token } from './client.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

const anywhere = (): string => `${sandbox.bankingUrl}/anything`;

describe('mutual TLS', () => {
  it('lets the client of the bundle in', async () => {
    expect((await call(sandbox, anywhere())).status).toBe(404);
    expect(sandbox.control.requests().at(-1)?.clientSubject).toBe('TLSMA-ECC/ISSUER0001/PPR');
  });

  it('refuses a client without a certificate before it reads any request', async () => {
    const seen = sandbox.control.requests().length;
    await expect(call(sandbox, anywhere(), { bundle: null })).rejects.toThrow();
    expect(sandbox.control.requests()).toHaveLength(seen);
  });

  it('refuses certificates of a strange CA, expired ones and those not yet valid', async () => {
    const { mint } = sandbox;
    for (const bundle of [await mint.untrusted(), await mint.expired(), await mint.notYetValid()]) {
      await expect(call(sandbox, anywhere(), { bundle })).rejects.toThrow();
    }
  });

  it('accepts a renewed certificate and one that ends soon', async () => {
    const soon = await sandbox.mint.expiringIn(5);
    expect((await call(sandbox, anywhere(), { bundle: soon })).status).toBe(404);
    expect((await call(sandbox, anywhere(), { bundle: await sandbox.mint.renewed() })).status).toBe(404);
    const daysLeft = (Date.parse(new X509Certificate(soon.clientCertificate).validTo) - Date.now()) / 86_400_000;
    expect(daysLeft).toBeCloseTo(5, 1);
  });

  it('makes a bundle whose key is not that of the certificate', async () => {
    const bundle = await sandbox.mint.keyMismatch();
    await expect(call(sandbox, anywhere(), { bundle })).rejects.toThrow(/key/i);
  });

  it.each([
    ['wrong-host', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['untrusted', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
    ['expired', 'CERT_HAS_EXPIRED'],
    ['not-yet-valid', 'CERT_NOT_YET_VALID'],
  ] as const)('can stand behind a server certificate that is %s', async (kind, code) => {
    const bad = await sandbox.mint.server(kind);
    await expect(call(sandbox, `${bad.bankingUrl}/anything`)).rejects.toMatchObject({ code });
  });

  it('can play a proxy that answers bad certificates with a page', async () => {
    const proxied = await startSandbox({ badClients: 'page', maxTls: 'TLSv1.2' });
    try {
      const answer = await call(proxied, `${proxied.bankingUrl}/anything`, { bundle: null });
      expect(answer.status).toBe(400);
      expect(answer.body.toString()).toContain('The SSL certificate error');
      expect(proxied.control.requests()[0]).toMatchObject({ clientSubject: null, tlsVersion: 'TLSv1.2' });
      const bearer = await token(proxied);
      expect((await read(proxied, 'SEED-DONE', bearer)).status).toBe(200);
    } finally {
      await proxied.close();
    }
  });

  it('refuses connections while offline and comes back at the same port', async () => {
    await sandbox.control.goOffline();
    await expect(call(sandbox, anywhere())).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await sandbox.control.goOnline();
    expect((await call(sandbox, anywhere())).status).toBe(404);
  });
});
