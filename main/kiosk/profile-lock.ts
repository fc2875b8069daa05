/**
 * Why a start did not get the lock of its profile. The engine gives one answer for two cases: another start holds the lock,
 * or it could not make it, because a disk is full or the folder is not the station's. Who is told "the station runs" in the
 * second case starts nothing and looks no further. Pure.
 */

/** What has to be looked at, each at most once. */
export interface LockProbes {
  /**
   * What the engine's lock in the profile folder names as its holder, `host-pid`. `none`: there is no lock. `unknown`: it
   * cannot be read, or this system has no such lock.
   */
  readonly holder: () => { readonly kind: 'named'; readonly name: string } | { readonly kind: 'none' | 'unknown' };
  readonly host: string;
  readonly ownPid: number;
  /** Whether a process of this account, on this PC, has the number; `unknown` where it is another account's. */
  readonly lives: (pid: number) => boolean | 'unknown';
  /** The system's code for why nothing can be written there; null when it can. */
  readonly profileProblem: () => string | null;
  readonly temporaryProblem: () => string | null;
  readonly temporaryFolder: string;
}

export type LockRefusal =
  | { readonly kind: 'held' }
  /** Nobody holds it, as far as can be seen, and it cannot be had: `sentence` says why and what to do. */
  | { readonly kind: 'failed'; readonly sentence: string };

export function lockRefusal(profileFolder: string, probes: LockProbes): LockRefusal {
  const held = isHeld(probes);
  if (held === true) return { kind: 'held' };
  const profile = probes.profileProblem();
  if (profile !== null) return failed(`The profile folder ${profileFolder}`, profile);
  const temporary = probes.temporaryProblem();
  if (temporary !== null) return failed(`The folder for temporary files ${probes.temporaryFolder}`, temporary);
  if (held === 'unknown') return { kind: 'held' };
  const sentence =
    `The profile folder ${profileFolder} cannot be locked, and no station holds it. ` +
    `Branch IT: it and ${probes.temporaryFolder} must be on disks that take links and sockets.`;
  return { kind: 'failed', sentence };
}

/** `unknown` where the holder may be on another PC, or is another account's process: that may as well be a number used again. */
function isHeld({ holder, host, ownPid, lives }: LockProbes): boolean | 'unknown' {
  const found = holder();
  if (found.kind !== 'named') return found.kind === 'none' ? false : 'unknown';
  const [, holderHost, pid] = /^(.*)-(\d+)$/.exec(found.name) ?? [];
  if (pid === undefined || holderHost !== host) return 'unknown';
  // The engine makes the link first: where the rest of the lock then fails, our own number is left in it.
  return Number(pid) !== ownPid && lives(Number(pid));
}

function failed(what: string, code: string): LockRefusal {
  return { kind: 'failed', sentence: `${what} cannot be written (${code}). Branch IT: ${cureOf(code)}.` };
}

function cureOf(code: string): string {
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return 'make room on its disk';
    case 'EROFS':
      return 'its disk is read-only; make it writable';
    case 'EACCES':
    case 'EPERM':
      return 'give it to the account that runs the station';
    case 'ENOTDIR':
    case 'EEXIST':
      return 'a file is where the folder belongs; take it away';
    case 'ENOENT':
      return 'make this folder, or name another';
    default:
      return 'look at its disk';
  }
}
