import { fact } from '../../src/fact.ts'
import { cloudConnection } from '../../src/openstack/connection.ts'
import { tlsCipherSuites } from '../../src/openstack/tls-cipher-suites.ts'
import { openstack } from '../../src/openstack/facts.ts'
import { provider, web } from '../../src/provider/facts.ts'
import { discover, issuerOf, type Discovered, type Unread } from './issuer.ts'
import { lookAtKeystone, type KeystoneFederation } from './keystone.ts'

/** What an ordinary user can see of federation. */
export interface SeenFederation {
  readonly keystone: KeystoneFederation
  /** The issuer that the provider has handed in; null where none is. */
  readonly handedIn: string | null
  /** What the issuer tells of itself; null where there is none to be asked. */
  readonly discovered: Discovered | Unread | null
}

export const seenFederation = fact<
  SeenFederation,
  {
    provider: typeof provider
    web: typeof web
    openstack: typeof openstack
    cloudConnection: typeof cloudConnection
    tlsCipherSuites: typeof tlsCipherSuites
  }
>({
  name: 'federation',
  needs: { provider, web, openstack, cloudConnection, tlsCipherSuites },
  cost: { reads: 100 },
  timeoutMs: 300_000,
  async load({ provider, web, openstack, cloudConnection, tlsCipherSuites }, { signal }) {
    const { issuer: handedIn, ...ids } = provider?.federation ?? {}
    const { ca } = cloudConnection.tls
    const keystone = await lookAtKeystone(openstack, web, ca, ids)
    const endpoint = keystone.signIns.find(({ kind }) => kind === 'OpenID Connect')?.to ?? null
    // Who trusts an authority for Keystone does so for an identity provider beside it.
    const issuer = handedIn ?? (endpoint === null ? undefined : await issuerOf(web, endpoint, ca))
    const discovered = issuer ? await discover(web, issuer, tlsCipherSuites, signal) : null
    return { keystone, handedIn: handedIn?.url ?? null, discovered }
  },
})
