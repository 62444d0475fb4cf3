import { fact, given, type Fact } from '../fact.ts'
import type { OpenStack } from './client.ts'
import type { CatalogService, Flavor, Image, VolumeType } from './resources.ts'

/** The cloud under test, authenticated; rejects where the user may not test (scs-0004: no admin rights). */
export const openstack = given<OpenStack>('the OpenStack cloud')

/** The service catalog of the token. */
export const catalog: Fact<readonly CatalogService[]> = fact({
  name: 'service catalog',
  needs: { openstack },
  load: ({ openstack }) => openstack.catalog,
})

/** All flavors this user can see, with extra specs. */
export const flavors: Fact<readonly Flavor[]> = fact({
  name: 'flavors',
  needs: { openstack },
  cost: { reads: 1 },
  load: () => Promise.reject(new Error('not written yet')),
})

/** Images of Glance's default listing (`member_status=all`, not hidden) with visibility public or community. */
export const images: Fact<readonly Image[]> = fact({
  name: 'images',
  needs: { openstack },
  cost: { reads: 1 },
  load: () => Promise.reject(new Error('not written yet')),
})

/** All volume types this user can see. */
export const volumeTypes: Fact<readonly VolumeType[]> = fact({
  name: 'volume types',
  needs: { openstack },
  cost: { reads: 1 },
  load: () => Promise.reject(new Error('not written yet')),
})
