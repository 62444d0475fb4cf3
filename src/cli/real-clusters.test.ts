import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { folder, scsConformance } from '../../testbed/cli.ts'
import type { Report } from '../report.ts'

// The whole KaaS scope on the real clusters of testbed/kubernetes, where SCS_TESTBED_KUBECONFIG and _NEXT name two minors of it.

const { SCS_TESTBED_KUBECONFIG: kubeconfig, SCS_TESTBED_KUBECONFIG_NEXT: next } = process.env
const lane = { timeout: 600_000 }

async function judge(
  args: readonly string[],
): Promise<{ readonly code: number | null; readonly results: Report['results'] }> {
  const output = folder()
  const { code, stderr } = await scsConformance(['run', '--layer', 'kaas', '--quiet', '--output', output, ...args])
  t.comment(stderr)
  return { code, results: (JSON.parse(readFileSync(join(output, 'report.json'), 'utf8')) as Report).results }
}

async function onRealClusters(t: Test, subject: string, other: string): Promise<void> {
  const { results } = await judge(['-k', subject, '-k', other])
  for (const [id, { verdict, cause }] of Object.entries(results)) {
    t.ok(cause?.kind !== 'internal' && cause?.kind !== 'no-check', `${id}: ${verdict} ${cause?.message ?? ''}`)
  }
  const verdicts = (...ids: readonly string[]) => ids.map((id) => `${id} ${results[id]?.verdict}`)
  t.same(verdicts('node-distribution-check', 'scs-0214-labels', 'scs-0211-default-class', 'scs-0217-authorization-modes'), [
    'node-distribution-check PASS', 'scs-0214-labels PASS', 'scs-0211-default-class PASS', 'scs-0217-authorization-modes PASS',
  ]) // prettier-ignore
  // What this testbed does not do: its volumes are folders of one node, its etcd speaks plain HTTP, and nothing is audited.
  t.same(verdicts('scs-0211-not-node-local', 'scs-0217-etcd-tls', 'scs-0217-audit-log'), [
    'scs-0211-not-node-local FAIL', 'scs-0217-etcd-tls FAIL', 'scs-0217-audit-log FAIL',
  ]) // prettier-ignore
  // Patches of a pinned version come out after it; whether that is known depends on how old the bundled data is by now.
  t.match(results['version-policy-check']?.verdict, /^(FAIL|DNF)$/)

  const newer = await judge(['-k', other])
  t.match(newer.results['version-policy-check']?.verdict, /^(PASS|FAIL|DNF)$/)

  const nobody = await judge(['-k', subject, '--context', 'nobody', '--read-only'])
  const failed = Object.keys(nobody.results).filter((id) => nobody.results[id]?.verdict === 'FAIL')
  const aboutVersions = new Set(['version-policy-check', 'scs-0210-supported-minors']) // anybody may ask for the version
  t.same(
    failed.filter((id) => !aboutVersions.has(id)),
    [],
    'who may look at nothing sees no violation',
  )
}

if (kubeconfig && next) {
  t.setTimeout(lane.timeout)
  t.test('two real clusters', lane, (t) => onRealClusters(t, kubeconfig, next))
} else {
  t.pass('only where real clusters are named')
}
