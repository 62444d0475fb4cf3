import t from 'tap'
import { learnOn } from '../../testbed/literal-kubernetes.ts'
import { storageClasses } from './storage-classes.ts'

const path = 'GET /apis/storage.k8s.io/v1/storageclasses'
const item = (name: string, annotations?: object) => ({
  metadata: { name, ...(annotations ? { annotations } : {}) },
  provisioner: 'p',
})

t.test('by name, with who is the default', async (t) => {
  const items = [
    item('c', { 'storageclass.kubernetes.io/is-default-class': 'true' }),
    item('b', {
      'storageclass.kubernetes.io/is-default-class': 'false',
      'storageclass.beta.kubernetes.io/is-default-class': 'true',
    }),
    item('a'),
  ]
  const plain = { provisioner: 'p', isDefault: false, isDefaultByBeta: false }
  t.same((await learnOn(storageClasses, { [path]: { items } })).learned, [
    { ...plain, name: 'a' },
    { ...plain, name: 'b', isDefaultByBeta: true },
    { ...plain, name: 'c', isDefault: true },
  ])
})

t.test('not allowed, or not classes', async (t) => {
  t.match((await learnOn(storageClasses, { [path]: 403 })).learned, { kind: 'forbidden' })
  t.match((await learnOn(storageClasses, { [path]: { items: [{ metadata: { name: 'x' } }] } })).learned, {
    kind: 'malformed',
  })
})
