import type { KeychainEntries } from '../../../../main/credentials/credential-store.ts';
import { keychainFault } from '../../../../main/credentials/keychain-fault.ts';
import { Secret } from '../../../../main/credentials/secret.ts';

/** What happens from a chosen change on: it is not made, or it is made and nobody hears of it; later ones never are. */
export type Crash = { readonly afterChanges: number; readonly lastOne: 'lost' | 'made' };

/** A keychain in memory that can fail at a chosen change, as it would when the process is killed there. */
export class MemoryKeychain implements KeychainEntries {
  readonly accounts: Map<string, string>;
  /** Changes asked for so far; removing what is not there is none. */
  changes = 0;
  /** Runs before each get, to change things under a reader. */
  beforeGet: (account: string) => void = () => undefined;
  crash: Crash | null = null;

  constructor(accounts: ReadonlyMap<string, string> = new Map()) {
    this.accounts = new Map(accounts);
  }

  async get(account: string) {
    this.beforeGet(account);
    if (this.#crashed()) return this.#fault();
    const value = this.accounts.get(account);
    return value === undefined ? ({ kind: 'absent' } as const) : ({ kind: 'value', value: new Secret(value) } as const);
  }

  async set(account: string, value: Secret) {
    if (this.#fails(() => this.accounts.set(account, value.reveal()))) return this.#fault();
    this.accounts.set(account, value.reveal());
    return { kind: 'written' } as const;
  }

  async remove(account: string) {
    if (!this.#crashed() && !this.accounts.has(account)) return { kind: 'absent' } as const;
    if (this.#fails(() => this.accounts.delete(account))) return this.#fault();
    this.accounts.delete(account);
    return { kind: 'removed' } as const;
  }

  #fails(change: () => void): boolean {
    const first = !this.#crashed();
    this.changes += 1;
    if (!this.#crashed()) return false;
    if (first && this.crash?.lastOne === 'made') change();
    return true;
  }

  #crashed(): boolean {
    return this.crash !== null && this.changes > this.crash.afterChanges;
  }

  #fault() {
    return { kind: 'fault', fault: keychainFault('no-answer', 'made up') } as const;
  }
}
