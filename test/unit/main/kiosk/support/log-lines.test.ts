import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { logLines } from '../../../../../main/kiosk/support/log-lines.ts';

const line = (event: object): string => JSON.stringify({ at: '2026-01-20T12:00:00.000Z', mono: 5, ...event });
const text = (...events: readonly object[]): string => events.map((event) => `${line(event)}\n`).join('');
const fields = (row: string | undefined): Record<string, unknown> => JSON.parse(row ?? '') as Record<string, unknown>;

describe('the log as it leaves the branch', () => {
  it('is its newest lines, oldest first', () => {
    const rows = logLines(text({ event: 'start' }, { event: 'read' }, { event: 'stop' }), 2);
    expect(rows.lines.map((row) => fields(row)['event'])).toEqual(['read', 'stop']);
    expect(rows.unreadable).toBe(0);
  });

  it('keeps the end of a card id, wherever in any line it stands', () => {
    const { lines } = logLines(
      text(
        { event: 'read', cardId: '271b-6e47-8ec3-7f3f', correlationId: 'corr-1' },
        { event: 'intake', detail: '271b-6e47-8ec3-7f3f.json cannot be moved' },
        { event: 'read', cardId: 'abc' },
      ),
      2,
    );
    expect(fields(lines[0])['detail']).toBe('…7f3f.json cannot be moved');
    expect(fields(lines[1])['cardId']).toBe('…');
  });

  it('keeps no long number, the ids of calls and the times whole', () => {
    const correlationId = '12345678-1234-4123-8123-123456789012';
    const [row] = logLines(text({ event: 'read', detail: 'HTTP 500 for 4111111111111111', correlationId }), 5).lines;
    expect(fields(row)).toMatchObject({ detail: 'HTTP 500 for …1111', correlationId, at: '2026-01-20T12:00:00.000Z' });
  });

  it('takes only the fields of the log out of what somebody has put into the file', () => {
    const { lines, unreadable } = logLines(
      `not a line\n{"at":1}\nnull\n[]\n${line({ event: 'read', token: 'ey.secret', detail: { deep: 'secret' } })}\n`,
      10,
    );
    expect(unreadable).toBe(4);
    expect(lines.join()).not.toContain('secret');
    expect(fields(lines[0])).toEqual({ at: '2026-01-20T12:00:00.000Z', mono: 5, event: 'read' });
  });

  it('holds no card id of any log, whatever else stands in it', () => {
    const cardId = fc.stringMatching(/^[A-Za-z0-9_-]{12,48}$/);
    fc.assert(
      fc.property(fc.array(cardId, { minLength: 1, maxLength: 5 }), fc.string(), (ids, around) => {
        const events = ids.flatMap((id) => [
          { event: 'read', cardId: id, path: `/folder/${id}.json` },
          { event: 'intake', detail: `${around}${id}${around}`.slice(0, 300) },
        ]);
        const told = logLines(text(...events), 100).lines.join('\n');
        for (const id of ids) expect(told).not.toContain(id);
      }),
      { numRuns: 150 },
    );
  });
});
