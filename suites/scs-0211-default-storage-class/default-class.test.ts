import t from 'tap'
import { defaultClass } from './default-class.ts'
import type { StorageClass } from './storage-classes.ts'

function storageClass(name: string, changes: Partial<StorageClass> = {}): StorageClass {
  return { name, provisioner: 'cinder.csi.openstack.org', isDefault: false, isDefaultByBeta: false, ...changes }
}
const judge = (...storageClasses: readonly StorageClass[]) => defaultClass.judge({ storageClasses })
const chosen = storageClass('fast', { isDefault: true })

t.test('exactly one', async (t) => {
  t.match(judge(chosen, storageClass('slow')), { violations: [], examined: ['storage class fast', /slow/], notes: [] })
})

t.test('none, or several', async (t) => {
  t.match(judge(storageClass('slow')).violations, [{ actual: 'none of 1', remedy: /is-default-class=true/ }])
  t.match(judge().violations, [{ actual: 'none of 0' }])
  t.match(judge(chosen, storageClass('slow', { isDefault: true })).violations, [
    { actual: 'fast, slow', remedy: /is-default-class=false/ },
  ])
})

t.test('the beta annotation does not count, but is told', async (t) => {
  const beta = storageClass('old', { isDefaultByBeta: true })
  t.match(judge(beta).violations, [{ actual: /old has only the old beta annotation/ }])
  t.match(judge(chosen, beta), { violations: [], notes: [/^old is marked as default too/] })
  t.same(judge({ ...chosen, isDefaultByBeta: true }).notes, [])
})

t.test('a class that provisions nothing', async (t) => {
  t.match(judge({ ...chosen, provisioner: 'kubernetes.io/no-provisioner' }).violations, [
    { subject: 'storage class fast', actual: /no-provisioner/ },
  ])
})
