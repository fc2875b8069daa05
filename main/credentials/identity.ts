import { z } from 'zod';

/** The two sets of keys in the keychain; a new provisioning is written to the one that does not count. */
export type KeySet = 'a' | 'b';

const Any = { format: z.literal(1), keySet: z.enum(['a', 'b']), issuerId: z.string() } as const;
/** SHA-256 fingerprint of the client certificate's leaf, as in `AB:CD:…`. */
const certificateFingerprint = z.string();

/**
 * What the keychain entry `identity` holds. It is written last: the keys and the certificate that it names count,
 * and nothing else does.
 */
const Identity = z.discriminatedUnion('mode', [
  z.strictObject({
    ...Any,
    mode: z.literal('direct'),
    aggregatorId: z.string().nullable(),
    kid: z.string(),
    audience: z.string().nullable(),
    certificateFingerprint,
  }),
  z.strictObject({ ...Any, mode: z.literal('relay-mtls'), certificateFingerprint }),
  z.strictObject({ ...Any, mode: z.literal('relay-oauth'), clientId: z.string() }),
]);
export type Identity = z.infer<typeof Identity>;

export function formatIdentity(identity: Identity): string {
  return JSON.stringify(identity);
}

/** The identity in the keychain's text, or null when the text is none. */
export function parseIdentity(text: string): Identity | null {
  try {
    const parsed = Identity.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
