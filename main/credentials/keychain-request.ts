/** What main asks the keychain process. */

/** The texts that each kind of request holds, beside its number. */
const TEXTS = {
  get: ['service', 'account'],
  set: ['service', 'account', 'value'],
  remove: ['service', 'account'],
} as const;
type Op = keyof typeof TEXTS;

type RequestOf<O extends Op> = Readonly<{ id: number; op: O } & Record<(typeof TEXTS)[O][number], string>>;
export type KeychainRequest = { [O in Op]: RequestOf<O> }[Op];

/**
 * By hand and without a library: to load the one that reads everything else takes this process longer than all that it does.
 */
export function isKeychainRequest(message: unknown): message is KeychainRequest {
  if (typeof message !== 'object' || message === null) return false;
  const fields = new Map<string, unknown>(Object.entries(message));
  const op = (Object.keys(TEXTS) as Op[]).find((each) => each === fields.get('op'));
  if (op === undefined || !Number.isSafeInteger(fields.get('id'))) return false;
  return fields.size === TEXTS[op].length + 2 && TEXTS[op].every((name) => typeof fields.get(name) === 'string');
}
