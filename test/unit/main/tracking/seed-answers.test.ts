import { describe, expect, it } from 'vitest';

import { reduceTrack } from '../../../../main/tracking/card-track.ts';
import { newTrack } from '../../../../main/tracking/new-track.ts';
import { readAnswer } from '../../../../main/tracking/read-answer.ts';
import { at, judged } from './builders.ts';

/** The six answers of D1's page "Track production", letter by letter. */
const PUBLISHED = {
  CARD_PROD_REQUESTED: `{
  "operations": [
    {
      "operationId": "01c5a05e-e197-11ec-8fea-0242ac120002",
      "operation": "PRODUCE",
      "status": "PENDING",
      "startTime": "2025-01-17T06:28:02.492Z",
      "cardId": "271b-6e47-8ec3-7f3f",
      "details": {
        "status": "CARD_PROD_REQUESTED"
      }
    }
  ]
}`,
  CARD_PROD_READY: `{
  "operations": [
    {
      "operationId": "01c5a05e-e197-11ec-8fea-0242ac120002",
      "operation": "PRODUCE",
      "status": "PENDING",
      "startTime": "2025-01-17T06:28:02.492Z",
      "cardId": "271b-6e47-8ec3-7f3f",
      "details": {
        "status": "CARD_PROD_READY"
      }
    }
  ]
}`,
  DATA_EXCEPTION: `{
  "operations": [
    {
      "operationId": "01c5a05e-e197-11ec-8fea-0242ac120002",
      "operation": "PRODUCE",
      "status": "FAILED",
      "startTime": "2025-01-17T06:28:02.492Z",
      "endTime": "2025-01-21T09:28:12.492Z",
      "cardId": "271b-6e47-8ec3-7f3f",
      "details": {
        "status": "DATA_EXCEPTION",
        "reason": "MISSING_SATELLITEUID"
      }
    }
  ]
}`,
  CARD_PROD_DONE: `{
  "operations": [
    {
      "operationId": "01c5a05e-e197-11ec-8fea-0242ac120002",
      "operation": "PRODUCE",
      "status": "SUCCESSFUL",
      "startTime": "2025-01-17T06:28:02.492Z",
      "endTime": "2025-01-21T09:28:12.492Z",
      "cardId": "271b-6e47-8ec3-7f3f",
      "details": {
        "status": "CARD_PROD_DONE"
      }
    }
  ]
}`,
  CARD_PROD_EXCEPTION: `{
  "operations": [
    {
      "operationId": "01c5a05e-e197-11ec-8fea-0242ac120002",
      "operation": "PRODUCE",
      "status": "FAILED",
      "startTime": "2025-01-17T06:28:02.492Z",
      "endTime": "2025-01-21T09:28:12.492Z",
      "cardId": "271b-6e47-8ec3-7f3f",
      "details": {
        "status": "CARD_PROD_EXCEPTION",
        "reason": "CB_TIME"
        }
      }
  ]
}`,
  CARD_PROD_CANCELED: `{
  "operations": [
    {
      "operationId": "01c5a05e-e197-11ec-8fea-0242ac120002",
      "operation": "PRODUCE",
      "status": "FAILED",
      "startTime": "2025-01-17T06:28:02.492Z",
      "endTime": "2025-01-21T09:28:12.492Z",
      "cardId": "271b-6e47-8ec3-7f3f",
      "details": {
        "status": "CARD_PROD_CANCELED"
        }
      }
  ]
}`,
} as const;

const EXPECTED: readonly (readonly [keyof typeof PUBLISHED, string, string, string | null])[] = [
  ['CARD_PROD_REQUESTED', 'requested', 'wait', null],
  ['CARD_PROD_READY', 'at-printer', 'wait', null],
  ['CARD_PROD_DONE', 'personalised', 'hand-over', null],
  ['DATA_EXCEPTION', 'data-failed', 'do-not-hand-over', 'MISSING_SATELLITEUID'],
  ['CARD_PROD_EXCEPTION', 'production-failed', 'do-not-hand-over', 'CB_TIME'],
  ['CARD_PROD_CANCELED', 'cancelled', 'do-not-hand-over', null],
];

describe('the six answers that D1 publishes', () => {
  it.each(EXPECTED)('%s is %s, and the verdict is %s', (name, phase, verdict, reason) => {
    const watched = { cardId: '271b-6e47-8ec3-7f3f', pinnedOperationId: null };
    const reading = readAnswer(JSON.parse(PUBLISHED[name]), watched);
    const ended = name !== 'CARD_PROD_REQUESTED' && name !== 'CARD_PROD_READY';

    if (reading.kind !== 'operation') throw new Error(reading.kind);
    expect(reading.operation).toMatchObject({
      operationId: '01c5a05e-e197-11ec-8fea-0242ac120002',
      phase,
      detail: name,
      startMs: Date.UTC(2025, 0, 17, 6, 28, 2, 492),
      endMs: ended ? Date.UTC(2025, 0, 21, 9, 28, 12, 492) : null,
      reason,
    });

    const track = reduceTrack(newTrack({ ...watched, reference: null }, at(0)), {
      kind: 'answered',
      reading,
      sentAt: at(1_000),
      at: at(1_200),
    });
    expect(judged(track, at(2_000)).verdict).toBe(verdict);
  });

  it.each(EXPECTED)('%s says nothing about any other card', (name) => {
    const reading = readAnswer(JSON.parse(PUBLISHED[name]), { cardId: '271b-6e47-8ec3-7f30', pinnedOperationId: null });
    expect(reading).toEqual({ kind: 'no-operation' });
  });
});
