/** What `spec.providerID` of a node says of the machine below it. */
export type ProviderId =
  | { readonly kind: 'openstack'; readonly region: string | null; readonly serverId: string }
  /** A BareMetalHost, by namespace and name or by its id. */
  | { readonly kind: 'metal3'; readonly host: string }
  /** Of another provider: `aws`. */
  | { readonly kind: 'other'; readonly provider: string }
  | { readonly kind: 'malformed' }

/**
 * Reads a provider id. OpenStack's cloud provider writes `openstack:///UUID` or `openstack://REGION/UUID`, and reads one
 * without scheme as its own; ids of Nova servers are UUIDs, so anything else there is malformed. Metal3 writes
 * `metal3://NAMESPACE/HOST/MACHINE`, in older releases `metal3://UUID`.
 */
export function parseProviderId(text: string): ProviderId {
  const [, scheme, rest = ''] = /^([a-z][a-z0-9+.-]*):\/\/(.*)$/.exec(text) ?? ['', 'openstack', `/${text}`]
  if (scheme === 'openstack') return openstack(rest)
  if (scheme === 'metal3') return metal3(rest.split('/'))
  return { kind: 'other', provider: scheme ?? '' }
}

function openstack(rest: string): ProviderId {
  const [, region = '', id = ''] = /^([^/]*)\/([^/]+)$/.exec(rest) ?? []
  return uuid.test(id) ? { kind: 'openstack', region: region || null, serverId: id.toLowerCase() } : malformed
}

function metal3([first = '', host = '', machine = '', ...rest]: readonly string[]): ProviderId {
  if (uuid.test(first) && host === '' && machine === '') return { kind: 'metal3', host: first.toLowerCase() }
  const whole = first !== '' && host !== '' && machine !== '' && rest.length === 0
  return whole ? { kind: 'metal3', host: `${first}/${host}` } : malformed
}

const malformed = { kind: 'malformed' } as const
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
