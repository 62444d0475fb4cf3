import fc from 'fast-check'
import t from 'tap'
import { errorsIn, knownFeatures, parseFeatureList } from './feature-list.ts'

t.test('lists', async (t) => {
  t.strictSame(parseFeatureList('[scs:encrypted]'), ['encrypted'])
  t.strictSame(parseFeatureList('[scs:encrypted, replicated] and more'), ['encrypted', 'replicated'])
  t.strictSame(parseFeatureList('[scs: encrypted\t,\u00a0replicated\n]'), ['encrypted', 'replicated'])
  t.strictSame(parseFeatureList('[scs:]'), [])
  t.strictSame(parseFeatureList('[scs: ]'), [''])
  t.strictSame(parseFeatureList('[scs:encrypted,]'), ['encrypted', ''])
})

t.test('no lists', async (t) => {
  for (const text of [
    null,
    '',
    'fast',
    ' [scs:encrypted]',
    '[scs:encrypted',
    '[SCS:encrypted]',
    '[scs:[encrypted]]',
    '[scs]',
  ])
    t.equal(parseFeatureList(text), null, String(text))
})

t.test('errors', async (t) => {
  for (const features of [[], ['encrypted'], ['replicated'], ['encrypted', 'replicated']])
    t.strictSame(errorsIn(features), [])
  t.strictSame(errorsIn(['replicated', 'encrypted']), ['not in alphabetical order'])
  t.strictSame(errorsIn(['encrypted', 'encrypted']), ['something is listed twice'])
  t.strictSame(errorsIn(['Encrypted', '']), ['unknown: "Encrypted", ""', 'not in alphabetical order'])
  t.strictSame(errorsIn(['\ufeffencrypted']), ['unknown: "\ufeffencrypted"'])
})

t.test('what is written as a list is read as that list, whatever follows', async (t) => {
  const feature = fc.constantFrom<string>(...knownFeatures, 'x', 'a b')
  const features = fc.array(feature, { minLength: 1 })
  fc.assert(
    fc.property(features, fc.string(), (list, rest) =>
      t.same(parseFeatureList(`[scs:${list.join(', ')}]${rest}`), list),
    ),
  )
})

t.test('a right list is one of four', async (t) => {
  const feature = fc.constantFrom<string>(...knownFeatures, '')
  fc.assert(
    fc.property(fc.array(feature, { maxLength: 3 }), (list) => {
      const isRight =
        ['', 'encrypted', 'replicated', 'encrypted,replicated'].includes(list.join(',')) && !list.includes('')
      return (errorsIn(list).length === 0) === isRight
    }),
  )
  t.pass('no other')
})
