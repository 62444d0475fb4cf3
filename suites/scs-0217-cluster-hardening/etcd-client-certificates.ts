import { check } from '../../src/check.ts'
import { controlPlane } from '../../src/kubernetes/control-plane.ts'
import { judgeFlags } from '../control-plane-flags/judge-flags.ts'

/**
 * Clause (MUST): etcd knows its clients by the common name in their certificates: it is started with
 * `--client-cert-auth=true`. Which rights a name then has is in etcd's own database, which nobody sees from here.
 */
export const etcdClientCertificates = check({
  id: 'scs-0217-etcd-client-certificates',
  title: 'etcd knows its clients by certificates',
  section: 'scs-0217-v1#standard',
  needs: { controlPlane },
  judge: ({ controlPlane }) =>
    judgeFlags(controlPlane, 'etcd', (flags, subject) => {
      if (flags['config-file']) return { unclear: `${subject} is configured by a file that cannot be seen` }
      const value = flags['client-cert-auth'] ?? 'false'
      if (value === 'true') return {}
      const remedy = 'start etcd with --client-cert-auth=true and --trusted-ca-file'
      return {
        violations: [{ subject, expected: '--client-cert-auth=true', actual: `--client-cert-auth=${value}`, remedy }],
      }
    }),
})
