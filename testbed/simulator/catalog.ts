import type { Cloud, Token } from './cloud.ts'
import { hex } from './ids.ts'

/** One catalog entry per type; the path of its endpoint, and the name operators give the service. */
const endpoints: Readonly<Record<string, { readonly name: string; readonly path: string }>> = {
  identity: { name: 'keystone', path: '/identity/v3' },
  compute: { name: 'nova', path: '/compute/v2.1' },
  image: { name: 'glance', path: '/image' },
  network: { name: 'neutron', path: '/networking' },
  volume: { name: 'cinder', path: '/volume/v3/{project}' },
  volumev3: { name: 'cinderv3', path: '/volume/v3/{project}' },
  'block-storage': { name: 'cinder', path: '/volume/v3/{project}' },
  'key-manager': { name: 'barbican', path: '/key-manager' },
  'load-balancer': { name: 'octavia', path: '/load-balancer' },
  placement: { name: 'placement', path: '/placement' },
  'object-store': { name: 'swift', path: '/object-store/v1/AUTH_{project}' },
  'object-store-s3': { name: 's3', path: '' },
  s3: { name: 's3', path: '' },
}

/** An endpoint with {project} is left out where the token has none, as in Keystone. */
export function catalog({ description }: Cloud, origin: string, token: Token): unknown[] {
  return description.catalog.map((type) => {
    const { name, path } = endpoints[type] ?? { name: type, path: `/${type}` }
    const project = token.scope.project?.id
    const reachable = project !== undefined || !path.includes('{project}')
    return {
      endpoints: reachable
        ? ['public', 'internal', 'admin'].map((kind) => ({
            id: hex('endpoint', type, kind),
            interface: kind,
            region_id: description.region,
            url: `${origin}${path.replace('{project}', project ?? '')}`,
            region: description.region,
          }))
        : [],
      id: hex('service', type),
      type,
      name,
    }
  })
}
