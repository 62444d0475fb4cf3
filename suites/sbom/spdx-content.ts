import { componentList, type FoundComponent } from './component-list.ts'
import type { Content } from './content.ts'
import { checkedVersion } from './versions.ts'

/** What an SPDX document holds, in whichever form it was written. */
export interface SpdxDocument {
  /** `SPDX-2.3` */
  readonly version: string
  /** Of the document. */
  readonly name: string | undefined
  readonly createdAt: string | null
  /** `Tool: syft-1.4.1`, `Organization: …` */
  readonly creators: readonly string[]
  /** SPDXIDs that the document describes. */
  readonly described: readonly string[]
  readonly packages: readonly { readonly ref: string; readonly found: FoundComponent }[]
  /** By `LicenseRef-…`. */
  readonly licenceNames: ReadonlyMap<string, string>
}

/** Where the document describes one package and has others, that one is what they are the components of. */
export function spdxContent(file: string, document: SpdxDocument): Content {
  const { version, name, createdAt, creators, described, packages, licenceNames } = document
  const list = componentList(file)
  const roots = new Set(described)
  const root = packages.filter(({ ref }) => roots.has(ref))
  const subject = root.length === 1 && packages.length > 1 ? root[0] : undefined
  for (const one of packages) if (one !== subject) list.add(one.found)
  const named = new Set(
    packages.flatMap(({ found }) =>
      (found.licences ?? []).flatMap((claim) =>
        'expression' in claim ? (claim.expression.match(/LicenseRef-[\w.-]+/g) ?? []) : [],
      ),
    ),
  )
  return {
    format: checkedVersion(file, 'spdxVersion', 'SPDX', version.replace(/^SPDX-/, '')),
    createdAt,
    tools: creators.flatMap((creator) => /^Tool:\s*(.+)$/.exec(creator)?.[1] ?? []),
    about: root.length === 1 ? (root[0]?.found.name ?? null) : name || null,
    subject: subject ? list.make(subject.found) : null,
    components: list.components,
    licenceRefs: Object.fromEntries(
      [...licenceNames].filter(([id]) => named.has(id)).toSorted(([one], [other]) => (one < other ? -1 : 1)),
    ),
  }
}
