import { Refusal } from '../refusal.ts'

/** Codes of PostgreSQL (its manual, appendix A), and of Node for connections. */
const full = /^(53100|ENOSPC)$/
const away = /^(08|57|53|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH)/
const unreachable = /timeout exceeded when trying to connect|Connection terminated|connection timeout/i

/**
 * What a failure of the database means for a request: 507 where its disk is full, 503 where it cannot be reached or has no room for
 * more; undefined for what is our own fault.
 */
export function refusalFor(error: unknown): Refusal | undefined {
  const { code, message } = (error ?? {}) as { readonly code?: unknown; readonly message?: unknown }
  const said = typeof code === 'string' ? code : ''
  if (full.test(said) || /No space left on device/.test(String(message))) {
    return new Refusal(507, 'there is no room for more: nothing of this was kept', { cause: error })
  }
  if (away.test(said) || unreachable.test(String(message))) {
    return new Refusal(503, 'the database cannot be reached: nothing of this was kept; try again later', {
      cause: error,
    })
  }
  return undefined
}

/** Whether a row with this key was there already. */
export function isDuplicate(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === '23505'
}
