/** Codes of PostgreSQL (its manual, appendix A), and of Node for connections. */
const away = /^(08|57P|53|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)/
const unreachable = /timeout exceeded when trying to connect|Connection terminated|connection timeout/i

/** Whether a statement failed because the server cannot be reached now: the same may work in a while. */
export function isAway(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { readonly code?: unknown; readonly message?: unknown }
  return away.test(typeof code === 'string' ? code : '') || unreachable.test(String(message))
}

/** What a database said, in a few words, to stand in brackets. */
export function saidBy(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.message || String('code' in error ? error.code : error.name) // an AggregateError of connections has no message
}
