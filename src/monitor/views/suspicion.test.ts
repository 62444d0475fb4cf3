import fc from 'fast-check'
import t from 'tap'
import { suspicion } from './suspicion.ts'

const of = (PASS: number, FAIL: number, DNF: number, MISS = 0) => suspicion({ PASS, FAIL, DNF, MISS })

t.test('many at once: the test; one alone: the cloud', async (t) => {
  t.equal(of(2, 3, 0), 'test')
  t.equal(of(3, 3, 0), 'both')
  t.equal(of(0, 0, 2), 'test', 'what cannot be decided anywhere is the matter of the test too')
  t.equal(of(0, 1, 1), 'test')
  t.equal(of(2, 1, 0), 'cloud')
  t.equal(of(2, 0, 1), 'cloud')
  t.equal(of(1, 1, 0), 'both', 'one against one')
  t.equal(of(0, 1, 0), 'both', 'nobody to compare with')
  t.equal(of(8, 2, 0), 'both')
  t.equal(of(5, 0, 0), undefined)
  t.equal(of(0, 0, 0), undefined)
})

t.test('what nobody tried makes nothing suspect', async () => {
  const some = fc.nat(20)
  fc.assert(fc.property(some, some, some, some, (p, f, d, m) => of(p, f, d, m) === of(p, f, d, 0)))
})
