import { check, type Finding, type Violation } from '../../src/check.ts'
import { controlPlane, type ControlPlaneProcess } from '../../src/kubernetes/control-plane.ts'
import { attest, listIn, unseen } from '../control-plane-flags/judge-flags.ts'

/**
 * Clause (MUST): etcd speaks TLS with its peers and with the cluster.
 *
 * Judged by how the API server and etcd were started; etcd itself is not contacted. A URL with http that the API server uses,
 * that etcd tells its clients or its peers, or listens to them on, is a violation, also on loopback; that of etcd's metrics
 * and health is not asked for. Both sides are needed to pass: where etcd is not seen, its peers are not either. That etcd is
 * seen at all means that it runs inside the cluster, which it SHOULD not: a note.
 */
export const etcdTls = check({
  id: 'scs-0217-etcd-tls',
  title: 'etcd is spoken to by TLS only, by the API server and by its peers',
  section: 'scs-0217-v1#standard',
  needs: { controlPlane },
  judge({ controlPlane }): Finding {
    const { processes } = controlPlane
    const etcds = processes.filter(({ component }) => component === 'etcd')
    const examined = processes.map(({ component, source }) => `${component} (${source})`)
    const violations = processes.flatMap(unencrypted)
    const notes = etcds.length > 0 ? ['etcd runs inside the cluster; it SHOULD have machines of its own'] : []
    if (violations.length > 0) return { examined, violations, notes }
    const open = processes.find((process) => whyUnseen(process) !== undefined)
    if (open) {
      const message = `${open.component} (${open.source}) ${whyUnseen(open)}; ${attest}`
      return { examined, violations, notes, undecided: { kind: 'manual', message } }
    }
    const hidden = (['kube-apiserver', 'etcd'] as const).find(
      (name) => !processes.some(({ component }) => component === name),
    )
    return { examined, violations, notes, ...(hidden ? { undecided: unseen(controlPlane, hidden) } : {}) }
  },
})

const urls = {
  'kube-apiserver': ['etcd-servers'],
  etcd: ['listen-client-urls', 'advertise-client-urls', 'listen-peer-urls', 'initial-advertise-peer-urls'],
} as const
/** What etcd does without these flags. */
const defaults: Readonly<Record<string, string>> = {
  'listen-client-urls': 'http://localhost:2379',
  'listen-peer-urls': 'http://localhost:2380',
}

function whyUnseen({ component, flags, unseen }: ControlPlaneProcess): string | undefined {
  if (component === 'etcd' && flags['config-file']) return 'is configured by a file that cannot be seen'
  if (component === 'kube-apiserver' && !flags['etcd-servers']) return unseen ?? 'does not show which etcd it speaks to'
  return unseen
}

function unencrypted(process: ControlPlaneProcess): Violation[] {
  const { component, source, flags } = process
  if (whyUnseen(process) !== undefined) return []
  return urls[component].flatMap((flag) =>
    listIn(flags[flag] ?? defaults[flag])
      .filter((url) => !/^(https|unixs):/.test(url))
      .map((url) => ({
        subject: `${component} (${source})`,
        expected: 'etcd by https',
        actual: `--${flag}=${url}`,
        remedy: 'give etcd certificates for clients and peers, and https URLs; let the API server use them',
      })),
  )
}
