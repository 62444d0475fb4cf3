import { fact, type Fact } from '../../src/fact.ts'
import { provider } from '../../src/provider/facts.ts'
import { shownPath } from '../../src/provider/handed-in.ts'
import type { Sbom } from '../sbom/model.ts'

/**
 * The bills of materials that the provider hands in, read one after the other; null where there are none. One that cannot be
 * read leaves all of them unread: what is not in the others may be in that one.
 */
export const sboms: Fact<readonly Sbom[] | null> = fact({
  name: 'bills of materials',
  needs: { provider },
  timeoutMs: 120_000,
  async load({ provider }, { signal }) {
    if (!provider || provider.sboms.length === 0) return null
    const { readSbom } = await import('../sbom/read-sbom.ts') // parsers that most runs do without
    const read: Sbom[] = []
    for (const { file, layer = null } of provider.sboms) {
      read.push(await readSbom({ path: file, name: shownPath(provider, file), layer }, signal))
    }
    return read
  },
})
