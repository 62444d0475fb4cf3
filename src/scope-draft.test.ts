import t from 'tap'
import { makeScope, type ScopeDraft } from './scope-draft.ts'
import type { Standard } from './standard.ts'
import { UsageError } from './usage-error.ts'
import { showPath, type SourceDocument } from './yaml-document.ts'

const document: SourceDocument = {
  file: 'scope.yaml',
  digest: 'sha256:00',
  data: {},
  error: (path, wrong) => new UsageError(`${showPath(path)}: ${wrong}`),
}

const standards: readonly Standard[] = [
  {
    id: 'scs-0100',
    title: 'Flavor naming',
    versions: [{ version: 'v3', status: 'stable', url: 'https://docs.example/v3' }],
    sections: [
      {
        anchors: { v3: 'proposal' },
        rationale: 'R.',
        remedy: 'R.',
        testcases: [{ id: 'syntax', description: 'Names parse.' }],
      },
    ],
  },
]

const draft: ScopeDraft = {
  head: { id: 'mine', uuid: 'u', name: 'My scope', url: 'https://example.org/scope', level: 'open', layer: 'iaas' },
  sources: [],
  testcases: [
    { id: 'syntax', at: ['testcases', 0] },
    { id: 'semantics', lifetime: 'day', section: 'heavy', manual: true, at: ['testcases', 1] },
    { id: 'fine', description: 'All is fine.', testNotesUrl: 'https://example.org/notes', at: ['testcases', 2] },
    { id: 'loose', at: ['testcases', 3] },
  ],
  modules: [
    {
      id: 'fineness',
      name: 'Fineness',
      url: 'https://example.org/fine',
      targets: { preview: ['fine'], main: ['fine'] },
    },
    { id: 'naming', standard: 'scs-0100-v3', targets: { main: ['semantics', 'syntax'] } },
  ],
  versions: [
    { version: 'v2', include: ['fineness', 'naming'] },
    { version: 'v1', stabilizedAt: '2025-01-01', include: ['naming'] },
  ],
  timeline: [{ date: '2025-01-01', versions: { v1: 'effective' } }],
}

t.test('what a testcase is founded on names sources of the scope; a proposal is in force on no day', (t) => {
  const source = { id: 'minutes', document: 'Minutes', url: 'https://example.org/minutes', says: 'It is so.' }
  const grounds = { basis: 'level', decidedBy: ['file'], handedIn: ['sboms'], why: 'It is so.' } as const
  const founded = (sources: readonly string[]): ScopeDraft => {
    return { ...draft, sources: [source], testcases: draft.testcases.map((one) => ({ ...one, ...grounds, sources })) }
  }
  t.match(makeScope(founded(['minutes']), document, standards).testcases[0], {
    grounds: { ...grounds, sources: [source] },
  })
  t.throws(() => makeScope(founded(['minute']), document, standards), {
    message: 'testcases[0].sources[0]: there is no source minute (did you mean minutes?)',
  })
  const proposal = (validity: 'draft' | 'effective'): ScopeDraft => {
    const timeline = [{ date: '2025-01-01', versions: { v2: 'draft', v1: validity } as const }]
    return { ...draft, head: { ...draft.head, proposal: true }, timeline }
  }
  t.match(makeScope(proposal('draft'), document, standards), { proposal: true })
  t.throws(() => makeScope(proposal('effective'), document, standards), {
    message: 'timeline[0].versions.v1: a proposal is in force on no day; write draft',
  })
  t.end()
})

t.test(
  'what a scope does not say of a testcase comes from the standards, then from its module, then from the scope',
  (t) => {
    const rest = { lifetime: 'week', section: 'light', manual: false }
    t.same(makeScope(draft, document, standards).testcases, [
      {
        id: 'syntax',
        description: 'Names parse.',
        remedy: 'R.',
        ...rest,
        standard: { id: 'scs-0100-v3', title: 'Flavor naming', url: 'https://docs.example/v3#proposal' },
      },
      {
        id: 'semantics',
        description: 'semantics',
        lifetime: 'day',
        section: 'heavy',
        manual: true,
        standard: { id: 'scs-0100-v3', title: 'Flavor naming', url: 'https://docs.example/v3' },
      },
      {
        id: 'fine',
        description: 'All is fine.',
        testNotesUrl: 'https://example.org/notes',
        ...rest,
        standard: { id: 'fineness', title: 'Fineness', url: 'https://example.org/fine' },
      },
      {
        id: 'loose',
        description: 'loose',
        ...rest,
        standard: { id: 'mine', title: 'My scope', url: 'https://example.org/scope' },
      },
    ])
    t.end()
  },
)

t.test('a version holds the testcases of its modules, in the order of the scope', (t) => {
  t.same(makeScope(draft, document, standards).versions, [
    { version: 'v2', targets: { main: ['syntax', 'semantics', 'fine'], preview: ['fine'] } },
    { version: 'v1', stabilizedAt: '2025-01-01', targets: { main: ['syntax', 'semantics'] } },
  ])
  t.end()
})

const [one, two] = draft.testcases
const [, naming] = draft.modules
const refused: Record<string, [Partial<ScopeDraft>, string]> = {
  'an unknown testcase': [
    { testcases: draft.testcases.slice(1) },
    'modules[1].targets.main[1]: there is no testcase syntax',
  ],
  'an unknown module': [
    { versions: [{ version: 'v1', include: ['namign'] }] },
    'versions[0].include[0]: there is no module namign (did you mean naming?)',
  ],
  'an unknown version': [
    { timeline: [{ date: '2025-01-01', versions: { v3: 'warn' } }] },
    'timeline[0].versions.v3: there is no version v3 (did you mean v2?)',
  ],
  'an unknown standard': [
    { modules: [{ id: 'naming', standard: 'scs-0100-v7', targets: {} }] },
    'modules[0].standard: there is no standard scs-0100-v7 (did you mean scs-0100-v3?)',
  ],
  'a testcase twice': [
    { testcases: [one, two, one].flatMap((testcase) => testcase ?? []) },
    'testcases[0]: the testcase syntax is there twice',
  ],
  'a module twice': [
    { modules: [naming, naming].flatMap((module) => module ?? []) },
    'modules[1].id: the module naming is there twice',
  ],
  'a version twice': [
    {
      versions: [
        { version: 'v1', include: [] },
        { version: 'v1', include: [] },
      ],
    },
    'versions[1].version: the version v1 is there twice',
  ],
  'a date twice': [
    { timeline: [...draft.timeline, ...draft.timeline] },
    'timeline[1].date: the date 2025-01-01 is there twice',
  ],
  'a name that every object has': [
    { versions: [{ version: 'v1', include: ['constructor'] }] },
    'versions[0].include[0]: there is no module constructor',
  ],
}

for (const [what, [change, message]] of Object.entries(refused)) {
  t.test(`refuses ${what}`, (t) => {
    t.throws(() => makeScope({ ...draft, ...change }, document, standards), { name: 'UsageError', message })
    t.end()
  })
}
