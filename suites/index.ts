import type { Suite } from '../src/check.ts'
import { suite as healthMonitor } from './scs-0004-health-monitor/index.ts'
import { suite as testing } from './scs-0004-testing/index.ts'
import { suite as fourOpens } from './scs-0008-four-opens/index.ts'
import { suite as sbom } from './scs-0008-sbom/index.ts'
import { suite as flavorNaming } from './scs-0100-flavor-naming/index.ts'
import { suite as entropy } from './scs-0101-entropy/index.ts'
import { suite as imageMetadata } from './scs-0102-image-metadata/index.ts'
import { suite as standardFlavors } from './scs-0103-standard-flavors/index.ts'
import { suite as standardImages } from './scs-0104-standard-images/index.ts'
import { suite as ssdFlavors } from './scs-0110-ssd-flavors/index.ts'
import { suite as volumeTypes } from './scs-0114-volume-types/index.ts'
import { suite as securityGroups } from './scs-0115-security-groups/index.ts'
import { suite as keyManager } from './scs-0116-key-manager/index.ts'
import { suite as volumeBackup } from './scs-0117-volume-backup/index.ts'
import { suite as availabilityZones } from './scs-0121-availability-zones/index.ts'
import { suite as mandatoryServices } from './scs-0123-mandatory-services/index.ts'
import { suite as softwareSecurity } from './scs-0124-software-security/index.ts'
import { suite as secureConnections } from './scs-0125-secure-connections/index.ts'
import { suite as providerNetworks } from './scs-0126-provider-networks/index.ts'
import { suite as dns } from './scs-0127-dns/index.ts'
import { suite as tempest } from './scs-0128-tempest/index.ts'
import { suite as cncfConformance } from './scs-0201-cncf-conformance/index.ts'
import { suite as versionPolicy } from './scs-0210-version-policy/index.ts'
import { suite as defaultStorageClass } from './scs-0211-default-storage-class/index.ts'
import { suite as containerRegistry } from './scs-0212-container-registry/index.ts'
import { suite as nodeDistribution } from './scs-0214-node-distribution/index.ts'
import { suite as robustness } from './scs-0215-robustness/index.ts'
import { suite as clusterHardening } from './scs-0217-cluster-hardening/index.ts'
import { suite as kaasNetworking } from './scs-0219-kaas-networking/index.ts'
import { suite as federation } from './scs-0300-federation/index.ts'
import { suite as domainManager } from './scs-0302-domain-manager/index.ts'
import { suite as statusPage } from './scs-0402-status-page/index.ts'
import { suite as observability } from './scs-0403-observability/index.ts'

/** The suites of this project, one line each. */
export const suites: readonly Suite[] = [
  healthMonitor,
  testing,
  fourOpens,
  sbom,
  flavorNaming,
  entropy,
  imageMetadata,
  standardFlavors,
  standardImages,
  ssdFlavors,
  volumeTypes,
  securityGroups,
  keyManager,
  volumeBackup,
  availabilityZones,
  mandatoryServices,
  softwareSecurity,
  secureConnections,
  providerNetworks,
  dns,
  tempest,
  cncfConformance,
  versionPolicy,
  defaultStorageClass,
  containerRegistry,
  nodeDistribution,
  robustness,
  clusterHardening,
  kaasNetworking,
  federation,
  domainManager,
  statusPage,
  observability,
]
