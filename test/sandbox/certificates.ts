import './metadata-polyfill.ts';

import { webcrypto } from 'node:crypto';

import * as x509 from '@peculiar/x509';
import { exportPKCS8 } from 'jose';

/** D1 asks for ECDSA P-256 with SHA-256 (or RSA 4096). D1 portal, Set up TLS mutual authentication. */
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

const DAY_MS = 86_400_000;
/** Certificates begin a day back, so that a machine whose clock is a little slow accepts them too. */
const BACKDATE_MS = DAY_MS;
/** Long enough that no throw-away certificate nears its end by itself, in a modelled year too: expiry is asked for, not met by chance. */
const VALID_FOR_MS = 2 * 365 * DAY_MS;

/** A certificate with its private key, both PEM (the key PKCS#8). */
export interface KeyedCertificate {
  readonly certificatePem: string;
  readonly keyPem: string;
}

export interface CertificateRequest {
  readonly commonName: string;
  readonly use: 'server' | 'client';
  /** The names a server answers to; unused for a client. */
  readonly hosts?: { readonly dns: readonly string[]; readonly ip: readonly string[] };
  readonly notBefore?: Date;
  readonly notAfter?: Date;
}

/** A throw-away certificate authority; its key lives in memory only. */
export interface Authority {
  readonly certificatePem: string;
  issue(request: CertificateRequest): Promise<KeyedCertificate>;
  /** A client certificate for whoever has made this request (PKCS#10, PEM), as PEM; rejects one whose signature is wrong. */
  sign(requestPem: string): Promise<string>;
}

async function newKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
}

function validity(request: { notBefore?: Date; notAfter?: Date }): { notBefore: Date; notAfter: Date } {
  return {
    notBefore: request.notBefore ?? new Date(Date.now() - BACKDATE_MS),
    notAfter: request.notAfter ?? new Date(Date.now() + VALID_FOR_MS),
  };
}

/** The JSON form of a name: the string form would take the slashes of D1's common names apart. */
function nameOf(commonName: string): x509.JsonName {
  return [{ CN: [commonName] }];
}

export async function createAuthority(commonName: string): Promise<Authority> {
  const keys = await newKeys();
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    name: nameOf(commonName),
    keys,
    signingAlgorithm: ALGORITHM,
    ...validity({}),
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });

  const issue = async (request: CertificateRequest): Promise<KeyedCertificate> => {
    const leafKeys = await newKeys();
    const usage = request.use === 'server' ? x509.ExtendedKeyUsage.serverAuth : x509.ExtendedKeyUsage.clientAuth;
    const names = [
      ...(request.hosts?.dns ?? []).map((value) => ({ type: 'dns' as const, value })),
      ...(request.hosts?.ip ?? []).map((value) => ({ type: 'ip' as const, value })),
    ];
    const leaf = await x509.X509CertificateGenerator.create({
      subject: nameOf(request.commonName),
      issuer: root.subjectName.toJSON(),
      publicKey: leafKeys.publicKey,
      signingKey: keys.privateKey,
      signingAlgorithm: ALGORITHM,
      ...validity(request),
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        new x509.ExtendedKeyUsageExtension([usage]),
        await x509.AuthorityKeyIdentifierExtension.create(root),
        ...(names.length > 0 ? [new x509.SubjectAlternativeNameExtension(names)] : []),
      ],
    });
    return { certificatePem: leaf.toString('pem'), keyPem: await exportPKCS8(leafKeys.privateKey) };
  };

  const sign = async (requestPem: string): Promise<string> => {
    const request = new x509.Pkcs10CertificateRequest(requestPem);
    if (!(await request.verify())) throw new Error('the request is not signed by its own key');
    const leaf = await x509.X509CertificateGenerator.create({
      subject: request.subjectName.toJSON(),
      issuer: root.subjectName.toJSON(),
      publicKey: request.publicKey,
      signingKey: keys.privateKey,
      signingAlgorithm: ALGORITHM,
      ...validity({}),
      extensions: [new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.clientAuth])],
    });
    return leaf.toString('pem');
  };

  return { certificatePem: root.toString('pem'), issue, sign };
}
