/** The token and the read of a card over mutual TLS, as short as they can be: what every client of D1 has to do. */
import { randomUUID } from 'node:crypto';

import { importPKCS8, SignJWT } from 'jose';
import { Agent, fetch } from 'undici';

/** `given`: authUrl, bankingUrl, caPem and the bundle of the sandbox. */
export function createReader({ authUrl, bankingUrl, caPem, bundle }) {
  const { issuerId, kid, signingKey, clientCertificate: cert, clientKey: key } = bundle;
  const dispatcher = new Agent({ connect: { ca: caPem, cert, key } });
  let token = null;

  async function signIn() {
    const assertion = await new SignJWT({})
      .setProtectedHeader({ alg: 'ES256', kid })
      .setIssuer(issuerId)
      .setSubject(issuerId)
      .setJti(randomUUID())
      .setIssuedAt()
      .setExpirationTime('3m')
      .sign(await importPKCS8(signingKey, 'ES256'));
    const body = new URLSearchParams({
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion,
    });
    const answer = await (await fetch(`${authUrl}/oauth2/token`, { dispatcher, method: 'POST', body })).json();
    token = { text: answer.access_token, until: Date.now() + answer.expires_in * 800 };
  }

  return {
    /** What D1 says of the card, as two words. */
    async read(cardId) {
      if (token === null || Date.now() > token.until) await signIn();
      const url = `${bankingUrl}/issuers/${issuerId}/physicalCards/${cardId}/productionStatus`;
      const headers = { authorization: `Bearer ${token.text}`, 'cache-control': 'no-cache' };
      const { operations } = await (await fetch(url, { dispatcher, headers })).json();
      return `${operations[0].status} ${operations[0].details.status}`;
    },
    close: () => dispatcher.close(),
  };
}
