/** Counts failed logins by address, so that passwords cannot be tried out. */
export interface Failures {
  tooMany(address: string): boolean
  count(address: string): void
}

const windowMs = 60_000
const most = 20
/** Addresses kept in mind; the oldest are forgotten. */
const mostAddresses = 10_000

/** @param now milliseconds */
export function failures(now: () => number = Date.now): Failures {
  const known = new Map<string, { count: number; readonly until: number }>()
  const current = (address: string) => {
    const one = known.get(address)
    return one && one.until > now() ? one : undefined
  }
  return {
    tooMany: (address) => (current(address)?.count ?? 0) >= most,
    count(address) {
      const one = current(address) ?? { count: 0, until: now() + windowMs }
      known.delete(address)
      known.set(address, { ...one, count: one.count + 1 })
      const [oldest] = known.keys()
      if (known.size > mostAddresses && oldest !== undefined) known.delete(oldest)
    },
  }
}
