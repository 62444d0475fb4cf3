import type { Suite } from '../src/check.ts'
import { suite as flavorNaming } from './scs-0100-flavor-naming/index.ts'
import { suite as imageMetadata } from './scs-0102-image-metadata/index.ts'
import { suite as standardFlavors } from './scs-0103-standard-flavors/index.ts'
import { suite as standardImages } from './scs-0104-standard-images/index.ts'
import { suite as volumeTypes } from './scs-0114-volume-types/index.ts'
import { suite as securityGroups } from './scs-0115-security-groups/index.ts'
import { suite as keyManager } from './scs-0116-key-manager/index.ts'
import { suite as mandatoryServices } from './scs-0123-mandatory-services/index.ts'
import { suite as nodeDistribution } from './scs-0214-node-distribution/index.ts'

/** The suites of this project, one line each. */
export const suites: readonly Suite[] = [
  flavorNaming,
  imageMetadata,
  standardFlavors,
  standardImages,
  volumeTypes,
  securityGroups,
  keyManager,
  mandatoryServices,
  nodeDistribution,
]
