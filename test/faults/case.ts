/** What a case is, and what it can do: one fault, what the screen must say meanwhile, and that the truth comes back. */
import type { Effect, FaultTarget } from '../sandbox/faults.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { StateName } from '../sandbox/scenarios.ts';
import type { Desk } from './desk.ts';
import type { Ground } from './ground.ts';
import type { Truth } from './truth.ts';
import type { Sample } from './watcher.ts';

/** What the screen has to say, all at one moment; what is left out does not matter. */
export interface Expected {
  readonly verdict?: string;
  readonly phase?: string;
  /** `family/cause`, or null: no fault at all. */
  readonly fault?: string | null;
  readonly connection?: string;
}

/** Everything a desk holds beside the station; a case knows which kind it stands at. */
export interface Stand {
  readonly desk: Desk;
  /** The D1 in this process, where it is. */
  readonly sandbox: Sandbox | null;
}

/** A kind of desk. Cases of one plan that follow each other share a station, as long as each leaves it as it was. */
export interface DeskPlan<S extends Stand = Stand> {
  readonly name: string;
  /** Why it cannot be had on this machine, or null. */
  readonly obstacle?: () => string | null;
  /** Sets everything up; the station is started by it. */
  readonly open: (ground: Ground) => Promise<S>;
}

export interface Scene<S extends Stand = Stand> {
  readonly stand: S;
  /** A card of this case's own. */
  readonly cardId: string;
  /** D1 says this of the card from now on. */
  set(state: StateName, cardId?: string): Promise<void>;
  /** Scans the card and waits until the stage shows it so. */
  scan(expected: Expected, cardId?: string): Promise<void>;
  /** Injects a fault into the sandbox of this process. */
  inject(effect: Effect, target?: FaultTarget): void;
  /** Takes back all that was injected. */
  clearFaults(): void;
  /** D1 serves this body for the card from now on, and means by it what `truth` says; null gives its own answer back. */
  serve(body: string | null, truth: Truth): void;
  /** D1 knows no such card from now on. */
  forget(): void;
  /** From now until the returned function is called, what arrives at the station is not D1's word. */
  spoil(): () => void;
  /** Waits until the screen says all of it; throws what it says instead. */
  until(expected: Expected, limitMs: number): Promise<Sample>;
  look(): Promise<Sample>;
  samples(): readonly Sample[];
  /** Starts the station again and watches the new one. */
  restart(): Promise<void>;
  /** The process of the page was stopped too from then to now: nobody could withdraw anything. */
  blind(from: number, to: number): void;
}

/** What a case has to tell. */
export interface Told {
  /** What the screen said while the fault was on. */
  readonly screen: Sample;
  /** Seconds from the end of the fault to the truth; null where nothing was to recover. */
  readonly recoveredS: number | null;
  /** Anything beside it that is worth a word. */
  readonly note?: string;
}

export interface FaultCase<S extends Stand = Stand> {
  /** For `--only`: words with dashes. */
  readonly name: string;
  /** What was done, for the line. */
  readonly says: string;
  readonly plan: DeskPlan<S>;
  /** Families that the screen may name during this case; any other is wrong. */
  readonly families: readonly string[];
  /** How long D1's word may be on its way to the screen, in ms; 1.5 s when absent. */
  readonly wayMs?: number;
  /** How long the whole case may take, in ms; 150 s when absent. */
  readonly limitMs?: number;
  run(scene: Scene<S>): Promise<Told>;
}

/** A case of any plan: the runner opens the plan for the case that brings it. */
export type AnyCase = FaultCase<never>;

/** The screen did not say what it had to. */
export class Wrong extends Error {
  constructor(
    message: string,
    readonly screen: Sample,
  ) {
    super(message);
  }
}

export function matches(screen: Sample, cardId: string, expected: Expected): boolean {
  const { verdict, phase, fault, connection } = expected;
  if ((verdict !== undefined || phase !== undefined) && screen.cardId !== cardId) return false;
  if (verdict !== undefined && screen.verdict !== verdict) return false;
  if (phase !== undefined && screen.phase !== phase) return false;
  if (connection !== undefined && screen.connection !== connection) return false;
  if (fault === undefined) return true;
  return fault === null ? screen.faults.length === 0 : screen.faults.includes(fault);
}

/** What the screen says, in the words of the line. */
export function inWords(screen: Sample): string {
  return [screen.verdict || 'idle', screen.faults.join('+') || 'no fault', screen.connection || '-'].join(', ');
}

export function expectedInWords({ verdict, phase, fault, connection }: Expected): string {
  return [verdict, phase, fault === null ? 'no fault' : fault, connection]
    .filter((part) => part !== undefined)
    .join(', ');
}
