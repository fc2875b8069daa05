/** The station's log: one JSON object a line, only fields on the list, in a file of bounded size. */
import { appendFileSync, existsSync, mkdirSync, renameSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';

/** Everything that a line may hold. A field that is not here cannot be written: secrets have no place to go. */
export interface LogEvent {
  readonly event:
    | 'start'
    | 'stop'
    | 'credentials'
    | 'sign-in'
    | 'read'
    | 'dropped-message'
    | 'window'
    | 'clock-jump'
    | 'ledger'
    | 'staff'
    | 'intake'
    | 'configuration'
    | 'administrator'
    | 'recovery'
    | 'self-test'
    | 'metrics'
    | 'pace';
  readonly cardId?: string;
  readonly outcome?: string;
  readonly family?: string;
  readonly cause?: string;
  readonly correlationId?: string | null;
  readonly detail?: string;
  readonly version?: string;
  /** The version that ran on this profile before, where it was another. */
  readonly versionBefore?: string;
  readonly certificateEnds?: string;
  readonly path?: string;
}

export interface Log {
  /** Writes one line; a log that cannot be written never stops the station. */
  write(event: LogEvent): void;
}

/** In the folder that the log is opened in. */
export const LOG_FILE = 'station.log';
/** What was put aside when the log was full. */
export const OLDER_LOG_FILE = 'station.1.log';

const FIELDS: readonly (keyof LogEvent)[] = [
  'event',
  'cardId',
  'outcome',
  'family',
  'cause',
  'correlationId',
  'detail',
  'version',
  'versionBefore',
  'certificateEnds',
  'path',
];
/** A file of this size is put aside, in bytes; with the one put aside before, twice as much is kept. */
const MAX_FILE_BYTES = 5 * 1024 * 1024;
const MAX_TEXT_LENGTH = 300;
const OWNER_ONLY = { file: 0o600, folder: 0o700 };

/** Opens the log in `folder`, which is made if it is missing. */
export function openLog(folder: string): Log {
  const file = join(folder, LOG_FILE);
  let size = sizeOf(folder, file);
  return {
    write(event) {
      const line = `${JSON.stringify({ at: new Date().toISOString(), mono: Math.round(performance.now()), ...listed(event) })}\n`;
      const bytes = Buffer.byteLength(line);
      try {
        if (size + bytes > MAX_FILE_BYTES) {
          putAside(file, join(folder, OLDER_LOG_FILE));
          size = 0;
        }
        appendFileSync(file, line, { mode: OWNER_ONLY.file });
        size += bytes;
      } catch {
        // A full disk must not stop the screen; the ledger, not the log, is what has to be complete. Somebody may have taken
        // the folder away: the next line finds another.
        size = sizeOf(folder, file);
      }
    },
  };
}

/** What the log takes so far, in bytes; its folder is made if it is missing. */
function sizeOf(folder: string, file: string): number {
  try {
    mkdirSync(folder, { recursive: true, mode: OWNER_ONLY.folder });
    return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  } catch {
    // The next write will fail as well, and is allowed to.
    return 0;
  }
}

/**
 * Makes room for new lines. Where the file cannot be put aside, because somebody holds it or the one of before, what is in it
 * goes: a log that says nothing more is worth less than one without its past.
 */
function putAside(file: string, older: string): void {
  try {
    // Somebody may have taken the file away.
    if (existsSync(file)) renameSync(file, older);
  } catch {
    truncateSync(file);
  }
}

/** What a line may hold of an event, or of something that was read from a log: fields of the list, texts of bounded length. */
export function listed(event: Readonly<{ [F in keyof LogEvent]?: unknown }>): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const field of FIELDS) {
    const value = event[field];
    if (typeof value === 'string') fields[field] = value.slice(0, MAX_TEXT_LENGTH);
  }
  return fields;
}
