import t from 'tap'
import { sectionUrl, standardNamed, standardOf, type Standard } from './standard.ts'
import { findStandard, loadStandards } from './standards.ts'

const naming: Standard = {
  id: 'scs-0100',
  title: 'Flavor naming',
  testNotesUrl: 'https://docs.example/w1#automated-tests',
  versions: [
    { version: 'v4', status: 'draft', url: 'https://docs.example/v4' },
    { version: 'v3', revision: 'v3.1', status: 'stable', stabilizedAt: '2023-06-14', url: 'https://docs.example/v3' },
    { version: 'v2', status: 'deprecated', url: 'https://docs.example/v2' },
  ],
  sections: [
    {
      anchors: { v4: 'grammar', v3: 'proposal' },
      rationale: 'Names tell.',
      remedy: 'Rename it.',
      testcases: [{ id: 'scs-0100-syntax-check', description: 'Every name parses.' }],
    },
    {
      anchors: { v4: 'truth' },
      testNotesUrl: 'https://docs.example/w1#manual-tests',
      rationale: 'Names promise.',
      remedy: 'Keep it.',
      testcases: [{ id: 'scs-0100-semantics-check', description: 'Every name is true.', remedy: 'Recreate it.' }],
    },
  ],
}

t.test('the newest stable version with the section speaks of a testcase', (t) => {
  t.same(standardOf([naming], 'scs-0100-syntax-check'), {
    id: 'scs-0100-syntax-check',
    description: 'Every name parses.',
    rationale: 'Names tell.',
    remedy: 'Rename it.',
    questions: [],
    standard: { id: 'scs-0100-v3', title: 'Flavor naming', url: 'https://docs.example/v3#proposal' },
    testNotesUrl: 'https://docs.example/w1#automated-tests',
  })
  t.end()
})

t.test('without a stable version the newest speaks; a testcase has the last word over its section', (t) => {
  t.match(standardOf([naming], 'scs-0100-semantics-check'), {
    rationale: 'Names promise.',
    remedy: 'Recreate it.',
    standard: { id: 'scs-0100-v4', url: 'https://docs.example/v4#truth' },
    testNotesUrl: 'https://docs.example/w1#manual-tests',
  })
  t.equal(standardOf([naming], 'scs-0100-other'), undefined)
  t.end()
})

t.test('a document is found by its name and by the revision in its text', (t) => {
  t.match(standardNamed([naming], 'scs-0100-v3'), { id: 'scs-0100-v3', url: 'https://docs.example/v3' })
  t.match(standardNamed([naming], 'scs-0100-v3.1'), { id: 'scs-0100-v3' })
  t.equal(standardNamed([naming], 'scs-0100-v9'), undefined)
  t.equal(standardNamed([naming], 'scs-0100-undefined'), undefined)
  t.end()
})

t.test('the section of a check leads to the heading, or nowhere', (t) => {
  t.equal(sectionUrl([naming], 'scs-0100-v3.1#proposal'), 'https://docs.example/v3#proposal')
  t.equal(sectionUrl([naming], 'scs-0100-v4#grammar'), 'https://docs.example/v4#grammar')
  t.equal(sectionUrl([naming], 'scs-0100-v3#grammar'), undefined)
  t.equal(sectionUrl([naming], 'scs-0101-v1#proposal'), undefined)
  t.end()
})

const standards = await loadStandards()

t.test('bundled testcases have one home each, and sections speak of versions that exist', (t) => {
  const ids = standards.flatMap(({ sections }) => sections.flatMap(({ testcases }) => testcases.map(({ id }) => id)))
  t.same(ids.toSorted(), [...new Set(ids)].toSorted())
  for (const { id, versions, sections } of standards) {
    const known = new Set(versions.map(({ version }) => version))
    t.ok(
      sections.every(({ anchors }) => Object.keys(anchors).every((version) => known.has(version))),
      id,
    )
  }
  t.end()
})

t.test('every bundled testcase can be explained to the end', async (t) => {
  const ids = standards.flatMap(({ sections }) => sections.flatMap(({ testcases }) => testcases.map(({ id }) => id)))
  for (const id of ids) {
    const { rationale, remedy, description, standard, testNotesUrl } = standardOf(standards, id) ?? {}
    t.ok(
      [rationale, remedy, description].every((sentence) => /^(?:[A-Z]|etcd\b).*\.$/.test(sentence ?? '')),
      `${id}: sentences`,
    )
    // Open operations has no standard; what is said of it in public stands elsewhere.
    const place = id.startsWith('open-operations-')
      ? /^https:\/\/scs\.community\/[\w/-]+#[\w-]+$/
      : /^https:\/\/docs\.scs\.community\/standards\/[\w.-]+#[\w-]+$/
    t.match(standard?.url, place, `${id}: deep link`)
    if (testNotesUrl !== undefined) t.match(testNotesUrl, place, `${id}: test notes`) // not every standard has some
  }
})

t.test('findStandard looks through the bundled standards', async (t) => {
  t.match(await findStandard('version-policy-check'), {
    standard: { id: 'scs-0210-v2', title: 'Kubernetes version policy' },
  })
  t.equal(await findStandard('scs-0100-none'), undefined)
})
