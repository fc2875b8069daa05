/** What is known of the files that wait in the folder. Pure: the folder look feeds it and asks it for the next ones. */

/** What tells one state of a file from another. */
export interface FileState {
  readonly size: number;
  readonly mtimeMs: number;
  readonly inode: number;
}

export function isSame(one: FileState, other: FileState): boolean {
  return one.size === other.size && one.mtimeMs === other.mtimeMs && one.inode === other.inode;
}

/** What has been decided of a file that could not be put away yet: a card is never taken twice from one file. */
export type Filing =
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly why: string }
  | { readonly kind: 'forbidden'; readonly why: string };

export interface Sighting extends FileState {
  readonly name: string;
  /** Monotonic time at which the file was first seen as it is now, in ms. */
  readonly since: number;
  /** `waiting`: a good file for which there was no room. */
  readonly stage: 'seen' | 'waiting' | Filing;
}

export type Sightings = ReadonlyMap<string, Sighting>;

/** Seen as it is now: the same sighting when nothing has changed, else a new one that begins now. */
export function sighted(known: Sighting | undefined, name: string, state: FileState, now: number): Sighting {
  if (known !== undefined && isSame(known, state)) return known;
  const { size, mtimeMs, inode } = state;
  return { name, size, mtimeMs, inode, since: now, stage: 'seen' };
}

/** The oldest `count` files to go on with now. What waits for room is left alone while there is none. */
export function nextFiles(sightings: Sightings, count: number, hasRoom: boolean): readonly Sighting[] {
  return [...sightings.values()]
    .filter(({ stage }) => stage !== 'waiting' || hasRoom)
    .sort((a, b) => a.mtimeMs - b.mtimeMs || (a.name < b.name ? -1 : 1))
    .slice(0, count);
}
