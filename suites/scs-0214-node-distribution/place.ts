import type { ServerGroup } from '../../src/openstack/server-groups.ts'
import type { Trouble } from './seen.ts'
import type { Evidence } from './spread.ts'

/** Where one node is, as far as it is seen. */
export interface Place extends Evidence {
  readonly name: string
  readonly roles: readonly string[]
  readonly isControlPlane: boolean
  readonly region: string | null
  readonly zone: string | null
  /** null for a Machine without a node that this user sees. */
  readonly isReady: boolean | null
  /** Why a source that was given does not show where it is; null where one does, or none was given. */
  readonly unseen: Trouble | null
  readonly serverGroups: readonly Pick<ServerGroup, 'id' | 'name' | 'policy' | 'maxServersPerHost'>[]
}

/** A node before anything is known of its server. */
export interface Known extends Omit<Place, 'claim' | 'unseen' | 'serverGroups'> {
  readonly providerId: string | null
}

/** Labels that tell where a node is; the first two are demanded by scs-0214-v2, the third was the reference's own. */
export const placeLabels = {
  region: 'topology.kubernetes.io/region',
  zone: 'topology.kubernetes.io/zone',
  hostId: 'topology.scs.community/host-id',
} as const
