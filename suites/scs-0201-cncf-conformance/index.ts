import type { Suite } from '../../src/check.ts'
import { cncfK8sConformance } from './cncf-k8s-conformance.ts'

export const suite: Suite = { id: 'scs-0201-cncf-conformance', checks: [cncfK8sConformance] }
