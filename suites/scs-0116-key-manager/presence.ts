import { check } from '../../src/check.ts'
import { catalog } from '../../src/openstack/facts.ts'

/** The catalog lists a service of exactly the type `key-manager`, with or without endpoints that this user can reach. */
export const presence = check({
  id: 'scs-0116-presence',
  title: 'A key manager is listed in the catalog',
  section: 'scs-0116-v1#key-manager-standard',
  needs: { catalog },
  judge({ catalog }) {
    const types = catalog.map(({ type }) => type)
    const missing = {
      subject: 'the service catalog',
      expected: 'a service of type key-manager',
      actual: `only ${types.join(', ')}`,
      remedy: 'deploy a key manager, such as Barbican, and list it in the catalog',
    }
    return { examined: types, violations: types.includes('key-manager') ? [] : [missing] }
  },
})
