/** What a station has by its way to D1: its own credentials there, or none but those for the bank's relay. */
import type { KeyObject } from 'node:crypto';

import type { Secret } from './secret.ts';

/** `Own` is the certificate that the station shows in TLS, in the form of the place; only `relay-oauth` shows none. */
export type ByMode<Own> = { readonly issuerId: string } & (
  | ({
      readonly mode: 'direct';
      readonly aggregatorId: string | null;
      readonly kid: string;
      readonly audience: string | null;
      /** EC P-256, for the ES256 assertion. */
      readonly signingKey: KeyObject;
    } & Own)
  | ({ readonly mode: 'relay-mtls' } & Own)
  | { readonly mode: 'relay-oauth'; readonly clientId: string; readonly clientSecret: Secret }
);
