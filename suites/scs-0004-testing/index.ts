import type { Suite } from '../../src/check.ts'
import { releaseTested } from './release-tested.ts'
import { testsDecided } from './tests-decided.ts'
import { testsRegular } from './tests-regular.ts'
import { upgradeValidated } from './upgrade-validated.ts'

export const suite: Suite = {
  id: 'scs-0004-testing',
  checks: [testsRegular, testsDecided, releaseTested, upgradeValidated],
}
