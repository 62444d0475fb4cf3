import { check, type Violation } from '../../src/check.ts'
import { systemImages, type SystemImage } from '../../src/kubernetes/system-images.ts'
import { sboms } from './facts.ts'
import { noBill } from './not-handed-in.ts'
import { imagesIn, keyOf, type SbomImages } from './sbom-images.ts'

/**
 * Every image that runs in the namespaces of the system is in a bill of materials. ("Supply-chain transparency / SBOM")
 *
 * Namespaces of the system are kube-system and all others that begin with `kube-`, those of well-known add-ons, and those
 * that the provider names as his. Images are known by the digest that the node reports; where it reports none of a registry
 * (an image that was loaded by hand), or the bill has only the name, by name and tag, which is told: a tag can be moved. A
 * bill that has the same name and tag under another digest may be of another image, or of this one: nodes report the digest of
 * an index, and tools that of one platform's image in it. Without the registry nobody can tell, so that is open. What is not seen (namespaces that may not be
 * listed, a control plane that runs elsewhere) is open, or not judged where nothing tells that it is there.
 */
export const kaasCompleteCheck = check({
  id: 'scs-0008-kaas-complete',
  title: 'Every image that runs in the namespaces of the system is in a bill of materials',
  section: 'scs-0008-v1#security',
  needs: { sboms, systemImages },
  judge({ sboms, systemImages: { namespaces, images, hidden } }) {
    const bills = sboms?.filter(({ layer }) => layer !== 'iaas') ?? []
    if (bills.length === 0) return noBill
    const listed = imagesIn(bills)
    const looks = images.map((image) => look(image, listed))
    const violations = looks.flatMap(({ violation }) => violation ?? [])
    const open = looks.flatMap((one) => one.open ?? [])
    const notes = [
      `looked at in namespaces ${namespaces.join(', ') || 'none'}`,
      ...looks.flatMap(({ note }) => note ?? []),
      ...hidden,
    ]
    const finding = { examined: images.map(({ image }) => `image ${image}`), violations, notes }
    if (violations.length > 0) return { ...finding, notes: [...notes, ...open] }
    const [message] = hidden
    if (message !== undefined)
      return { ...finding, notes: [...notes, ...open], undecided: { kind: 'forbidden', message } }
    if (open.length > 0) return { ...finding, undecided: { kind: 'dependency', message: open.join('; ') } }
    if (images.length > 0) return finding
    const nothing = `no pod runs in ${namespaces.join(', ') || 'the namespaces of the system'} that this user can see, so there is nothing to hold the bill against`
    return { ...finding, undecided: { kind: 'dependency', message: nothing } }
  },
})

function look(
  { image, imageId, pods }: SystemImage,
  listed: SbomImages,
): { readonly violation?: Violation; readonly open?: string; readonly note?: string } {
  const reported = /@(sha256:[0-9a-f]{64})$/i.exec(imageId)?.[1]?.toLowerCase()
  const local = /(sha256:[0-9a-f]{64})$/i.exec(imageId)?.[1]?.toLowerCase()
  if (local !== undefined && listed.digests.has(local)) return {}
  const named = listed.byName.get(keyOf(image) ?? '')
  const others = [...(named ?? [])]
  const where = `it runs in ${pods.join(', ')}`
  const subject = `image ${image}`
  const remedy = 'have the bill made of what runs, with the digests that kubectl shows as imageID'
  if (!named) {
    const digest = reported === undefined ? '' : ` (${reported})`
    return {
      violation: {
        subject,
        expected: 'it is in a bill of materials',
        actual: `it is in none${digest}; ${where}`,
        remedy,
      },
    }
  }
  if (reported !== undefined && others.length > 0) {
    const open = `${subject} runs as ${reported}, and the bill has ${others.join(', ')}, which is another image or that of one platform; list the digest that kubectl shows as imageID; ${where}`
    return { open }
  }
  const why = reported === undefined ? 'the node reports no digest of a registry' : 'the bill has no digest'
  return { note: `${image} is known by name and tag only, since ${why}` }
}
