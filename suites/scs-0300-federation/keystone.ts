import { ProbeError } from '../../src/fact.ts'
import type { OpenStack } from '../../src/openstack/client.ts'
import type { Federation, Place } from '../../src/provider/provider-file.ts'
import type { Web } from '../../src/provider/web.ts'

/** Where a browser is sent that wants to sign in by federation. */
export interface SignIn {
  /** `websso of protocol openid` */
  readonly route: string
  readonly status: number
  /** Without the query, which is different each time; null where it was sent nowhere. */
  readonly to: string | null
  readonly kind: 'OpenID Connect' | 'SAML' | 'nothing'
}

/** What Keystone shows of federation to an ordinary user. */
export interface KeystoneFederation {
  readonly url: string
  /** Ids of identity providers; null where they may not be listed, which is the rule. */
  readonly identityProviders: readonly string[] | null
  readonly signIns: readonly SignIn[]
}

/** Ids of protocols that guides of Keystone and kolla-ansible use; the provider may have named another. */
const usual = ['openid', 'mapped', 'saml2', 'oidc']

/**
 * Looks at what is visible without being an administrator: the list of identity providers, which policies usually keep from
 * users, and the routes by which browsers sign in. Where Apache or nginx guards such a route, it sends the browser on to the
 * identity provider; where it does not, Keystone answers 401, whether the protocol exists or not, so that tells nothing.
 */
export async function lookAtKeystone(
  openstack: OpenStack,
  web: Web,
  ca: string | undefined,
  { identityProvider, protocol }: Omit<Federation, 'issuer'>,
): Promise<KeystoneFederation> {
  const url = `${openstack
    .endpoint('identity')
    .replace(/\/v3\/?$/, '')
    .replace(/\/+$/, '')}/v3`
  const identityProviders = await list(openstack, '/OS-FEDERATION/identity_providers', 'identity_providers')
  const place: Place = { url, ...(ca === undefined ? {} : { ca }) }
  const named = [identityProvider, ...(identityProviders ?? [])].filter((id) => id !== undefined)
  const signIns: SignIn[] = []
  const protocols = protocol === undefined ? usual : [protocol]
  const routes = protocols.flatMap((protocol) => [
    { route: `websso of protocol ${protocol}`, path: `/auth/OS-FEDERATION/websso/${protocol}` },
    ...named.slice(0, 5).map((id) => ({
      route: `websso of identity provider ${id}, protocol ${protocol}`,
      path: `/auth/OS-FEDERATION/identity_providers/${encodeURIComponent(id)}/protocols/${protocol}/websso`,
    })),
  ])
  const failures: ProbeError[] = []
  for (const { route, path } of routes) {
    try {
      signIns.push({ route, ...(await follow(web, place, path)) })
    } catch (error) {
      // One route that does not answer says as little as one that is not guarded.
      if (!(error instanceof ProbeError) || error.kind === 'interrupted') throw error
      failures.push(error)
    }
  }
  if (signIns.length === 0 && failures[0]) throw failures[0]
  return { url, identityProviders, signIns }
}

async function list(openstack: OpenStack, path: string, key: string): Promise<readonly string[] | null> {
  const { status, body } = await openstack.send({ service: 'identity', path, accept: [401, 403, 404, 501] })
  const elements: unknown = status === 200 && isObject(body) ? body[key] : undefined
  if (!Array.isArray(elements)) return null
  return (elements as readonly unknown[]).flatMap((one) =>
    isObject(one) && typeof one['id'] === 'string' ? [one['id']] : [],
  )
}

async function follow(web: Web, place: Place, path: string): Promise<Omit<SignIn, 'route'>> {
  const { origin } = new URL(place.url)
  const query = { origin: `${origin}/auth/websso/` }
  const { status, headers, url } = await web.get(place, { path, query, accept: 'text/html', stay: true })
  const isRedirect = typeof headers.location === 'string' && status >= 300 && status < 400
  const to = isRedirect ? URL.parse(String(headers.location), url) : null
  if (!to || !/^https?:$/.test(to.protocol)) return { status, to: null, kind: 'nothing' }
  const { searchParams } = to
  const isOpenId = searchParams.has('response_type') && searchParams.has('client_id')
  const kind = isOpenId ? 'OpenID Connect' : searchParams.has('SAMLRequest') ? 'SAML' : 'nothing'
  return { status, to: `${to.origin}${to.pathname}`, kind }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
