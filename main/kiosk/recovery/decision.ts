/** What to do when the page, or a process that it needs, is in trouble: pure, the clock is passed in. */

/** Electron's words for how a process ended. */
export const GONE_REASONS = [
  'clean-exit',
  'abnormal-exit',
  'killed',
  'crashed',
  'oom',
  'launch-failed',
  'integrity-failure',
  'memory-eviction',
] as const;
export type GoneReason = (typeof GONE_REASONS)[number];

export type Trouble =
  | { readonly kind: 'page-gone'; readonly reason: GoneReason }
  /** The engine says that it takes no input, or snapshots that were sent are not painted. */
  | { readonly kind: 'page-hung'; readonly by: 'engine' | 'heartbeat' }
  /** The page lives and has nothing in it. */
  | { readonly kind: 'page-empty' }
  /** It says that it painted a snapshot that was never sent, or an older one than before. */
  | { readonly kind: 'page-wrong'; readonly why: 'never-sent' | 'went-back' }
  | { readonly kind: 'page-not-loaded' }
  /** Another process of the engine ended: `helper` is its kind, `GPU` and `Utility` among them. */
  | { readonly kind: 'helper-gone'; readonly helper: string; readonly reason: GoneReason };

export type StopCause = 'budget-spent' | 'integrity-failure';

/** Times are of a clock that nobody can set, in ms. */
export type Recovery =
  | { readonly kind: 'running'; readonly restarts: number; readonly troubleAt: number | null }
  /** The stop page stands until the program is started again. */
  | { readonly kind: 'stopped'; readonly why: StopCause };

export type RecoveryStep =
  | { readonly kind: 'nothing' }
  /** The picture is asked for once more: the process that had it is gone. */
  | { readonly kind: 'redraw' }
  | { readonly kind: 'restart-page'; readonly afterMs: number }
  | { readonly kind: 'stop'; readonly why: StopCause }
  | { readonly kind: 'show-stop-page'; readonly afterMs: number };

export const RECOVERY_BEGIN: Recovery = { kind: 'running', restarts: 0, troubleAt: null };

/**
 * The page is started anew so often; what still does not work then needs a person. Each entry is the pause before that
 * start, in ms: the first is at once, the later ones leave a machine that is short of memory a moment.
 */
const RESTART_PAUSES_MS = [0, 1_000, 2_000] as const;
export const RESTARTS = RESTART_PAUSES_MS.length;
/** After so long without trouble all of them are there again, in ms. */
export const HEALTHY_MS = 60_000;
/** A stop page whose own process ended is shown again after this long, in ms: it must not become a loop without a pause. */
const STOP_PAGE_PAUSE_MS = 2_000;

const NOTHING: RecoveryStep = { kind: 'nothing' };

export function recoveryAfter(
  state: Recovery,
  trouble: Trouble,
  now: number,
): { readonly state: Recovery; readonly step: RecoveryStep } {
  if (spoilt(trouble)) {
    const why = 'integrity-failure';
    return { state: { kind: 'stopped', why }, step: { kind: 'stop', why } };
  }
  // The engine, or whoever asked the helper something, starts a new one by itself.
  if (trouble.kind === 'helper-gone') return { state, step: trouble.helper === 'GPU' ? { kind: 'redraw' } : NOTHING };
  if (state.kind === 'stopped') {
    const gone = trouble.kind === 'page-gone' || trouble.kind === 'page-not-loaded';
    return { state, step: gone ? { kind: 'show-stop-page', afterMs: STOP_PAGE_PAUSE_MS } : NOTHING };
  }
  const healthy = state.troubleAt !== null && now - state.troubleAt >= HEALTHY_MS;
  const restarts = healthy ? 0 : state.restarts;
  const afterMs = RESTART_PAUSES_MS[restarts];
  if (afterMs === undefined) {
    const why = 'budget-spent';
    return { state: { kind: 'stopped', why }, step: { kind: 'stop', why } };
  }
  return {
    state: { kind: 'running', restarts: restarts + 1, troubleAt: now },
    step: { kind: 'restart-page', afterMs },
  };
}

/** Code that is not ours to run: no second try. */
function spoilt(trouble: Trouble): boolean {
  return (trouble.kind === 'page-gone' || trouble.kind === 'helper-gone') && trouble.reason === 'integrity-failure';
}

/** Electron's word as one of ours; a new one counts as a crash. */
export function goneReason(word: string): GoneReason {
  return GONE_REASONS.find((reason) => reason === word) ?? 'crashed';
}

/** The trouble in one line for the log. */
export function inWords(trouble: Trouble): string {
  switch (trouble.kind) {
    case 'page-gone':
      return `page gone: ${trouble.reason}`;
    case 'page-hung':
      return `page hung: told by the ${trouble.by}`;
    case 'page-empty':
      return 'page empty';
    case 'page-wrong':
      return `page wrong: ${trouble.why}`;
    case 'page-not-loaded':
      return 'page not loaded';
    case 'helper-gone':
      return `${trouble.helper} gone: ${trouble.reason}`;
  }
}
