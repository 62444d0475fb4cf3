import type { Layer, Level, Target } from './report.ts'
import type { Grounds, Scope, ScopeSource, ScopeTestcase } from './scope.ts'
import { standardOf, type Standard } from './standard.ts'

/**
 * The text of docs/levels.md: the ladder, what is official in it and what is a proposal, and each requirement of the proposals.
 * Made of the scopes and standards; a test holds the file to it.
 */
export function renderLevels(scopes: readonly Scope[], standards: readonly Standard[]): string {
  const proposals = scopes.filter(({ proposal }) => proposal)
  const official = scopes.filter(({ proposal }) => !proposal)
  return `${[
    '<!-- Made from standards/ by src/levels-page.ts: npm run golden. Do not edit. -->',
    '# The levels: SCS-compatible, SCS-open, SCS-sovereign',
    intro,
    table(['Scope', 'State', 'Version', 'Main', 'Recommended'], scopes.map(scopeRow)),
    '## What is official, and what is not',
    officialPart,
    basisPart,
    '## SCS-compatible',
    'The cloud or cluster behaves as the standards say, so that its users can change the provider. Both scopes are official, with their uuids, versions and timelines; what this tool adds to them is in target `preview` and decides nothing.',
    ...official.flatMap(compatiblePart),
    ...(['open', 'sovereign'] as const).flatMap((level) => levelPart(level, proposals, standards)),
    '## What is left out, and why',
    leftOut,
    '## Questions to the standardisation body',
    questions,
    '## Sources',
    'What each says, in our words; what counts is the source.',
    table(['Id', 'Source', 'What it says'], sourcesOf(proposals).map(sourceRow)),
  ].join('\n\n')}\n`
}

const layerNames = { iaas: 'IaaS', kaas: 'KaaS' } as const satisfies Record<Layer, string>

const intro = `SCS knows three levels on two layers. Each level builds on the one below of the same layer, and answers to one ability of whoever
uses it:

1. SCS-compatible: to choose, and change, the provider.
2. SCS-open: to shape the technology.
3. SCS-sovereign: to operate it, with transparency and skills.

The first is formalised and certified by the Forum SCS-Standards. **The other two have not been formalised by anyone; what stands
here of them is a draft proposal of this project.** It is meant to be read, tried, criticised and taken over by the
standardisation body. A run tells how far a subject is from the proposals; it never says that SCS-open or SCS-sovereign is reached.

\`\`\`sh
scs-conformance plan --level sovereign
\`\`\``

const officialPart = `| | |
|---|---|
| Official | The scopes of SCS-compatible, and the rules for certificates of that level, which are to be extended when the others become relevant ([scs-0004-v1](https://docs.scs.community/standards/scs-0004-v1-achieving-certification#related-documents)). That there are to be three levels on two layers is published, in the documentation and in a draft of scs-0003. |
| Said in public | What SCS-open and SCS-sovereign stand for, and some of what they are to take: in drafts, minutes and pull requests, each linked below. Nobody is bound by these. That nobody has formalised them is said there too, and asked for in [issue 1066](https://github.com/SovereignCloudStack/standards/issues/1066) of the standards. |
| Our proposal | The four scopes, their testcases, what of it is main and what recommended, and every number that no source has. |

A scope that is a proposal says so in its name; its only version, \`proposal-1\`, is a draft on every day, and a draft gives no level
(scs-0003): reports, pages, score cards and badges show it as what it is.`

const bases = {
  level: 'a public document names it for this level',
  document: 'a public document has it; that it belongs to this level is our reading',
  proposal: 'our proposal',
} as const satisfies Record<Grounds['basis'], string>

const basisPart = `How firmly each requirement stands is told beside it:

${Object.values(bases)
  .map((basis) => `- ${basis}`)
  .join('\n')}`

const leftOut = `- scs-0401 chooses the language and database of the reference implementation of the status page: nothing a provider has to do.
- scs-0402 secures writing to the status page by a proxy; a tool that only reads cannot see it, and \`scs-0400-hosting\` asks a person.
- scs-0403 speaks of KaaS; observability of IaaS is not mandatory in it, so SCS-sovereign IaaS asks for none.
- scs-0410 to 0412 speak of IaaS, and scs-0414 counts tenants by projects of OpenStack, so SCS-sovereign KaaS asks for neither.
- scs-0302 and scs-0300 are about Keystone, so they are asked of IaaS only.
- That security fixes are installed in time (\`scs-0124-security-updates\`) belongs to SCS-compatible by the minutes of 2024-10-02, where it is in preview.
- Activity, adoption and the risk of a lock-in of each project (scs-0008) are judgements, not propositions that a testcase could decide.
- Compliance with law, such as the GDPR, is certified by others.`

const questions = `What the sources leave open, and this proposal has had to decide:

1. Does SCS-open ask the same of KaaS as of IaaS? The minutes on SBOMs are of the IaaS team; the definition of the level knows no layer. Here it does.
2. Must releases be maintained upstream? scs-0124 lets a provider mend older ones itself, so here it is recommended.
3. Are the reaction times of C5 a must, as the draft of scs-0124 has them, or a recommendation, as the minutes of 2024-10-23 have it? Here the latter.
4. May a status page need a login? scs-0400 lets it on premises, so here a public one is recommended only.
5. Do domain managers (scs-0302) and federation (scs-0300) belong to SCS-sovereign? scs-0501 lists scs-0302 in SCS-compatible, where its testcases decide nothing yet. Here both decide at SCS-sovereign, since a customer who manages the own identities depends less on the provider.
6. Which ages, spans and shares are right? All of them are ours: 92 days for an SBOM; 90 days of incidents and tests, a day between updates of an incident; 30 days of availability; 5 DNF in 100; results of a health monitor within a day; a release candidate within a year; 5 of 10 points of a scorecard; 180 days of root causes; which runbooks, and how much sharing is enough.
7. How is a release candidate shown to be tested, and by how many providers?
8. In which form are the scopes to be laid down? Since July 2026 scopes are documents of a track of their own (scs-0500, 0501, 0502); what is here would become four more of these.`

