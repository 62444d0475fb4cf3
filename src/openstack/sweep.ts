import { messageOf } from '../clean-up.ts'
import { runIdOf } from '../run-name.ts'
import { StatusError, type Call, type OpenStack } from './client.ts'
import { ifThere } from './if-there.ts'
import { candidates } from './service-types.ts'
import { longestSettleMs } from './sweep/settled.ts'
import { sweepables } from './sweep/sweepables.ts'
import type { Found, Sweepable } from './sweep/sweepable.ts'

/** Position in the order of deletion; a kind that is not listed here comes first, since it may hold any of the others. */
export function rankOf(service: string, path: string): number {
  return sweepables.findIndex((other) => other.service === service && other.path === path) + 1
}

/** Finds what runs have made by its name. What cannot be looked for is told, with the reason. */
export async function findByName(openstack: OpenStack): Promise<{
  readonly found: readonly (Found & { readonly of: Sweepable; readonly runId: string })[]
  readonly unseen: readonly string[]
}> {
  if (openstack.catalog.length === 0) {
    return { found: [], unseen: ['nothing could be looked for: the token came without a service catalog'] }
  }
  const looks = await Promise.all(
    sweepables.map(async (of) => {
      if (Boolean(of.ofDomain) !== isForDomain(openstack)) return { found: [] }
      const types = candidates(of.service)
      if (!openstack.catalog.some(({ type }) => types.includes(type))) return { found: [] }
      try {
        const ours = (await of.list(openstack)).flatMap((one) => {
          const runId = runIdOf(one.name)
          return runId === null ? [] : [{ ...one, of, runId }]
        })
        return { found: ours }
      } catch (error) {
        if (error instanceof StatusError && error.status === 404) return { found: [] } // the service has no such thing
        return { found: [], unseen: `${of.kind}s could not be looked for: ${messageOf(error)}` }
      }
    }),
  )
  return {
    found: looks.flatMap(({ found }) => found),
    unseen: looks.flatMap(({ unseen }) => (unseen === undefined ? [] : [unseen])),
  }
}

function isForDomain({ identity }: OpenStack): boolean {
  return identity.projectId === null && Boolean(identity.domain)
}

/** Ids of all of one kind that bear this name. Rejects where they cannot be looked for, unless the service has no such thing. */
export async function idsOfName(
  openstack: OpenStack,
  service: string,
  path: string,
  name: string,
): Promise<readonly string[]> {
  const kind = kindOf(service, path)
  const listed = kind && (await ifThere(() => kind.list(openstack)))
  return (listed ?? []).flatMap((other) => (other.name === name ? [other.id] : []))
}

/** Milliseconds that a deletion may take; absent where the usual is enough. */
export function timeoutMsOf(service: string, path: string): number | undefined {
  return kindOf(service, path)?.settle && longestSettleMs + 30_000
}

/** Waits for what is being done with a resource, where its service would refuse to delete it before that is done. */
export async function settle(openstack: OpenStack, service: string, path: string, id: string): Promise<void> {
  await kindOf(service, path)?.settle?.(openstack, id)
}

/** Sends the calls that delete a resource; fine where it is not there any more. */
export async function removeResource(openstack: OpenStack, service: string, path: string, id: string): Promise<void> {
  const kind = kindOf(service, path)
  if (service === 'identity' && (await isGone(openstack, service, path, id))) return
  await kind?.prepare?.(openstack, id)
  await openstack.send({ ...one(service, kind?.at?.(openstack) ?? path, id), method: 'DELETE' })
}

/** Whether a resource is not there any more. ProbeError as the client gives it, where that cannot be seen. */
export async function isGone(openstack: OpenStack, service: string, path: string, id: string): Promise<boolean> {
  const kind = kindOf(service, path)
  if (kind?.among) return !(await kind.among(openstack)).some((other) => other.id === id)
  // Keystone answers 403 to a domain manager who asks for what does not exist.
  if (service === 'identity' && kind) return !(await kind.list(openstack)).some((other) => other.id === id)
  return (await openstack.send(one(service, path, id))).status === 404
}

function kindOf(service: string, path: string): Sweepable | undefined {
  return sweepables.find((other) => other.service === service && other.path === path)
}

function one(service: string, path: string, id: string): Call {
  return { service, path: `${path}/${encodeURIComponent(id)}`, accept: [404] }
}
