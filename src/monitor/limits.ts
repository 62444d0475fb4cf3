/** What one client may ask for. */
export interface Limits {
  /** A larger body is refused with 413. */
  readonly bodyBytes: number
  /** Requests a minute of one address, then 429; 0 for no limit. */
  readonly requestsPerMinute: number
  /** In which a request must have come in whole. */
  readonly requestMs: number
  /** In which it must be answered. */
  readonly handlerMs: number
}

export const defaultLimits: Limits = {
  bodyBytes: 16 * 2 ** 20,
  requestsPerMinute: 600,
  requestMs: 30_000,
  handlerMs: 60_000,
}
