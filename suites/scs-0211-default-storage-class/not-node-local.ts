import { check, type Finding } from '../../src/check.ts'
import { nodeBinding } from './node-binding.ts'
import { untried, volumeTrial } from './volume-trial.ts'

/**
 * Clause (v1, required; v2, for volumes that are to be safe): volumes of the default class are not on the disk of a node and do
 * not live and die with one. Judged by what the volume itself says, not by the name of its provisioner; see node-binding.ts.
 * Whether the storage behind it survives a broken disk is not seen: scs-0211-volume-redundancy.
 */
export const notNodeLocal = check({
  id: 'scs-0211-not-node-local',
  title: 'Volumes of the default class are not bound to a node',
  section: 'scs-0211-v1#required-non-performance-related-properties',
  needs: { volumeTrial },
  judge({ volumeTrial }): Finding {
    if (volumeTrial.outcome !== 'bound') return untried(volumeTrial)
    const { storageClass, volume, leftovers } = volumeTrial
    const binding = nodeBinding(volume)
    const from = `${volume.source}${volume.driver ? ` by ${volume.driver}` : ''}`
    const examined = [
      `volume of storage class ${storageClass}: ${from}${binding.bound === false ? `, on ${binding.reach}` : ''}`,
    ]
    if (binding.bound === null) {
      const message = `${binding.why}; have it attested by who runs the storage`
      return { examined, violations: [], notes: leftovers, undecided: { kind: 'manual', message } }
    }
    if (!binding.bound) return { examined, violations: [], notes: leftovers }
    const violation = {
      subject: `volume of storage class ${storageClass}`,
      expected: 'storage apart from the nodes',
      actual: `${from}; ${binding.by}`,
      remedy: 'make a class the default whose volumes are on the network, such as that of cinder.csi.openstack.org',
    }
    return { examined, violations: [violation], notes: leftovers }
  },
})
