/** The processes of a station as the system sees them: Linux's /proc. */
import { closeSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';

export interface StationProcess {
  readonly pid: number;
  /** `main`, or what the engine calls its helpers: `renderer`, `gpu-process`, `utility`, `zygote`. */
  readonly type: string;
  readonly args: readonly string[];
}

/** Memory is read in pieces of this size, in bytes; a secret across two pieces is found by their overlap. */
const PIECE_BYTES = 8 * 1024 * 1024;
const OVERLAP_BYTES = 4 * 1024;

/** Main and everything that it started, also at second hand. */
export function processTree(mainPid: number): StationProcess[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    const parent = /^\d+$/.test(name) ? parentOf(Number(name)) : null;
    if (parent !== null) parents.set(Number(name), parent);
  }
  const tree = [mainPid];
  for (const pid of tree) for (const [child, parent] of parents) if (parent === pid) tree.push(child);
  return tree.flatMap((pid) => {
    const args = argsOf(pid);
    if (args === null) return [];
    const type = args.find((arg) => arg.startsWith('--type='))?.slice('--type='.length);
    return [{ pid, type: type ?? (pid === mainPid ? 'main' : 'other'), args }];
  });
}

/** One field of /proc/PID/status, for example `Seccomp`; null where there is none. */
export function statusField(pid: number, field: string): string | null {
  const line = read(`/proc/${pid}/status`)
    ?.toString()
    .split('\n')
    .find((each) => each.startsWith(`${field}:`));
  return line?.slice(field.length + 1).trim() ?? null;
}

/** Command line and environment, as bytes; empty for a process that is gone. */
export function cmdlineAndEnviron(pid: number): Buffer {
  return Buffer.concat([read(`/proc/${pid}/cmdline`), read(`/proc/${pid}/environ`)].filter((each) => each !== null));
}

/** Hands every writable piece of a process' memory to `look`. */
export function eachPieceOfMemory(pid: number, look: (piece: Buffer) => void): void {
  const maps = read(`/proc/${pid}/maps`)?.toString() ?? '';
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  try {
    for (const line of maps.split('\n')) {
      const found = /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(line);
      if (found === null) continue;
      const [from, to] = [BigInt(`0x${found[1]}`), BigInt(`0x${found[2]}`)];
      for (let at = from; at < to; at += BigInt(PIECE_BYTES - OVERLAP_BYTES)) {
        const size = Number(to - at < BigInt(PIECE_BYTES) ? to - at : BigInt(PIECE_BYTES));
        const piece = readMemory(memory, at, size);
        if (piece !== null) look(piece);
      }
    }
  } finally {
    closeSync(memory);
  }
}

/** Null for what cannot be read: pages of devices, or gone since the map was drawn. */
function readMemory(memory: number, at: bigint, size: number): Buffer | null {
  const piece = Buffer.alloc(size);
  try {
    return piece.subarray(0, readSync(memory, piece, 0, size, at));
  } catch {
    return null;
  }
}

function parentOf(pid: number): number | null {
  const parent = statusField(pid, 'PPid');
  return parent === null ? null : Number(parent);
}

function argsOf(pid: number): string[] | null {
  const text = read(`/proc/${pid}/cmdline`)?.toString();
  return text === undefined || text === '' ? null : text.split(/\0| (?=--)/).filter((arg) => arg !== '');
}

function read(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch {
    return null;
  }
}
