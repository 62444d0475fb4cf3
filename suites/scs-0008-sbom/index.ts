import type { Suite } from '../../src/check.ts'
import { iaasCompleteCheck } from './iaas-complete.ts'
import { kaasCompleteCheck } from './kaas-complete.ts'
import { licencesStatedCheck } from './licences-stated.ts'
import { noOpenCoreCheck } from './no-open-core.ts'
import { osiLicencesCheck } from './osi-licences.ts'
import { sbomCheck } from './sbom.ts'

export const suite: Suite = {
  id: 'scs-0008-sbom',
  checks: [sbomCheck, licencesStatedCheck, osiLicencesCheck, noOpenCoreCheck, iaasCompleteCheck, kaasCompleteCheck],
}
