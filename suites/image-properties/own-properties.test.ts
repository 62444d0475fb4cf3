import t from 'tap'
import { hasOwnProperties } from './own-properties.ts'
import { bareImage, sampleImage } from './sample-image.ts'

t.test('one property of a provider is enough', async (t) => {
  t.ok(hasOwnProperties(sampleImage()))
  t.ok(hasOwnProperties(bareImage({ properties: { os_purpose: null } })))
  t.ok(hasOwnProperties(bareImage({ properties: { hw_scsi_models: 'x' } })))
})

t.test('what OpenStack itself defines does not count', async (t) => {
  t.notOk(hasOwnProperties(bareImage()))
  t.notOk(hasOwnProperties(bareImage({ properties: {} })))
  t.notOk(
    hasOwnProperties(bareImage({ properties: { os_distro: 'ubuntu', hw_scsi_model: 'virtio-scsi', hash_algo: 'x' } })),
  )
})
