import type { Suite } from '../../src/check.ts'
import { mandatoryServices, serviceListed } from './service-listed.ts'
import { s3Objects } from './s3-objects.ts'
import { swiftS3 } from './swift-s3.ts'

export const suite: Suite = {
  id: 'scs-0123-mandatory-services',
  checks: [...mandatoryServices.map(serviceListed), swiftS3, s3Objects],
}
