import { check, type Violation } from '../../src/check.ts'
import { nodes, serverVersion } from '../../src/kubernetes/facts.ts'
import { minorOf, parseVersion } from '../kubernetes-versions/kubernetes-version.ts'

/** Minors that a kubelet may be older than the API server (Kubernetes, "Version Skew Policy"; two before 1.28). */
const mostMinors = 3

/**
 * No kubelet is of a newer minor version than the API server, nor more than three minors older.
 *
 * Ours, and not in the text of the standard, which speaks of the version offered; but a cluster outside of what Kubernetes supports
 * is not at that version. Patches count for nothing here. Undecided where a node tells no version.
 */
export const kubeletSkew = check({
  id: 'scs-0210-kubelet-skew',
  title: 'Every kubelet is of a version that Kubernetes supports with that of the API server',
  section: 'scs-0210-v2#decision',
  needs: { serverVersion, nodes },
  judge({ serverVersion: { gitVersion }, nodes }) {
    const server = parseVersion(gitVersion)
    const examined = nodes.map(({ name, kubeletVersion }) => `node ${name}: ${kubeletVersion}`)
    if (!server) return { examined, violations: [], undecided: unreadable('the API server', gitVersion) }
    const violations: Violation[] = []
    const doubts = []
    for (const { name, kubeletVersion } of nodes) {
      const kubelet = parseVersion(kubeletVersion)
      if (!kubelet) doubts.push(unreadable(`node ${name}`, kubeletVersion))
      else if (
        kubelet.major !== server.major ||
        kubelet.minor > server.minor ||
        kubelet.minor < server.minor - mostMinors
      ) {
        violations.push({
          subject: `node ${name}`,
          expected: `a kubelet of ${server.major}.${Math.max(0, server.minor - mostMinors)} to ${minorOf(server)}, for an API server of ${minorOf(server)}`,
          actual: `kubelet ${kubeletVersion}`,
          remedy: kubelet.minor > server.minor ? 'upgrade the control plane' : 'upgrade the kubelet of that node',
        })
      }
    }
    const [first] = doubts
    const none = { kind: 'dependency', message: 'the cluster has no nodes, so no kubelet can be looked at' } as const
    const undecided = nodes.length === 0 ? none : violations.length === 0 ? first : undefined
    return { examined, violations, ...(undecided ? { undecided } : {}) }
  },
})

function unreadable(subject: string, version: string) {
  return {
    kind: 'malformed',
    message: `the version of ${subject} is ${JSON.stringify(version)}, which is none of Kubernetes`,
  } as const
}
