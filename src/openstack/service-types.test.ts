import t from 'tap'
import { candidates, namesOf, officialType } from './service-types.ts'

t.test('official types are found under their aliases, aliases under themselves and their official type', async (t) => {
  t.strictSame(candidates('block-storage'), ['block-storage', 'volumev3', 'volumev2', 'volume', 'block-store'])
  t.strictSame(candidates('volumev3'), ['volumev3', 'block-storage'])
  t.strictSame(candidates('compute'), ['compute'])
  t.strictSame(candidates('object-store-s3'), ['object-store-s3'])
})

t.test('every name leads to the official type', async (t) => {
  t.equal(officialType('volumev2'), 'block-storage')
  t.equal(officialType('share'), 'shared-file-system')
  t.equal(officialType('compute'), 'compute')
  t.equal(officialType('unheard-of'), 'unheard-of')
  t.ok(namesOf('volume').includes('volumev3'))
})
