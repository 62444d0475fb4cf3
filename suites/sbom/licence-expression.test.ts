import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import t from 'tap'
import { parseExpression, type Expression } from './licence-expression.ts'

const value = (text: string) => {
  const parsed = parseExpression(text)
  return parsed.ok ? parsed.value : undefined
}
const reason = (text: string) => {
  const parsed = parseExpression(text)
  return parsed.ok ? undefined : parsed.reason
}
const licence = (id: string, more: object = {}) => ({ is: 'licence', id, orLater: false, exception: null, ...more })

t.test('OR binds weakest, then AND, then WITH, then +', async (t) => {
  t.same(value('MIT'), licence('MIT'))
  t.same(value('A OR B AND C+ WITH E'), {
    is: 'or',
    parts: [licence('A'), { is: 'and', parts: [licence('B'), licence('C', { orLater: true, exception: 'E' })] }],
  })
  t.same(value('(A OR B) AND C'), {
    is: 'and',
    parts: [{ is: 'or', parts: [licence('A'), licence('B')] }, licence('C')],
  })
  t.same(value('DocumentRef-d:LicenseRef-My.own'), licence('DocumentRef-d:LicenseRef-My.own'))
  t.same(value('a and b or c with d'), value('a AND b OR c WITH d'), 'small letters are operators too (SPDX 3)')
  t.equal(value('A And B'), undefined, 'a mixture is none')
})

t.test('what is none is refused, with the place', async (t) => {
  t.match(reason(''), 'it ends where a licence is expected')
  t.match(reason('MIT OR'), 'it ends where a licence is expected')
  t.match(reason('MIT Apache-2.0'), '"Apache-2.0" where AND or OR is expected')
  t.match(reason('(MIT'), 'a ) is missing')
  t.match(reason('MIT)'), '")" where AND or OR is expected')
  t.match(reason('OR MIT'), '"OR" where a licence is expected')
  t.match(reason('MIT WITH'), 'WITH without an exception')
  t.match(reason('MIT/Apache-2.0'), '"MIT/Apache-2.0" where a licence is expected')
  t.match(reason('MIT, ISC'), '"MIT," where a licence is expected')
  t.match(reason('('.repeat(1000)), 'its brackets are more than 200 deep')
  t.match(reason('A OR '.repeat(10_000)), 'it has more than 20000 letters')
  t.ok(value(`${'('.repeat(100)}MIT${')'.repeat(100)}`))
})

const id = fc
  .stringMatching(/^[A-Za-z][A-Za-z0-9.]{0,8}(-[a-z0-9.]{1,5})?$/)
  .filter((one) => !/^(and|or|with)$/i.test(one))
const single = fc.record({
  is: fc.constant('licence' as const),
  id,
  orLater: fc.boolean(),
  exception: fc.option(id, { nil: null }),
})
const { tree } = fc.letrec<{ tree: Expression }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    single,
    fc.record({
      is: fc.constantFrom('and' as const, 'or' as const),
      parts: fc.array(tie('tree'), { minLength: 2, maxLength: 3 }),
    }),
  ),
}))

function write(one: Expression): string {
  if (one.is === 'licence')
    return `${one.id}${one.orLater ? '+' : ''}${one.exception === null ? '' : ` WITH ${one.exception}`}`
  return one.parts
    .map((part) => (part.is === 'licence' ? write(part) : `(${write(part)})`))
    .join(` ${one.is.toUpperCase()} `)
}

t.test('what is written is read back', async () => {
  fc.assert(fc.property(tree, (one) => isDeepStrictEqual(value(write(one)), structuredClone(one))))
})

t.test('no text breaks the parser', async () => {
  const words = fc.constantFrom('(', ')', 'AND', 'OR', 'WITH', 'MIT', '+', 'A+', ' ', '\n', ':', 'LicenseRef-a')
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(words, { maxLength: 40 }).map((all) => all.join(' ')),
      ),
      (text) => {
        const parsed = parseExpression(text)
        return parsed.ok || parsed.reason !== ''
      },
    ),
  )
})
