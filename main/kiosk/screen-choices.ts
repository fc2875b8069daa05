/**
 * What people set at the screen itself: language, colours, sound. The configuration gives the start values; what was set
 * lies over them and is kept in the profile folder. A file that cannot be read or written costs a comfort, nothing else.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

import type { ScreenChoice } from '../ipc/contract.ts';
import type { ScreenLook } from '../ipc/station-view.ts';
import type { Clock } from '../tracking/instant.ts';
import { LANGUAGES, THEMES } from '../tracking/words.ts';

const FILE = 'screen.json';
const OWNER_ONLY = 0o600;
/** More than this is no file of ours, in bytes. */
const MAX_BYTES = 4_096;

/** Each entry by itself: one that is not right is left out, and the others count. */
const Kept = z.object({
  language: z.enum(LANGUAGES).optional().catch(undefined),
  theme: z.enum(THEMES).optional().catch(undefined),
  muted: z.boolean().optional().catch(undefined),
  volume: z.number().int().min(0).max(100).optional().catch(undefined),
});
type Kept = z.infer<typeof Kept>;

export interface ScreenChoices {
  readonly current: () => ScreenLook;
  choose(choice: ScreenChoice): void;
  /** Keeps now what was set last; before the program ends. */
  flush(): void;
}

/** What was set is written after this long, with whatever is set meanwhile, in ms: a page that sets without end costs two files a second. */
export const KEEP_AFTER_MS = 500;

export function createScreenChoices(profileFolder: string, start: ScreenLook, clock: Clock): ScreenChoices {
  const file = join(profileFolder, FILE);
  let kept = readKept(file);
  /** Set while something is to be written: what takes the waiting away. */
  let cancel: (() => void) | null = null;

  function flush(): void {
    if (cancel === null) return;
    cancel();
    cancel = null;
    writeKept(file, kept);
  }

  return {
    current: () => ({
      language: kept.language ?? start.language,
      theme: kept.theme ?? start.theme,
      sound: { volume: kept.volume ?? start.sound.volume, muted: kept.muted ?? start.sound.muted },
    }),
    choose({ choice, value }) {
      kept = { ...kept, [choice]: value };
      cancel ??= clock.after(KEEP_AFTER_MS, flush);
    },
    flush,
  };
}

function readKept(file: string): Kept {
  try {
    const text = readFileSync(file, 'utf8');
    return text.length > MAX_BYTES ? {} : (Kept.safeParse(JSON.parse(text)).data ?? {});
  } catch {
    return {};
  }
}

function writeKept(file: string, kept: Kept): void {
  const fresh = `${file}.tmp`;
  try {
    writeFileSync(fresh, `${JSON.stringify(kept)}\n`, { mode: OWNER_ONLY });
    renameSync(fresh, file);
  } catch {
    // It holds for this run; the next one begins with what was kept before.
  }
}
