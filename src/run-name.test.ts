import fc from 'fast-check'
import t from 'tap'
import { isNameOf, nameOf, newRunId, runIdOf } from './run-name.ts'

const hex = (length: number) => fc.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`))
const suffix = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/)

t.test('what a run names is known as its own, and as no other run’s', (t) => {
  fc.assert(
    fc.property(hex(8), hex(8), suffix, (run, other, end) => {
      const name = nameOf(run, end)
      return runIdOf(name) === run && isNameOf(run, name) && isNameOf(other, name) === (other === run)
    }),
  )
  t.equal(runIdOf(nameOf(newRunId(), 'sg'))?.length, 8)
  t.end()
})

t.test('any other name is not', (t) => {
  fc.assert(fc.property(fc.string(), (name) => runIdOf(name) === null || name.startsWith('scs-conformance-')))
  for (const name of [
    'scs-conformance',
    'scs-conformance-',
    'scs-conformance-test',
    'scs-conformance-test-vm',
    'scs-conformance-1f2e3d4c', // no suffix
    'scs-conformance-1f2e3d4c-',
    'scs-conformance-1f2e3d4-vm', // seven digits
    'scs-conformance-1f2e3d4c5-vm',
    'scs-conformance-1f2e3d4g-vm',
    'scs-conformance-1F2E3D4C-vm',
    'scs-conformance-1f2e3d4c-6b1e-4f7a-9c3d-0a1b2c3d4e5f', // a UUID that a person put there
    'scs-conformance-1f2e3d4c-a01e-4f7a-9c3d-0a1b2c3d4e5f',
    'scs-conformance-1f2e3d4c-VM',
    'scs-conformance-1f2e3d4c-vm 2',
    'my-scs-conformance-1f2e3d4c-vm',
    'SCS-conformance-1f2e3d4c-vm',
    ' scs-conformance-1f2e3d4c-vm',
    'scs-conformance-1f2e3d4c-vm\n',
    '_scs-conformance-1f2e3d4c-vm',
  ])
    t.equal(runIdOf(name), null, JSON.stringify(name))
  t.equal(runIdOf('scs-conformance-1f2e3d4c-vm'), '1f2e3d4c')
  t.end()
})

t.test('templates of clusters have the name inside of their names', (t) => {
  t.ok(isNameOf('1f2e3d4c', 'capi-scs-conformance-1f2e3d4c-k1-36-control-plane-1'))
  t.ok(isNameOf('1f2e3d4c', 'scs-conformance-1f2e3d4c-k1-36'))
  t.notOk(isNameOf('1f2e3d4c', 'capiscs-conformance-1f2e3d4c-k1-36'))
  t.notOk(isNameOf('1f2e3d4c', 'capi-scs-conformance-1f2e3d4-k1-36'))
  t.notOk(isNameOf('.*', 'scs-conformance-1f2e3d4c-k1-36'))
  t.end()
})
