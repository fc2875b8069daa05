/** One look at the intake folder after the other: which files are whole, what is in them, and where they go. */
import { join } from 'node:path';

import { codeOf } from '../config/error-code.ts';
import type { CardDesk } from './card-desk.ts';
import { readCardFile } from './card-file.ts';
import { discard, listCardFiles, lookAtFile, putAway, readCardBytes } from './folder-files.ts';
import { openPlace, type ReadyPlace } from './folder-place.ts';
import { REFUSAL_SENTENCES } from './refusal-sentences.ts';
import { isSame, nextFiles, sighted, type Filing, type Sighting } from './sightings.ts';

/** Files gone on with in one look: some 0.1 s of work, and enough to fill the screen. */
const FILES_PER_LOOK = 50;
/** Files looked at for the first time in one look; a few of the system's microseconds each. */
const NEW_FILES_PER_LOOK = 2_000;
/** A file that makes no sense may be half written; when it has not changed for this long, it stays so, in ms. */
const UNFINISHED_MS = 10_000;

export type FolderDesk = Pick<CardDesk, 'take' | 'refuse' | 'hasRoom'>;

export interface FolderLookOptions {
  readonly folder: string;
  readonly desk: FolderDesk;
  readonly allowNumericIds: boolean;
  readonly platform: NodeJS.Platform;
}

export interface LookResult {
  /** Null when the folder could be looked at and every file be put away. */
  readonly unreachable: string | null;
  /** Why files were refused in this look, a sentence each. */
  readonly refusals: readonly string[];
}

export interface FolderLook {
  /**
   * Looks once; `now` is monotonic, in ms. Never throws. Breaks off between two files when `stopped` gives true. `tidy` comes
   * last, with the two folders that files are put into, which are good for no longer than that; it gives the sentence of
   * what stood in its way, or null, and does not throw.
   */
  (now: number, stopped: () => boolean, tidy?: Tidy): Promise<LookResult>;
}

export type Tidy = (places: readonly string[]) => Promise<string | null>;

export function createFolderLook({ folder, desk, allowNumericIds, platform }: FolderLookOptions): FolderLook {
  const sightings = new Map<string, Sighting>();
  let toldFull = false;

  return async (now, stopped, tidy) => {
    const place = await openPlace(folder, platform);
    if (place.kind === 'unreachable') return { unreachable: place.why, refusals: [] };
    try {
      const result = await lookIn(place, now, stopped);
      const untidy = stopped() || tidy === undefined ? null : await tidy([place.done, place.failed]);
      return { ...result, unreachable: result.unreachable ?? untidy };
    } finally {
      await place.close();
    }
  };

  async function lookIn(place: ReadyPlace, now: number, stopped: () => boolean): Promise<LookResult> {
    const refusals: string[] = [];
    let unreachable: string | null = null;
    try {
      // Chosen before the new files are looked at: whatever goes on was seen in an earlier look.
      const names = await listCardFiles(place.folder);
      for (const name of sightings.keys()) if (!names.has(name)) sightings.delete(name);
      for (const sighting of nextFiles(sightings, FILES_PER_LOOK, desk.hasRoom())) {
        if (stopped()) break;
        unreachable = (await goOn(sighting, place, now, refusals)) ?? unreachable;
      }
      await lookAtNew(names, place.folder, now, stopped);
    } catch (error) {
      unreachable = `The system says ${codeOf(error)}.`;
    }
    if (![...sightings.values()].some(({ stage }) => stage === 'waiting')) toldFull = false;
    return { unreachable, refusals };
  }

  async function lookAtNew(
    names: ReadonlySet<string>,
    held: string,
    now: number,
    stopped: () => boolean,
  ): Promise<void> {
    let left = NEW_FILES_PER_LOOK;
    for (const name of names) {
      if (left === 0 || stopped()) return;
      if (sightings.has(name)) continue;
      left -= 1;
      const look = await lookAtFile(join(held, name));
      if (look.kind !== 'gone') sightings.set(name, sighted(undefined, name, look, now));
    }
  }

  /** One file: gives the sentence of what stood in the way of putting it away, or null. */
  async function goOn(before: Sighting, place: ReadyPlace, now: number, refusals: string[]): Promise<string | null> {
    const { name } = before;
    const path = join(place.folder, name);
    const look = await lookAtFile(path);
    if (look.kind === 'gone') {
      sightings.delete(name);
      return null;
    }
    if (!isSame(before, look)) {
      sightings.set(name, sighted(before, name, look, now));
      return null;
    }
    const { stage } = before;
    if (typeof stage === 'object') return file(name, stage, place);
    const filing: Filing | null =
      look.kind === 'other'
        ? { kind: 'failed', why: 'It is not a plain file.' }
        : await read(before, path, now - before.since >= UNFINISHED_MS);
    if (filing === null) return null;
    if (filing.kind !== 'done') refusals.push(filing.why);
    sightings.set(name, { ...before, stage: filing });
    return file(name, filing, place);
  }

  /** Reads a file and takes its card; null when it has to wait. */
  async function read(before: Sighting, path: string, patienceIsOver: boolean): Promise<Filing | null> {
    const content = await readCardBytes(path, before);
    if (content.kind === 'gone') return null;
    if (content.kind === 'not-now') return patienceIsOver ? { kind: 'failed', why: content.why } : null;
    const card = readCardFile(content.bytes, allowNumericIds);
    switch (card.kind) {
      case 'unfinished':
        return patienceIsOver ? { kind: 'failed', why: card.why } : null;
      case 'refused':
        return { kind: 'failed', why: card.why };
      case 'forbidden':
        return card;
      case 'request':
        break;
    }
    const taken = desk.take(card.request);
    if (taken.kind !== 'refused') return { kind: 'done' };
    const why = REFUSAL_SENTENCES[taken.refusal];
    switch (taken.refusal) {
      case 'too-many-cards':
        sightings.set(before.name, { ...before, stage: 'waiting' });
        if (!toldFull) desk.refuse('too-many-cards');
        toldFull = true;
        return null;
      case 'card-number':
      case 'track-data':
      case 'badge':
        return { kind: 'forbidden', why };
      default:
        return { kind: 'failed', why };
    }
  }

  async function file(name: string, filing: Filing, place: ReadyPlace): Promise<string | null> {
    const { folder: held, done, failed } = place;
    try {
      switch (filing.kind) {
        case 'done':
          await putAway(held, name, done, null);
          break;
        case 'failed':
          await putAway(held, name, failed, filing.why);
          break;
        case 'forbidden':
          await discard(held, name, failed, filing.why);
          break;
      }
      sightings.delete(name);
      return null;
    } catch (error) {
      return `A file cannot be put away: the system says ${codeOf(error)}.`;
    }
  }
}
