import { check, type Finding } from '../../src/check.ts'
import { untried, volumeTrial } from './volume-trial.ts'

/**
 * Clause (v1, required; v2, for volumes that are to be safe): the default class supports the access mode ReadWriteOnce.
 *
 * Tried out: a claim that names no class is bound to a volume that can be written by one node. That the provisioner says the
 * access mode is not supported is a violation; whatever else keeps the claim from being bound says nothing of the class,
 * also where the words that say so repeat what was asked for.
 */
export const readWriteOnce = check({
  id: 'scs-0211-read-write-once',
  title: 'A claim that names no class gets a ReadWriteOnce volume of the default class',
  section: 'scs-0211-v1#required-non-performance-related-properties',
  needs: { volumeTrial },
  judge({ volumeTrial }): Finding {
    const remedy = 'make a class the default whose provisioner supports ReadWriteOnce'
    const expected = 'a ReadWriteOnce volume'
    if (volumeTrial.outcome === 'unbound' && refusesMode.test(volumeTrial.why)) {
      const violation = {
        subject: `storage class ${volumeTrial.storageClass}`,
        expected,
        actual: volumeTrial.why,
        remedy,
      }
      return { examined: [volumeTrial.storageClass], violations: [violation], notes: volumeTrial.leftovers }
    }
    if (volumeTrial.outcome !== 'bound') return untried(volumeTrial)
    const { storageClass, volume, leftovers } = volumeTrial
    const violation = {
      subject: `volume of storage class ${storageClass}`,
      expected,
      actual: volume.accessModes.join(', '),
      remedy,
    }
    return {
      examined: [`volume ${volume.name} of storage class ${storageClass}`],
      violations: volume.accessModes.includes('ReadWriteOnce') ? [] : [violation],
      notes: leftovers,
    }
  },
})

/** Within one event. */
const refusesMode = /(support|invalid)[^;]*access ?mode|access ?mode[^;]*(support|invalid)/i
