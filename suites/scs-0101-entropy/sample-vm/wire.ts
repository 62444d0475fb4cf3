import { listOf, record, text, textOrNull } from '../../../src/openstack/wire-words.ts'
import type { Wire } from '../../../src/openstack/client.ts'

// What the services answer to the calls that boot the sample virtual machine, as far as it is relied on.

/** One resource below its singular, as every service answers. */
export function wireOne(key: string): Wire<Readonly<Record<string, { readonly id: string }>>> {
  return { name: key, schema: record({ [key]: record({ id: text }) }) }
}

/** Several, with their names. */
export function wireNamed(
  key: string,
): Wire<Readonly<Record<string, readonly { readonly id: string; readonly name?: string | null }[]>>> {
  return { name: key, schema: record({ [key]: listOf(record({ id: text }, { name: textOrNull })) }) }
}

/** Network API v2, "Add interface to router". */
export const wireInterface: Wire<{ readonly port_id: string }> = {
  name: 'router interface',
  schema: record({ port_id: text }),
}

/** Network API v2, "List ports". */
export const wirePorts: Wire<{ readonly ports: readonly { readonly id: string; readonly device_owner?: string }[] }> = {
  name: 'ports',
  schema: record({ ports: listOf(record({ id: text }, { device_owner: text })) }),
}

/** Compute API, "Show Server Details"; a fault only where there is one. */
export const wireServer: Wire<{
  readonly server: {
    readonly id: string
    readonly status: string
    readonly 'OS-EXT-STS:task_state'?: string | null
    readonly fault?: { readonly message?: string }
  }
}> = {
  name: 'server',
  schema: record({
    server: record(
      { id: text, status: text },
      { 'OS-EXT-STS:task_state': textOrNull, fault: record({}, { message: text }) },
    ),
  }),
}

/** Compute API, "Show Console Output"; drivers without a console answer null. */
export const wireConsole: Wire<{ readonly output: string | null }> = {
  name: 'console output',
  schema: record({ output: textOrNull }),
}
