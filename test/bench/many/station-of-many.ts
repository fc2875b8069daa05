/** The station that the figures of this part are about, where it runs in this process: every number its default. */
import { configurationSchema } from '../../../main/config/schema.ts';
import { limitsOf, paceOf } from '../../../main/kiosk/settings.ts';

export const CONFIG = configurationSchema.parse({
  station: { name: 'Many', persoStation: 'KIOSK-PS-101' },
  d1: { environment: 'sandbox', authUrl: 'https://auth.example/authz/v1', bankingUrl: 'https://d1.example/banking/v1' },
});
export const LIMITS = limitsOf(CONFIG);
export const PACE = paceOf(CONFIG);

/** Any moment of a working day, ms since 1970; nothing depends on it. */
export const MORNING = Date.UTC(2026, 0, 20, 8, 40);

/** What D1 answers about a card whose operation is at the printer, or done. */
export function answerAbout(cardId: string, done: boolean): unknown {
  const [status, detail] = done ? ['SUCCESSFUL', 'CARD_PROD_DONE'] : ['PENDING', 'CARD_PROD_READY'];
  const startTime = new Date(MORNING).toISOString();
  const operation = { operation: 'PRODUCE', operationId: `op-${cardId}`, status, startTime, cardId };
  return { operations: [{ ...operation, details: { status: detail } }] };
}
