import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { judged, type Entry } from './builders.ts';
import { atLeast, OPTIONS, PROPERTY_LIMIT_MS } from './property-runs.ts';
import { pinned } from './truth-arbitraries.ts';
import { doneOperation, newestOf, objectionOfFailures, objectionToGreen, startOf } from './truth-model.ts';
import { covering, standsHandedOver } from './truth-staff-model.ts';
import { TruthStation, type Account } from './truth-station.ts';
import { stationSteps, type StationStep } from './truth-steps.ts';

/** When the operation began, as D1 said last. */
function startMsOf(station: Account, operationId: string): number {
  const said = station.all.flatMap(({ entries }) => entries).filter((entry) => entry['operationId'] === operationId);
  return startOf(said[said.length - 1] as Entry);
}

/** Why the operation may not be handed over now, by the account alone; null when nothing stands against it. */
function objection(account: Account, operationId: string): string | null {
  const { current, all, voids, record, trueNow } = account;
  const newest = newestOf(current);
  if (newest !== null && doneOperation(newest, all) !== operationId) return 'the newest answer is about another';
  const asked = [...all].sort((one, other) => one.sentAt.mono - other.sentAt.mono);
  const over = covering(record, operationId, startMsOf(account, operationId));
  return (
    objectionToGreen(current, all, voids, trueNow) ??
    objectionOfFailures(asked, operationId) ??
    (over.length > 0 ? `covered by ${over.join()}` : null)
  );
}

function greenOf(station: TruthStation): string | null {
  const { track, now } = station;
  if (track === undefined || judged(track, now).verdict !== 'hand-over') return null;
  return track.operation?.operationId ?? 'no operation';
}

function run(watched: string | null, steps: readonly StationStep[], after: (station: TruthStation) => void): void {
  const station = new TruthStation(watched);
  for (const step of steps) {
    station.take(step);
    after(station);
  }
}

describe('a station with staff at work, over restarts', { timeout: PROPERTY_LIMIT_MS }, () => {
  it('is never green without a fresh exact DONE of this operation, nor with anything of staff lying over it', () => {
    let greens = 0;
    fc.assert(
      fc.property(pinned, stationSteps, (watched, steps) => {
        run(watched, steps, (station) => {
          const green = greenOf(station);
          if (green === null) return;
          greens += 1;
          expect(objection(station, green)).toBeNull();
        });
      }),
      OPTIONS,
    );
    expect(greens).toBeGreaterThan(atLeast(0.4));
  });

  it('leaves green with one contrary answer, whatever staff did before', () => {
    let contrary = 0;
    fc.assert(
      fc.property(pinned, stationSteps, (watched, steps) => {
        const station = new TruthStation(watched);
        for (const step of steps) {
          const before = greenOf(station);
          const answered = station.all.length;
          station.take(step);
          const last = station.all.at(-1);
          if (step.kind !== 'answer' || before === null || last === undefined) continue;
          if (station.all.length === answered || doneOperation(last, station.all) === before) continue;
          contrary += 1;
          const now = greenOf(station);
          // The one way to stay green is a newer order that is DONE itself.
          if (now !== null) expect(startMsOf(station, now)).toBeGreaterThan(startMsOf(station, before));
          expect(now).not.toBe(before);
        }
      }),
      OPTIONS,
    );
    expect(contrary).toBeGreaterThan(atLeast(0.04));
  });

  it('records a handover only on a DONE that was asked for after the press, and never a second one', () => {
    let handovers = 0;
    fc.assert(
      fc.property(pinned, stationSteps, (watched, steps) => {
        const station = new TruthStation(watched);
        for (const step of steps) station.take(step);
        for (const one of station.handedOver) {
          handovers += 1;
          const operationId = one.operationId ?? 'no operation';
          expect(objection(one, operationId)).toBeNull();
          const confirming = one.current.filter(
            (arrived) => arrived.sentAt.mono >= one.pressedAt && doneOperation(arrived, one.all) === operationId,
          );
          expect(confirming.length).toBeGreaterThan(0);
          expect(standsHandedOver(one.record, operationId)).toBe(false);
        }
      }),
      OPTIONS,
    );
    expect(handovers).toBeGreaterThan(atLeast(0.1));
  });

  it('brings back with an undo what lay over the card before, and nothing else', () => {
    let undone = 0;
    fc.assert(
      fc.property(pinned, stationSteps, (watched, steps) => {
        const station = new TruthStation(watched);
        for (const step of steps) {
          const known = station.record.length;
          station.take(step);
          const [action] = station.record.slice(known);
          if (action?.kind !== 'undone' || action.undoes === null) continue;
          undone += 1;
          const { track } = station;
          expect(track?.marks.map((mark) => mark.action.number)).toEqual(station.marksBefore.get(action.undoes));
          expect(station.state.undoable).toBeNull();
        }
      }),
      OPTIONS,
    );
    expect(undone).toBeGreaterThan(atLeast(0.04));
  });
});
