/** The calls of D1 that the sandbox plays, by their paths. */
export type RequestKind = 'token' | 'status' | 'details' | 'other';

export interface Route {
  readonly kind: RequestKind;
  readonly issuerId: string | null;
  readonly cardId: string | null;
}

export const AUTH_BASE = '/authz/v1';
export const BANKING_BASE = '/banking/v1';

const TOKEN = `${AUTH_BASE}/oauth2/token`;
const STATUS = new RegExp(`^${BANKING_BASE}/issuers/([^/]+)/physicalCards/([^/]+)/productionStatus$`);
const DETAILS = new RegExp(`^${BANKING_BASE}/issuers/([^/]+)/cards/([^/]+)$`);

function decode(part: string | undefined): string {
  try {
    return decodeURIComponent(part ?? '');
  } catch {
    return part ?? '';
  }
}

/** `path` without its query. */
export function routeOf(path: string): Route {
  if (path === TOKEN) return { kind: 'token', issuerId: null, cardId: null };
  const status = STATUS.exec(path);
  const found = status ?? DETAILS.exec(path);
  if (found === null) return { kind: 'other', issuerId: null, cardId: null };
  return { kind: status === null ? 'details' : 'status', issuerId: decode(found[1]), cardId: decode(found[2]) };
}
