import type { CauseKind } from '../../src/fact.ts'
import type { ClusterApi } from '../../src/kubernetes/cluster-api.ts'
import type { ServerGroup } from '../../src/openstack/server-groups.ts'
import type { Server } from '../../src/openstack/servers.ts'

/** Why a source that was given could not answer. */
export interface Trouble {
  readonly kind: CauseKind
  readonly message: string
}

/** A server that Nova did not show. */
export interface UnseenServer extends Trouble {
  readonly serverId: string
  /** Nova says that there is none (404): gone, or of another project or region. */
  readonly isMissing: boolean
}

/** What the management cluster tells; null where none was named. */
export type MachinesSeen = { readonly api: ClusterApi } | { readonly trouble: Trouble } | null

/** What Nova tells of the servers behind the nodes; null where no cloud was named. */
export type ServersSeen =
  | {
      /** Region of the compute endpoint; null where the catalog does not tell. */
      readonly region: string | null
      /** Those of the nodes only, by id. */
      readonly servers: readonly Server[]
      readonly unseen: readonly UnseenServer[]
      /** Those that have one of the servers. */
      readonly serverGroups: readonly ServerGroup[]
      /** Why server groups are not known, which decides nothing. */
      readonly serverGroupsTrouble: Trouble | null
    }
  | { readonly trouble: Trouble }
  | null
