import { check, type Violation } from '../../src/check.ts'
import { flavors } from '../../src/openstack/facts.ts'

/** What scs-0110 adds, in the sizes of its names. */
const wanted = [
  { name: 'SCS-2V-4-20s', vcpus: 2, ramMiB: 4096, diskGB: 20 },
  { name: 'SCS-4V-16-100s', vcpus: 4, ramMiB: 16_384, diskGB: 100 },
] as const

/** scs-0103: an NVMe may be offered as an SSD. */
const fastDisks = ['ssd', 'nvme']

/**
 * Both flavors are there, found by name or by `scs:name-v2`, have at least the disk they promise and say that it is an SSD.
 *
 * scs-0103 judges the same two in full; here is what scs-0110 decides. Whether the disk is as fast and as safe as it must be
 * takes a measurement and a look: scs-0110-local-storage is left to an attestation.
 */
export const ssdFlavorsCheck = check({
  id: 'scs-0110-ssd-flavors',
  title: 'The flavors SCS-2V-4-20s and SCS-4V-16-100s are there and say that their disk is an SSD',
  section: 'scs-0110-v1#decision',
  needs: { flavors },
  judge({ flavors }) {
    const violations: Violation[] = []
    const examined: string[] = []
    for (const { name, vcpus, ramMiB, diskGB } of wanted) {
      const subject = `flavor ${name}`
      const expected = `${vcpus} vCPUs, ${ramMiB} MiB, a disk of ${diskGB} GB, scs:disk0-type ssd`
      const remedy = 'scs-conformance flavor plan'
      const found = flavors.filter((flavor) => flavor.name === name || flavor.extraSpecs['scs:name-v2'] === name)
      if (found.length === 0) violations.push({ subject, expected, actual: 'it is not there', remedy })
      for (const flavor of found) {
        examined.push(flavor.name)
        const diskType = flavor.extraSpecs['scs:disk0-type'] ?? 'not set'
        const isLarge = flavor.vcpus >= vcpus && flavor.ramMiB >= ramMiB && flavor.diskGB >= diskGB
        if (isLarge && fastDisks.includes(diskType)) continue
        const actual = `${flavor.vcpus} vCPUs, ${flavor.ramMiB} MiB, a disk of ${flavor.diskGB} GB, scs:disk0-type ${diskType}`
        violations.push({ subject: `flavor ${flavor.name}`, expected, actual, remedy })
      }
    }
    return { examined, violations }
  },
})
