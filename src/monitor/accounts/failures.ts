import ipaddr from 'ipaddr.js'

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
    tooMany: (address) => (current(networkOf(address))?.count ?? 0) >= most,
    count(from) {
      const address = networkOf(from)
      const one = current(address) ?? { count: 0, until: now() + windowMs }
      known.delete(address)
      known.set(address, { ...one, count: one.count + 1 })
      const [oldest] = known.keys()
      if (known.size > mostAddresses && oldest !== undefined) known.delete(oldest)
    },
  }
}

/** Whoever has an IPv6 address has the 64 bits behind it too. */
function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address
  const parsed = ipaddr.process(address)
  return parsed instanceof ipaddr.IPv6 ? parsed.parts.slice(0, 4).join(':') : parsed.toString()
}
