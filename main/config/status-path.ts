/** What a path template below the banking address may look like. */

const MAX_TEMPLATE_LENGTH = 256;

/** Plain path characters only: a template can add neither a query, nor a host, nor an escape. */
const SEGMENT = /^(?:[A-Za-z0-9._~-]|\{issuerId\}|\{cardId\})+$/;

/** The sentence that says what is wrong with a template, or null when it can be used. */
export function statusPathProblem(template: string): string | null {
  if (template.length > MAX_TEMPLATE_LENGTH) return `must not be longer than ${String(MAX_TEMPLATE_LENGTH)} characters`;
  if (!template.startsWith('/')) return 'must begin with /';
  if (template.split('{cardId}').length !== 2) return 'must hold {cardId} once';
  for (const segment of template.slice(1).split('/')) {
    if (/^\.+$/.test(segment)) return 'must not hold the segments . or ..';
    if (!SEGMENT.test(segment)) {
      return 'may hold letters, digits, . _ ~ - between single slashes, and the placeholders {issuerId} and {cardId}';
    }
  }
  return null;
}
