import type { Suite } from '../../src/check.ts'
import { kubeletSkew } from './kubelet-skew.ts'
import { supportedMinors } from './supported-minors.ts'
import { versionPolicyCheck } from './version-policy-check.ts'

export const suite: Suite = {
  id: 'scs-0210-version-policy',
  checks: [versionPolicyCheck, supportedMinors, kubeletSkew],
}
