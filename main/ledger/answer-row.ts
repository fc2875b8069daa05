/** Answers of D1 that changed something: kept for support; the station itself reads only when each phase was seen. */
import type { Operation } from '../tracking/read-answer.ts';
import type { Database } from './load-sqlite.ts';

export interface AnswerRecord {
  readonly cardId: string;
  readonly operation: Operation;
  /** When the request was sent, wall clock, ms since 1970. */
  readonly sentAt: number;
  readonly correlationId: string | null;
}

const INSERT = `
  INSERT INTO answers (card_id, sent_at, correlation_id, operation_id, phase, status, detail, start_ms, end_ms, reason,
    error_code, error) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

export function insertAnswer(database: Database, { cardId, operation, sentAt, correlationId }: AnswerRecord): void {
  const { operationId, phase, status, detail, startMs, endMs, reason, errorCode, error } = operation;
  database
    .prepare(INSERT)
    .run(
      cardId,
      Math.round(sentAt),
      correlationId,
      operationId,
      phase,
      status,
      detail,
      startMs,
      endMs,
      reason,
      errorCode,
      error,
    );
}
