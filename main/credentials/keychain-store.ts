import {
  formatHead,
  GENERATIONS,
  joinParts,
  MAX_PARTS,
  otherGeneration,
  parseHead,
  partAccount,
  splitValue,
  type Generation,
  type Head,
} from './chunks.ts';
import type {
  CredentialName,
  CredentialStore,
  KeychainEntries,
  ReadResult,
  RemoveResult,
  WriteResult,
} from './credential-store.ts';
import { keychainFault, type KeychainFault } from './keychain-fault.ts';
import { Secret } from './secret.ts';

type Found =
  | { readonly kind: 'value'; readonly value: Secret; readonly head: Head }
  | { readonly kind: 'absent' }
  | { readonly kind: 'fault'; readonly fault: KeychainFault };

/** How often a read starts over when another process replaces the value under it. */
const MAX_READ_ATTEMPTS = 3;

/** The credential store over single keychain entries: values in parts, one operation at a time. */
export function createKeychainStore(entries: KeychainEntries): CredentialStore {
  /** Names whose entries are known to hold no leftovers of an interrupted write. */
  const tidy = new Set<CredentialName>();
  let queue: Promise<unknown> = Promise.resolve();

  /** Two writes of one name must not interleave, so operations wait for each other. */
  function inTurn<T>(operation: () => Promise<T>): Promise<T> {
    const turn = queue.then(operation);
    queue = turn.catch(() => undefined);
    return turn;
  }

  return {
    read: (name) => inTurn(() => readValue(entries, name)),
    write: (name, value) =>
      inTurn(async () => {
        const wasTidy = tidy.delete(name);
        const outcome = await writeValue(entries, name, value, wasTidy);
        if (outcome.tidy) tidy.add(name);
        return outcome.result;
      }),
    remove: (name) => inTurn(() => removeValue(entries, name)),
  };
}

async function readValue(entries: KeychainEntries, name: CredentialName): Promise<ReadResult> {
  const found = await find(entries, name);
  return found.kind === 'value' ? { kind: 'value', value: found.value } : found;
}

async function find(entries: KeychainEntries, name: CredentialName): Promise<Found> {
  let last: string | null = null;
  for (let attempt = 0; attempt < MAX_READ_ATTEMPTS; attempt += 1) {
    const entry = await entries.get(name);
    if (entry.kind !== 'value') return entry;
    const text = entry.value.reveal();
    // The same head as before: nobody replaced the value meanwhile, so what is missing is missing.
    if (text === last) break;
    last = text;
    const head = parseHead(text);
    if (head === null) break;
    const parts = await readParts(entries, name, head);
    if (parts.kind === 'fault') return parts;
    const value = joinParts(head, parts.parts);
    if (value !== null) return { kind: 'value', value: new Secret(value), head };
  }
  return {
    kind: 'fault',
    fault: keychainFault('unreadable', `The entry "${name}" is there, but it is damaged or incomplete.`),
  };
}

async function readParts(entries: KeychainEntries, name: CredentialName, head: Head) {
  const parts: string[] = [];
  for (let index = 0; index < head.parts; index += 1) {
    const part = await entries.get(partAccount(name, head.generation, index));
    if (part.kind === 'fault') return part;
    if (part.kind === 'absent') break;
    parts.push(part.value.reveal());
  }
  return { kind: 'parts', parts } as const;
}

async function writeValue(
  entries: KeychainEntries,
  name: CredentialName,
  value: Secret,
  wasTidy: boolean,
): Promise<{ readonly result: WriteResult; readonly tidy: boolean }> {
  const old = await find(entries, name);
  if (old.kind === 'fault') return { result: old, tidy: false };
  const split = splitValue(value.reveal(), old.kind === 'value' ? otherGeneration(old.head.generation) : 'a');
  if (split.kind === 'too-large') {
    const fault = keychainFault('too-large', `The value for "${name}" is longer than the keychain entries may hold.`);
    return { result: { kind: 'fault', fault }, tidy: false };
  }
  const { head, parts } = split;
  for (const [index, part] of parts.entries()) {
    const written = await entries.set(partAccount(name, head.generation, index), new Secret(part));
    if (written.kind === 'fault') return { result: written, tidy: false };
  }
  const committed = await entries.set(name, new Secret(formatHead(head)));
  if (committed.kind === 'fault') return { result: committed, tidy: false };

  // From here on the new value counts; trouble with the leftovers is left to the next write.
  const oldParts = wasTidy ? (old.kind === 'value' ? old.head.parts : 0) : MAX_PARTS;
  const cleaned =
    (await sweep(entries, name, otherGeneration(head.generation), 0, oldParts)) === null &&
    (wasTidy || (await sweep(entries, name, head.generation, head.parts, MAX_PARTS)) === null);
  return { result: { kind: 'written' }, tidy: cleaned };
}

async function removeValue(entries: KeychainEntries, name: CredentialName): Promise<RemoveResult> {
  // The read finds out whether the keychain is open at all: a locked one may call anything "absent".
  const head = await entries.get(name);
  if (head.kind === 'fault') return head;
  if (head.kind === 'value') {
    const removed = await entries.remove(name);
    if (removed.kind === 'fault') return removed;
  }
  // The parts are the secret itself: a removal that leaves one behind is none.
  for (const generation of GENERATIONS) {
    const fault = await sweep(entries, name, generation, 0, MAX_PARTS);
    if (fault !== null) return { kind: 'fault', fault };
  }
  return head.kind === 'value' ? { kind: 'removed' } : { kind: 'absent' };
}

/** Removes the parts `from` (included) to `to` (not included) of one generation; the fault when the keychain refused, or null. */
async function sweep(
  entries: KeychainEntries,
  name: CredentialName,
  generation: Generation,
  from: number,
  to: number,
): Promise<KeychainFault | null> {
  for (let index = from; index < to; index += 1) {
    const removed = await entries.remove(partAccount(name, generation, index));
    if (removed.kind === 'fault') return removed.fault;
  }
  return null;
}
