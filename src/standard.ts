/** A standard (scs-XXXX) and the testcases it gives rise to, as standards/*.yaml tells it. */
export interface Standard {
  /** `scs-0100` */
  readonly id: string
  readonly title: string
  readonly testNotesUrl?: string
  /** Newest first. */
  readonly versions: readonly StandardVersion[]
  readonly sections: readonly StandardSection[]
}

export interface StandardVersion {
  /** As in the document's name: `v3`. */
  readonly version: string
  /** As in the document's text, where that differs: `v3.1`. */
  readonly revision?: string
  readonly status: 'draft' | 'stable' | 'deprecated'
  /** YYYY-MM-DD */
  readonly stabilizedAt?: string
  /** YYYY-MM-DD */
  readonly deprecatedAt?: string
  readonly url: string
}

/** A section of the standard's text, with the testcases that come from it. */
export interface StandardSection {
  /** By version, the anchor of the heading; versions without this section are absent. */
  readonly anchors: Readonly<Record<string, string>>
  readonly testNotesUrl?: string
  /** Why the standard asks for it; of each testcase that has none of its own. */
  readonly rationale: string
  /** What an operator does about a violation; of each testcase that has none of its own. */
  readonly remedy: string
  readonly testcases: readonly StandardTestcase[]
}

export interface StandardTestcase {
  readonly id: string
  readonly description: string
  readonly rationale?: string
  readonly remedy?: string
  /** What an attestation of it has to answer; absent where a tool decides. */
  readonly questions?: readonly string[]
}

/** All that the standards know of one testcase. */
export interface TestcaseKnowledge extends Required<StandardTestcase> {
  /** The document, and the link to the section as deep as is known. */
  readonly standard: { readonly id: string; readonly title: string; readonly url: string }
  readonly testNotesUrl?: string
}

/** What the standards know of a testcase; the newest stable version speaks, else the newest. */
export function standardOf(standards: readonly Standard[], testcaseId: string): TestcaseKnowledge | undefined {
  for (const standard of standards) {
    for (const section of standard.sections) {
      const testcase = section.testcases.find(({ id }) => id === testcaseId)
      if (testcase) return knowledge(standard, section, testcase)
    }
  }
  return undefined
}

/** A document by its name, `scs-0100-v3`; also by the revision in its text, `scs-0100-v3.1`. */
export function standardNamed(standards: readonly Standard[], name: string): TestcaseKnowledge['standard'] | undefined {
  for (const standard of standards) {
    const version = versionNamed(standard, name)
    if (version) return { id: `${standard.id}-${version.version}`, title: standard.title, url: version.url }
  }
  return undefined
}

/** The URL behind a check's `section`, `scs-0100-v3.1#complete-proposal`; undefined where no standard has it. */
export function sectionUrl(standards: readonly Standard[], section: string): string | undefined {
  const [name = '', anchor = ''] = section.split('#')
  for (const standard of standards) {
    const version = versionNamed(standard, name)
    if (!version) continue
    const isThere = standard.sections.some(({ anchors }) => anchors[version.version] === anchor)
    return isThere ? `${version.url}#${anchor}` : undefined
  }
  return undefined
}

function versionNamed({ id, versions }: Standard, name: string): StandardVersion | undefined {
  return versions.find(({ version, revision = version }) => [`${id}-${version}`, `${id}-${revision}`].includes(name))
}

function knowledge(standard: Standard, section: StandardSection, testcase: StandardTestcase): TestcaseKnowledge {
  const versions = standard.versions.filter(({ version }) => Object.hasOwn(section.anchors, version))
  const version = versions.find(({ status }) => status === 'stable') ?? versions[0]
  const testNotesUrl = section.testNotesUrl ?? standard.testNotesUrl
  return {
    id: testcase.id,
    description: testcase.description,
    rationale: testcase.rationale ?? section.rationale,
    remedy: testcase.remedy ?? section.remedy,
    questions: testcase.questions ?? [],
    standard: {
      id: version ? `${standard.id}-${version.version}` : standard.id,
      title: standard.title,
      url: version ? `${version.url}#${section.anchors[version.version]}` : '',
    },
    ...(testNotesUrl ? { testNotesUrl } : {}),
  }
}
