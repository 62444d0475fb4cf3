import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { loadScope } from './standards.ts'

const folder = t.testdir()

const official = `name: SCS-open KaaS
uuid: 3f2a1b9c-6a4e-4d0e-9a0b-0c7f3c1d2e4f
url: https://example.org/scope.yaml
prerequisite: { name: anything }
variables:
  - kubeconfig
  - execution_mode: parallel
scripts:
  - executable: ./check.py
    args: -k {kubeconfig} {testcases}
    env: { A: b }
    testcases:
      - id: scs-0999-one
        lifetime: day
        section: heavy
        description: >-
          The cluster
          is fine.
        url: https://example.org/notes
      - id: version-policy-check
  - testcases:
      - id: scs-0999-by-hand
      - id: scs-0999-nowhere
modules:
  - id: scs-0999-v1
    name: Fine clusters
    url: https://example.org/scs-0999-v1
    parameters: { list: a file }
    targets:
      preview: [scs-0999-by-hand]
      main: [version-policy-check, scs-0999-one]
  - id: empty
versions:
  - version: v2
    include: [{ ref: scs-0999-v1, parameters: { list: x } }, empty]
  - version: v1
    stabilized_at: 2025-01-01
    include: [empty]
timeline:
  - date: 2025-01-01
    versions: { v1: effective, v2: draft }
`

const own = `id: my-scope
uuid: 3f2a1b9c-6a4e-4d0e-9a0b-0c7f3c1d2e4f
name: My scope
url: https://example.org/scope
level: open
layer: iaas
testcases:
  - scs-0100-syntax-check
  - { id: my-check, description: My cloud is fine., lifetime: quarter, manual: true }
modules:
  - { id: naming, standard: scs-0100-v3, targets: { main: [scs-0100-syntax-check] } }
  - { id: mine, name: My standard, url: 'https://example.org/mine', targets: { recommended: [my-check] } }
versions:
  - { version: v1, stabilizedAt: 2025-01-01, include: [mine, naming] }
timeline:
  - { date: 2025-01-01, versions: { v1: warn } }
`

t.test('an official file is taken as it is', async (t) => {
  const scope = await load(official)
  t.match(scope, { id: 'scs-open-kaas', level: 'open', layer: 'kaas', name: 'SCS-open KaaS' })
  t.same(scope.testcases[0], {
    id: 'scs-0999-one',
    description: 'The cluster is fine.',
    testNotesUrl: 'https://example.org/notes',
    lifetime: 'day',
    section: 'heavy',
    manual: false,
    standard: { id: 'scs-0999-v1', title: 'Fine clusters', url: 'https://example.org/scs-0999-v1' },
  })
  t.match(scope.testcases[1], { id: 'version-policy-check', standard: { id: 'scs-0210-v2' }, lifetime: 'week' })
  t.match(scope.testcases[2], { id: 'scs-0999-by-hand', description: 'scs-0999-by-hand', manual: true })
  t.match(scope.testcases[3], {
    standard: { id: 'scs-open-kaas', title: 'SCS-open KaaS', url: 'https://example.org/scope.yaml' },
  })
  t.same(scope.versions, [
    { version: 'v2', targets: { main: ['scs-0999-one', 'version-policy-check'], preview: ['scs-0999-by-hand'] } },
    { version: 'v1', stabilizedAt: '2025-01-01', targets: {} },
  ])
})

t.test('a file in our format may bring standards of its own', async (t) => {
  const scope = await load(own)
  t.match(scope, {
    id: 'my-scope',
    level: 'open',
    layer: 'iaas',
    timeline: [{ date: '2025-01-01', versions: { v1: 'warn' } }],
  })
  t.match(scope.testcases[0], { description: /SCS-/, lifetime: 'week', manual: false, standard: { id: 'scs-0100-v3' } })
  t.same(scope.testcases[1], {
    id: 'my-check',
    description: 'My cloud is fine.',
    lifetime: 'quarter',
    section: 'light',
    manual: true,
    standard: { id: 'mine', title: 'My standard', url: 'https://example.org/mine' },
  })
})

t.test('what is wrong is told with its place in the file', async (t) => {
  const refuses = async (text: string, sentence: RegExp) =>
    t.rejects(load(text), { name: 'UsageError', message: sentence })
  await refuses(
    official.replace('SCS-open KaaS', 'Fine'),
    /:1: name: "Fine" names no level .* and no layer \(IaaS or KaaS\)$/,
  )
  await refuses(official.replace('SCS-open KaaS', 'SCS-open'), /:1: name: "SCS-open" names no layer \(IaaS or KaaS\)$/)
  await refuses(
    official.replace('lifetime: day', 'lifetimme: day'),
    /:14: scripts\[0\]\.testcases\[0\]\.lifetimme: unknown key/,
  )
  await refuses(
    official.replace('nowhere', 'one'),
    /:23: scripts\[1\]\.testcases\[1\]\.id: the testcase scs-0999-one is/,
  )
  await refuses(
    official.replace('{ ref: scs-0999-v1', '{ ref: nothing'),
    /:35: versions\[0\]\.include\[0\]: there is no module/,
  )
  await refuses(
    official.replace('{ ref: scs-0999-v1', '{ rev: nothing'),
    /include\[0\]\.rev: unknown key \(did you mean ref\?\)/,
  )
  await refuses(own.replace('standard: scs-0100-v3, ', ''), /:11: modules\[0\]: the key standard is missing$/)
  await refuses(
    own.replace('level: open', 'level: opem'),
    /:5: level: must be one of compatible, open, sovereign, not "opem"/,
  )
  await refuses('a: 1\n', /:1: a: unknown key; known are uuid, name, /)
})

async function load(text: string) {
  const file = join(folder, 'scope.yaml')
  writeFileSync(file, text)
  return loadScope(file)
}
