import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import t from 'tap'
import type { LicenceNames, SpdxLicences } from '../../src/provider/licence-data.ts'
import type { LicenceClaim } from './model.ts'
import { normalised, osiJudge, type OsiVerdict } from './osi-verdict.ts'

const data = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../standards/data/${name}.json`, import.meta.url), 'utf8'))
const known = { list: data('spdx-licences') as SpdxLicences, names: data('licence-names') as LicenceNames }
const judge = osiJudge(known)
const is = (text: string) => judge.expression(text).is
const claimed = (...claims: LicenceClaim[]) => judge.claims(claims)

t.test('expressions by whether OSI-approved licences alone will do', async (t) => {
  const expected: Readonly<Record<OsiVerdict['is'], readonly string[]>> = {
    yes: [
      'MIT',
      'mit',
      'Apache-2.0 AND MIT',
      'SSPL-1.0 OR AGPL-3.0-only',
      'MIT OR LicenseRef-anything',
      'GPL-2.0-only WITH Classpath-exception-2.0',
      'GPL-2.0-with-classpath-exception',
      'Apache-2.0 WITH LLVM-exception',
      'GPL-2.0+',
      'GPL-1.0-or-later',
      'Artistic-1.0-Perl OR GPL-1.0-only',
      'EUPL-1.0+',
      '(BUSL-1.1 OR MIT) AND ISC',
    ],
    no: [
      'SSPL-1.0',
      'BUSL-1.1',
      'Elastic-2.0',
      'curl',
      'MIT AND SSPL-1.0',
      'MIT AND SSPL-1.0 AND NOASSERTION',
      'BUSL-1.1 OR SSPL-1.0',
      'SSPL-1.0 WITH Classpath-exception-2.0',
      'GPL-1.0-only',
      'GFDL-1.1-or-later',
      'NONE',
      'LicenseRef-Proprietary',
      'LicenseRef-scancode-mongodb-sspl-1.0',
      'LicenseRef-scancode-commons-clause AND Apache-2.0',
      'Apache-2.0 WITH Commons-Clause',
    ],
    open: [
      'NOASSERTION',
      'MIT AND NOASSERTION',
      'NOASSERTION OR SSPL-1.0',
      'LicenseRef-Ours',
      'Not-A-Licence-1.0',
      'Apache-2.0 WITH My-exception',
      'MIT/X11',
      'public-domain',
      '',
    ],
  }
  for (const [verdict, texts] of Object.entries(expected)) for (const text of texts) t.equal(is(text), verdict, text)
})

t.test('the reason names what stands in the way, once', async (t) => {
  t.same(judge.expression('MIT AND (SSPL-1.0 OR busl-1.1) AND SSPL-1.0').why, [
    'SSPL-1.0 is not approved by the OSI',
    'BUSL-1.1 is not approved by the OSI',
  ])
  t.match(judge.expression('NONE').why, ['it has no licence (NONE)'])
  t.match(judge.expression('MIT ISC').why, [/no SPDX expression \("ISC" where AND or OR is expected\)/])
})

t.test('free words count only where they are certain', async (t) => {
  const words: Readonly<Record<string, OsiVerdict['is']>> = {
    'Apache 2.0': 'yes',
    'Apache License, Version 2.0': 'yes',
    'The MIT License': 'yes',
    'MIT OR Apache-2.0': 'yes',
    'BSD-3-Clause': 'yes',
    'License :: OSI Approved :: BSD License': 'yes',
    'License :: OSI Approved :: Apache Software License': 'yes',
    'Mozilla Public Licence 2.0': 'yes',
    BSD: 'open',
    GPL: 'open',
    BSL: 'open',
    Apache: 'open',
    'Apache-2.0-ish': 'open',
    'Public Domain': 'open',
    'see LICENSE': 'open',
    Proprietary: 'no',
    'Commercial License': 'no',
    'Business Source License 1.1': 'no',
    'Server Side Public License, v 1': 'no',
    'Apache 2.0 with Commons Clause': 'no',
  }
  for (const [name, verdict] of Object.entries(words)) t.equal(claimed({ name }).is, verdict, name)
})

t.test('several licences: all approved, none approved, or it is open what the list means', async (t) => {
  t.match(claimed({ expression: 'MIT' }, { expression: 'ISC' }), { is: 'yes' })
  t.match(claimed({ expression: 'SSPL-1.0' }, { expression: 'BUSL-1.1' }), { is: 'no' })
  t.match(claimed({ expression: 'MIT' }, { expression: 'SSPL-1.0' }), {
    is: 'open',
    why: [/without saying whether one may choose, and SSPL-1.0 is not approved/],
  })
  t.match(claimed({ expression: 'MIT' }, { name: 'BSD' }), { is: 'open' })
  t.match(claimed(), { is: 'open', why: ['it states no licence'] })
})

t.test('a LicenseRef that looks like a licence is what its document calls it', async (t) => {
  const of = (title: string) => judge.expression('LicenseRef-MIT', { 'LicenseRef-MIT': title })
  t.match(of('MIT with terms of ours'), { is: 'open', why: ['LicenseRef-MIT (MIT with terms of ours) is not known'] })
  t.match(of('Commons Clause'), { is: 'no' })
  for (const title of ['MIT License', 'mit', 'LicenseRef-MIT']) t.match(of(title), { is: 'yes' }, title)
  t.match(judge.expression('LicenseRef-MIT'), { is: 'yes' })
})

t.test('a LicenseRef is known by the name that the document gives it', async (t) => {
  const refs = { 'LicenseRef-1': 'MIT License', 'LicenseRef-2': 'Business Source License 1.1', 'LicenseRef-3': 'Ours' }
  const of = (id: string) => judge.claims([{ expression: id }], refs)
  t.match(of('LicenseRef-1'), { is: 'yes' })
  t.match(of('LicenseRef-2'), { is: 'no', why: [/Business Source License 1\.1 is Business Source License/] })
  t.match(of('LicenseRef-3'), { is: 'open', why: ['LicenseRef-3 (Ours) is not known'] })
  t.match(
    judge.claims([{ expression: 'LicenseRef-1' }]),
    { is: 'open' },
    'another document may mean something else by it',
  )
})

t.test('the bundled names: each as it is compared, with a meaning that is approved', async (t) => {
  for (const [name, expression] of Object.entries(known.names.aliases)) {
    t.equal(normalised(name), name)
    t.equal(is(expression), 'yes', name)
  }
  const wrong = known.names.notOpen.flatMap(({ names }) => names)
  for (const name of wrong) t.equal(normalised(name), name)
  t.same(
    wrong.filter((name) => Object.hasOwn(known.names.aliases, name)),
    [],
    'none is both',
  )
  t.same(
    known.list.approved.filter((id) => known.list.notApproved.includes(id)),
    [],
  )
})

// The algebra: three values in a line, no < open < yes; AND is the least, OR the greatest.
const leaf = fc.constantFrom('MIT', 'ISC', 'SSPL-1.0', 'BUSL-1.1', 'NOASSERTION', 'LicenseRef-x')
const { expression } = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc
      .tuple(tie('expression'), fc.constantFrom('AND', 'OR'), tie('expression'))
      .map(([one, operator, other]) => `(${one} ${operator} ${other})`),
  ),
}))
const rank = (text: string) => ['no', 'open', 'yes'].indexOf(is(text))

t.test('AND is the least of both, OR the greatest; neither depends on order or brackets', async () => {
  fc.assert(
    fc.property(expression, expression, expression, (a, b, c) => {
      const and = (one: string, other: string) => `(${one}) AND (${other})`
      const or = (one: string, other: string) => `(${one}) OR (${other})`
      return (
        rank(and(a, b)) === Math.min(rank(a), rank(b)) &&
        rank(or(a, b)) === Math.max(rank(a), rank(b)) &&
        rank(and(a, or(b, c))) === rank(or(and(a, b), and(a, c))) &&
        rank(and(and(a, b), c)) === rank(and(a, and(b, c))) &&
        rank(`${a} OR ${b} AND ${c}`) === rank(or(a, and(b, c)))
      )
    }),
  )
})

t.test('to learn what is open never turns a yes or a no round', async () => {
  fc.assert(
    fc.property(expression, fc.constantFrom('MIT', 'SSPL-1.0'), (text, learned) => {
      const before = is(text)
      const after = is(text.replaceAll(/NOASSERTION|LicenseRef-x/g, learned))
      return before === 'open' || before === after
    }),
  )
})
