import type { Suite } from '../../src/check.ts'
import { kubernetesMaintained } from './kubernetes-maintained.ts'
import { openstackMaintained } from './openstack-maintained.ts'
import { vulnerabilities } from './vulnerabilities.ts'

export const suite: Suite = {
  id: 'scs-0124-software-security',
  checks: [openstackMaintained, kubernetesMaintained, vulnerabilities],
}
