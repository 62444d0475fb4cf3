import { check, type Check } from '../../src/check.ts'
import { catalog } from '../../src/openstack/facts.ts'

export interface MandatoryService {
  readonly id: `scs-0123-${string}`
  /** For people. */
  readonly name: string
  /** Types under any of which the catalog may list it. */
  readonly types: readonly [string, ...string[]]
}

export const mandatoryServices: readonly MandatoryService[] = [
  { id: 'scs-0123-service-compute', name: 'compute', types: ['compute'] },
  { id: 'scs-0123-service-identity', name: 'identity', types: ['identity'] },
  { id: 'scs-0123-service-image', name: 'image', types: ['image'] },
  { id: 'scs-0123-service-network', name: 'network', types: ['network'] },
  { id: 'scs-0123-service-load-balancer', name: 'load-balancer', types: ['load-balancer'] },
  { id: 'scs-0123-service-placement', name: 'placement', types: ['placement'] },
  { id: 'scs-0123-storage-apis', name: 'block-storage', types: ['volume', 'volumev3', 'block-storage'] },
  { id: 'scs-0123-service-s3', name: 'S3', types: ['object-store-s3'] },
]

/**
 * The catalog lists this service, so that users find it.
 *
 * Only the type counts, letter by letter; other names that OpenStack knows for a service do not. Whether there are endpoints,
 * and whether they answer, is not looked at. Block storage is fine under its former types, but not as `volumev2` alone.
 */
export function serviceListed({ id, name, types }: MandatoryService): Check {
  return check({
    id,
    title: `The ${name} service is listed in the catalog`,
    section: `scs-0123-${id === 'scs-0123-service-s3' ? 'v2' : 'v1'}#mandatory-iaas-apis`,
    needs: { catalog },
    judge({ catalog }) {
      const listed = catalog.map(({ type }) => type)
      const missing = {
        subject: 'the service catalog',
        expected: `a service of type ${types.join(' or ')}`,
        actual: `only ${listed.join(', ')}`,
        remedy: `openstack service create --name NAME ${types.at(-1)}, and its endpoints`,
      }
      return { examined: listed, violations: types.some((type) => listed.includes(type)) ? [] : [missing] }
    },
  })
}
