/**
 * The features that the standard calls required, in its order, and for each the part of Harbor's API v2.0 that belongs to it;
 * null where no part of the API shows it.
 */
export const features = {
  'audit logs': '/auditlog-exts',
  'authentication of system identities': '/robots',
  'authentication of users': '/systeminfo',
  authorization: '/projects/1/members',
  automation: '/projects/1/webhook/policies',
  'vulnerability scanning': '/scanners',
  'content trust and validation': null,
  'multi-tenancy': '/projects',
  'backup and restore': null,
  monitoring: null,
  'high availability': null,
  replication: '/replication/policies',
  'proxy cache': null,
  'quota management': '/quotas',
  'garbage collection': '/system/gc',
  'retention policy': '/retentions/metadatas',
} as const

export type FeatureName = keyof typeof features
