/**
 * Official service types and the names they had before, the preferred one first. Facts of the OpenStack service types
 * authority (service-types.openstack.org); only services that have aliases are listed, any other type stands for itself.
 */
const aliases: Readonly<Record<string, readonly string[]>> = {
  'admin-logic': ['registration'],
  alarm: ['alarming'],
  'application-container': ['container'],
  'application-deployment': ['application_deployment'],
  baremetal: ['bare-metal'],
  'block-storage': ['volumev3', 'volumev2', 'volume', 'block-store'],
  clustering: ['resource-cluster', 'cluster'],
  'container-infrastructure-management': ['container-infrastructure', 'container-infra'],
  event: ['events'],
  'instance-ha': ['ha'],
  message: ['messaging'],
  meter: ['metering', 'telemetry'],
  'monitoring-logging': ['monitoring-log-api'],
  'multi-region-network-automation': ['tricircle'],
  'operator-policy': ['policy'],
  'resource-optimization': ['infra-optim'],
  'root-cause-analysis': ['rca'],
  'shared-file-system': ['sharev2', 'share'],
  workflow: ['workflowv2'],
}

/** The official type of an official type or alias; what is neither stays as it is (`object-store-s3`). */
export function officialType(type: string): string {
  return Object.entries(aliases).find(([, names]) => names.includes(type))?.[0] ?? type
}

/**
 * The types a catalog may list a service under, best first. An alias stands for itself and its official type only,
 * because other aliases may be another version of the API (as in os-service-types).
 */
export function candidates(type: string): readonly string[] {
  const official = officialType(type)
  return official === type ? [type, ...(aliases[type] ?? [])] : [type, official]
}

/** All names of a service, for settings such as `volume_endpoint_override`. */
export function namesOf(type: string): readonly string[] {
  const official = officialType(type)
  return [official, ...(aliases[official] ?? [])]
}
