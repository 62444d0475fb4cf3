import type { OpenStack } from '../client.ts'

/** One kind of resource that a run may have made, in a way that lets it be found by name. */
export interface Sweepable {
  readonly kind: string
  readonly service: string
  readonly path: string
  /** Where the collection is, where that depends on who asks: `/users/ID/application_credentials`. */
  at?(openstack: OpenStack): string
  /** Only a token for a domain as such finds and deletes it. */
  readonly ofDomain?: boolean
  /** All of this kind that are the project's own, by name and id. */
  list(openstack: OpenStack): Promise<readonly Found[]>
  /** Lists those among which one is, or is gone, where that cannot be asked: Keystone forbids to look at what is not there. */
  among?(openstack: OpenStack): Promise<readonly Found[]>
  /** Waits, up to two minutes, for what the service is doing with it, since it is not deleted before that is done. */
  settle?(openstack: OpenStack, id: string): Promise<void>
  /** Takes away what would keep the service from deleting it. */
  prepare?(openstack: OpenStack, id: string): Promise<void>
}

export interface Found {
  readonly name: string
  readonly id: string
}
