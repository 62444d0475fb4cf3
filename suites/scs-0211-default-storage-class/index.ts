import type { Suite } from '../../src/check.ts'
import { defaultClass } from './default-class.ts'
import { notNodeLocal } from './not-node-local.ts'
import { readWriteOnce } from './read-write-once.ts'

export const suite: Suite = {
  id: 'scs-0211-default-storage-class',
  checks: [defaultClass, readWriteOnce, notNodeLocal],
}
