import { fact, type Fact } from '../../src/fact.ts'
import { provider } from '../../src/provider/facts.ts'
import { shownPath } from '../../src/provider/handed-in.ts'
import { readVulnerabilityDocument } from './import/read-document.ts'
import { together, type KnownVulnerabilities } from './known-vulnerabilities.ts'

/** What the provider says of vulnerabilities in what it runs; null where it hands in nothing about them. */
export const knownVulnerabilities: Fact<KnownVulnerabilities | null> = fact({
  name: 'known vulnerabilities',
  needs: { provider },
  async load({ provider }) {
    if (!provider || provider.vulnerabilities.length === 0) return null
    const read = provider.vulnerabilities.map((path) => readVulnerabilityDocument(path, shownPath(provider, path)))
    return together(await Promise.all(read))
  },
})
