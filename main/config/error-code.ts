/** The system's word for an error, such as `EACCES`: safe to show, unlike its message, which holds names. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
