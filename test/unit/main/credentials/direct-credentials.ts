import type { Credentials, CredentialsResult } from '../../../../main/credentials/load-credentials.ts';

export type DirectCredentials = Extract<Credentials, { readonly mode: 'direct' }>;

/** What was loaded, where the test stores nothing but direct credentials. */
export function direct(loaded: CredentialsResult): DirectCredentials {
  if (loaded.kind !== 'ready') throw new Error(loaded.kind);
  return directOnly(loaded.credentials);
}

export function directOnly(credentials: Credentials): DirectCredentials {
  if (credentials.mode !== 'direct') throw new Error(credentials.mode);
  return credentials;
}