function scopeRow({ name, proposal, versions }: Scope): readonly string[] {
  const version = newest(versions)
  const count = (target: Target) => String(version?.targets[target]?.length ?? 0)
  return [name, proposal ? 'draft proposal' : 'official', version?.version ?? '', count('main'), count('recommended')]
}

/** The version that was stabilized last; of a proposal, its only one. */
function newest(versions: Scope['versions']): Scope['versions'][number] | undefined {
  return versions.toSorted((one, other) => (other.stabilizedAt ?? '').localeCompare(one.stabilizedAt ?? ''))[0]
}

function compatiblePart({ name, url, testcases, versions }: Scope): readonly string[] {
  const version = newest(versions)
  const main = new Set(version?.targets.main)
  const decisive = testcases.filter(({ id }) => main.has(id))
  const byStandard = [...Map.groupBy(decisive, ({ standard }) => standard.id)].flatMap(([id, its]) => {
    const [first] = its
    return first ? [[link(id, first.standard.url.replace(/#.*/, '')), first.standard.title, String(its.length)]] : []
  })
  return [
    `### ${name} ${version?.version ?? ''}`.trim(),
    `What decides, by standard (${link('the official scope file', url)}):`,
    table(['Standard', 'Title', 'Testcases'], byStandard),
  ]
}

const about = {
  open: 'The ability to shape the technology: the complete stack is open source, made in the open, and known down to its components; whoever uses it can study, change, pass on and influence it.',
  sovereign:
    'Transparency and skills of operation: how the cloud does is seen by its users, what went wrong is told, customers manage their own identities, and what operation takes is written down and shared.',
} as const satisfies Partial<Record<Level, string>>

function levelPart(
  level: keyof typeof about,
  proposals: readonly Scope[],
  standards: readonly Standard[],
): readonly string[] {
  const scopes = proposals.filter((scope) => scope.level === level)
  const ids = [...new Set(scopes.flatMap(({ testcases }) => testcases.map(({ id }) => id)))]
  const demands = ids.map((id) => demandOf(id, scopes))
  return [
    `## SCS-${level} (draft proposal)`,
    about[level],
    `Needs ${scopes.map(({ layer, prerequisite }) => `\`${prerequisite}\` on ${layerNames[layer]}`).join(', ')}.`,
    ...(['main', 'recommended'] as const).flatMap((target) => [
      `### SCS-${level}: ${target === 'main' ? 'main, what decides' : 'recommended, decides nothing'}`,
      ...demands.filter((demand) => demand.target === target).flatMap((demand) => demandPart(demand, standards)),
    ]),
  ]
}

/** A requirement, on one layer or both. */
interface Demand {
  readonly testcase: ScopeTestcase
  readonly target: Target
  readonly layers: readonly Layer[]
}

function demandOf(id: string, scopes: readonly Scope[]): Demand {
  const having = scopes.filter(({ testcases }) => testcases.some((one) => one.id === id))
  const testcase = having[0]?.testcases.find((one) => one.id === id)
  const targets = having[0]?.versions[0]?.targets ?? {}
  const target = (['main', 'recommended', 'preview'] as const).find((name) => targets[name]?.includes(id))
  if (!testcase || !target) throw new Error(`no version of the proposals names ${id}`)
  return { testcase, target, layers: having.map(({ layer }) => layer) }
}

function demandPart({ testcase, layers }: Demand, standards: readonly Standard[]): readonly string[] {
  const { id, description, grounds, remedy, standard } = testcase
  if (!grounds) throw new Error(`${id} is founded on nothing`)
  const known = standardOf(standards, id)
  const questions = known?.questions ?? []
  return [
    `#### ${id} (${layers.map((layer) => layerNames[layer]).join(', ')})`,
    description,
    [
      `- Standing: ${bases[grounds.basis]}.`,
      `- Sources: ${grounds.sources.map(({ document, url }) => link(document, url)).join('; ')}.`,
      `- Why here: ${grounds.why}`,
      `- Decided: ${decided(grounds)}${known ? ` Testcase of ${link(standard.id, standard.url)}.` : ''}`,
      `- Remedy: ${remedy ?? 'comes with its check.'}`,
      ...(questions.length > 0 ? ['- The attestation answers:', ...questions.map((one) => `  - ${one}`)] : []),
    ].join('\n'),
  ]
}

function decided({ decidedBy, handedIn }: Grounds): string {
  const keys = handedIn.map((key) => `\`${key}\``).join(', ')
  const named = `${keys} of the [provider file](provider-file.md)`
  const isProbed = decidedBy.includes('probe')
  if (decidedBy.includes('file'))
    return `by files that are handed in (${named})${isProbed ? ', held against what runs' : ''}.`
  if (isProbed) return keys === '' ? 'by asking the cloud or cluster.' : `by asking the place that is named (${named}).`
  return 'by the signed word of a person (`scs-conformance attest new`).'
}

function sourcesOf(scopes: readonly { readonly sources?: readonly ScopeSource[] }[]): readonly ScopeSource[] {
  return [
    ...new Map(scopes.flatMap(({ sources = [] }) => sources.map((source) => [source.id, source] as const))).values(),
  ]
}

function sourceRow({ id, document, url, says }: ScopeSource): readonly string[] {
  return [`\`${id}\``, link(document, url), says]
}

function link(text: string, url: string): string {
  return `[${text}](${url.replaceAll(')', '%29')})`
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n')
}
