import fc from 'fast-check'
import t from 'tap'
import { didYouMean } from './did-you-mean.ts'

const scopes = ['scs-compatible-iaas', 'scs-compatible-kaas']

t.test('names the nearest', (t) => {
  t.equal(didYouMean('scs-compatibel-kaas', scopes), ' (did you mean scs-compatible-kaas?)')
  t.equal(didYouMean('SCS-Compatible-IaaS', scopes), ' (did you mean scs-compatible-iaas?)')
  t.equal(didYouMean('v4', ['v5.1', 'v4.1']), '')
  t.equal(didYouMean('lifetimme', ['lifetime', 'section']), ' (did you mean lifetime?)')
  t.end()
})

t.test('says nothing where nothing is near', (t) => {
  t.equal(didYouMean('everything', scopes), '')
  t.equal(didYouMean('', scopes), '')
  t.equal(didYouMean('anything', []), '')
  t.end()
})

t.test('finds a name again after one letter was lost, whatever the name', async () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z-]{6,20}$/), fc.nat(), (name, place) => {
      const lost = place % name.length
      return didYouMean(name.slice(0, lost) + name.slice(lost + 1), [name]) === ` (did you mean ${name}?)`
    }),
  )
})
