/**
 * Testcases of the proposed scopes whose checks and standards are still being written. This list has to be empty: whoever brings
 * one takes its id out.
 */
export const awaitedTestcases: ReadonlySet<string> = new Set([
  'scs-0004-availability',
  'scs-0004-health-monitor',
  'scs-0004-release-tested',
  'scs-0004-tests-decided',
  'scs-0004-tests-regular',
  'scs-0004-upgrade-validated',
  'scs-0008-four-opens',
  'scs-0008-iaas-complete',
  'scs-0008-kaas-complete',
  'scs-0008-licence-scan',
  'scs-0008-licences-stated',
  'scs-0008-no-open-core',
  'scs-0008-osi-licences',
  'scs-0008-sbom',
  'scs-0008-scorecard',
  'scs-0124-kubernetes-maintained',
  'scs-0124-openstack-maintained',
  'scs-0124-vulnerabilities',
  'scs-0300-federation',
  'scs-0402-incidents',
  'scs-0402-public',
  'scs-0402-severities',
  'scs-0402-status-page',
  'scs-0403-alert-rules',
  'scs-0403-metrics',
])
