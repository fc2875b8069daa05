import { randomBytes } from 'node:crypto';
import { link, lstat, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Only the kiosk account may read or write the station's own files (Windows: the profile folder's ACL says so). */
const OWNER_ONLY = 0o600;
const OWNER_ONLY_FOLDER = 0o700;

export type FileText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'absent' }
  /** `reason` is a system error code such as EACCES, or a few words. */
  | { readonly kind: 'unreadable'; readonly reason: string };

export type FileWritten =
  { readonly kind: 'written' } | { readonly kind: 'exists' } | { readonly kind: 'failed'; readonly reason: string };

/** Reads a small text file of the profile folder; links, folders and files over `maxBytes` are unreadable. */
export async function readProfileFile(path: string, maxBytes: number): Promise<FileText> {
  try {
    const facts = await lstat(path);
    if (!facts.isFile()) return { kind: 'unreadable', reason: 'not a plain file' };
    if (facts.size > maxBytes) return { kind: 'unreadable', reason: 'too large' };
    return { kind: 'text', text: await readFile(path, 'utf8') };
  } catch (error) {
    const reason = errorCode(error);
    return reason === 'ENOENT' ? { kind: 'absent' } : { kind: 'unreadable', reason };
  }
}

/** Writes the file whole or not at all, replacing what is there; on disk when this returns. */
export async function replaceProfileFile(path: string, text: string): Promise<FileWritten> {
  return withNewFile(path, text, async (fresh) => {
    await rename(fresh, path);
    return { kind: 'written' };
  });
}

/** Writes the file whole or not at all; `exists` when there is one already, which is left as it is. */
export async function createProfileFile(path: string, text: string): Promise<FileWritten> {
  return withNewFile(path, text, async (fresh) => {
    try {
      // A link fails when the name is taken, and gives the name to a file that is complete already.
      await link(fresh, path);
    } catch (error) {
      const code = errorCode(error);
      if (code === 'EEXIST') return { kind: 'exists' };
      if (!NO_LINKS.has(code)) throw error;
      await writeExclusively(path, text);
    }
    return { kind: 'written' };
  });
}

/** What file systems without hard links answer. */
const NO_LINKS: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'ENOSYS', 'EOPNOTSUPP', 'EXDEV']);

async function withNewFile(
  path: string,
  text: string,
  place: (fresh: string) => Promise<FileWritten>,
): Promise<FileWritten> {
  // A name of its own, so that two writers never share one half-written file.
  const fresh = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: OWNER_ONLY_FOLDER });
    await writeExclusively(fresh, text);
    const placed = await place(fresh);
    await syncFolder(dirname(path));
    return placed;
  } catch (error) {
    const reason = errorCode(error);
    return reason === 'EEXIST' ? { kind: 'exists' } : { kind: 'failed', reason };
  } finally {
    await rm(fresh, { force: true }).catch(() => undefined);
  }
}

async function writeExclusively(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', OWNER_ONLY);
  try {
    await file.writeFile(text, 'utf8');
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes a rename or link survive a power cut; where folders cannot be synced (Windows), the system sees to it. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => null);
  if (folder === null) return;
  await folder.sync().catch(() => undefined);
  await folder.close();
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown error';
}
