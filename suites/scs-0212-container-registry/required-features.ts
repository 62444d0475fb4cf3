import { check, type Finding } from '../../src/check.ts'
import { registryFeatures } from './facts.ts'
import { features } from './features.ts'
import { notGiven } from './not-given.ts'

/**
 * Clause (SHOULD): the registry has the majority of the features that the standard calls required.
 *
 * Seen in the API of Harbor, the one kind of registry that can be asked. More than half of the features: PASS, with the
 * others as a note. Otherwise they may be there without showing, so it takes an attestation; to be without some is no
 * violation.
 */
export const requiredFeatures = check({
  id: 'scs-0212-required-features',
  title: 'The container registry has most of the required features (recommended)',
  section: 'scs-0212-v1#standard',
  needs: { registryFeatures },
  judge({ registryFeatures }): Finding {
    if (!registryFeatures) return notGiven
    const { url, kind, seen } = registryFeatures
    const names = Object.keys(features)
    const unseen = names.filter((name) => !seen.some((feature) => feature === name)).join(', ')
    const examined = seen.map((feature) => `${feature} (${kind})`)
    const notes = [`not seen from outside: ${unseen}`]
    if (seen.length * 2 > names.length) return { examined, violations: [], notes }
    const message = kind
      ? `the API of ${url} shows only ${seen.length} of ${names.length} features; have the others attested`
      : `${url} is no Harbor, and no other kind of registry can be asked for its features; have them attested`
    return { examined, violations: [], notes, undecided: { kind: 'manual', message } }
  },
})
