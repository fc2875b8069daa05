/** A real intake folder on disk, a desk that notes what it is given, and looks one after the other. */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { onTestFinished } from 'vitest';

import { createFolderLook, type FolderLook, type LookResult, type Tidy } from '../../../../main/intake/folder-look.ts';
import type { RawRequest } from '../../../../main/intake/watch-request.ts';
import { testDesk, type TestDesk } from './test-desk.ts';

/** Between two looks, in ms. */
const POLL_MS = 2_000;

/** One that is gone again with the test. */
export function intakeFolder(options?: ConstructorParameters<typeof IntakeFolder>[0]): IntakeFolder {
  const folder = new IntakeFolder(options);
  onTestFinished(() => folder.remove());
  return folder;
}

export class IntakeFolder {
  readonly path: string;
  readonly tested: TestDesk;
  readonly given: RawRequest[] = [];
  /** What was said on the screen. */
  readonly said: string[] = [];
  now = 1_000;
  /** What another program does to the folder while a card is taken from it. */
  meanwhile = (): void => undefined;
  private readonly lookOnce: FolderLook;

  constructor({
    maxCards = 60,
    allowNumericIds = false,
    badgePattern = undefined as string | undefined,
    platform = process.platform,
  } = {}) {
    this.path = mkdtempSync(join(tmpdir(), 'card-station-intake-'));
    this.tested = testDesk({ maxCards, allowNumericIds, badgePattern });
    const { desk } = this.tested;
    const take: typeof desk.take = (raw) => {
      this.given.push(raw);
      this.meanwhile();
      return desk.take(raw);
    };
    const refuse: typeof desk.refuse = (refusal) => {
      this.said.push(refusal);
      desk.refuse(refusal);
    };
    this.lookOnce = createFolderLook({
      folder: this.path,
      desk: { ...desk, take, refuse },
      allowNumericIds,
      platform,
    });
  }

  async look(tidy?: Tidy): Promise<LookResult> {
    this.now += POLL_MS;
    return this.lookOnce(this.now, () => false, tidy);
  }

  /** The first look sees a file, the second takes it. */
  async twoLooks(): Promise<LookResult> {
    await this.look();
    return this.look();
  }

  /** Looks until a file that makes no sense is given up. */
  async longLook(): Promise<LookResult> {
    await this.look();
    this.now += 20_000;
    return this.look();
  }

  at(...names: string[]): string {
    return join(this.path, ...names);
  }

  drop(name: string, content: string | Uint8Array | object, ageSeconds = 0): void {
    const text = typeof content === 'string' || content instanceof Uint8Array ? content : JSON.stringify(content);
    writeFileSync(this.at(name), text);
    const written = Date.now() / 1_000 - ageSeconds;
    if (ageSeconds !== 0) utimesSync(this.at(name), written, written);
  }

  list(...place: string[]): string[] {
    const folder = this.at(...place);
    if (!existsSync(folder)) return [];
    return readdirSync(folder)
      .filter((name) => !statSync(join(folder, name), { throwIfNoEntry: false })?.isDirectory())
      .sort();
  }

  read(...names: string[]): string {
    return readFileSync(this.at(...names), 'utf8');
  }

  /** Whether these bytes are anywhere in the folder, in a name or in a file. */
  holds(text: string): boolean {
    const everything = readdirSync(this.path, { withFileTypes: true, recursive: true });
    const wide = Buffer.from(text, 'utf16le');
    return everything.some((entry) => {
      if (entry.name.includes(text)) return true;
      if (!entry.isFile()) return false;
      const bytes = readFileSync(join(entry.parentPath, entry.name));
      return bytes.includes(text) || bytes.includes(wide) || bytes.includes(wide.swap16());
    });
  }

  mode(place: string, mode: number): void {
    mkdirSync(this.at(place), { recursive: true });
    chmodSync(this.at(place), mode);
  }

  get watched(): string[] {
    return [...this.tested.store.getState().cards.keys()];
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
