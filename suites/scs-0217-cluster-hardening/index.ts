import type { Suite } from '../../src/check.ts'
import { anonymousGrants } from './anonymous-grants.ts'
import { anonymousRequests } from './anonymous-requests.ts'
import { apiServerTls } from './api-server-tls.ts'
import { auditLog } from './audit-log.ts'
import { authenticatedSecrets } from './authenticated-secrets.ts'
import { authenticationMethods } from './authentication-methods.ts'
import { authorizationModes } from './authorization-modes.ts'
import { etcdClientCertificates } from './etcd-client-certificates.ts'
import { etcdTls } from './etcd-tls.ts'
import { kubeletAnonymous } from './kubelet-anonymous.ts'
import { kubeletAuthorization } from './kubelet-authorization.ts'
import { kubeletReadOnlyPort } from './kubelet-read-only-port.ts'
import { nodeRestriction } from './node-restriction.ts'
import { podSecurityAdmission } from './pod-security-admission.ts'
import { podSecurityBaseline } from './pod-security-baseline.ts'

export const suite: Suite = {
  id: 'scs-0217-cluster-hardening',
  checks: [
    etcdTls,
    etcdClientCertificates,
    apiServerTls,
    anonymousRequests,
    anonymousGrants,
    authenticationMethods,
    authorizationModes,
    authenticatedSecrets,
    kubeletAnonymous,
    kubeletAuthorization,
    kubeletReadOnlyPort,
    nodeRestriction,
    podSecurityAdmission,
    podSecurityBaseline,
    auditLog,
  ],
}
