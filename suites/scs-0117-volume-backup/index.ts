import type { Suite } from '../../src/check.ts'
import { testBackup } from './test-backup.ts'

export const suite: Suite = { id: 'scs-0117-volume-backup', checks: [testBackup] }
