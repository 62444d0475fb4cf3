import type { Fault, Faults } from './faults.ts'
import { DescriptionError } from './read-description.ts'
import type { Reply } from './router.ts'
import type { RequestRecord } from './server.ts'

/** What a test in another process may ask and order, by method and what comes after `/__simulator__/`. */
export type Orders = Readonly<Record<string, (body: string) => Reply>>

/** Those that every simulator has. */
export function commonOrders(
  { faults, requests }: { readonly faults: Faults; readonly requests: RequestRecord[] },
  parseFault: (value: unknown) => Fault,
): Orders {
  return {
    'GET requests': () => ({ status: 200, body: requests }),
    'DELETE requests': () => done(() => requests.splice(0)),
    'GET faults': () => ({ status: 200, body: faults.all() }),
    'POST faults': (body) => done(() => faults.add(...[JSON.parse(body) as unknown].flat().map(parseFault))),
    'DELETE faults': () => done(() => faults.clear()),
  }
}

/** Answers where the path is one of orders. Not counted, no latency, no credentials. */
export function obey(orders: Orders, method: string, path: string, body: string): Reply | undefined {
  if (!path.startsWith('/__simulator__/')) return undefined
  const order = `${method} ${path.slice('/__simulator__/'.length)}`
  if (Object.hasOwn(orders, order)) return orders[order]?.(body)
  return { status: 404, body: { error: Object.keys(orders).join(', ') } }
}

export function done(act: () => void): Reply {
  try {
    act()
    return { status: 204 }
  } catch (error) {
    if (error instanceof DescriptionError || error instanceof SyntaxError)
      return { status: 400, body: { error: error.message } }
    throw error
  }
}
