import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { folder } from '../../testbed/cli.ts'
import type { LedgerEntry } from '../ledger.ts'
import { redactor as newRedactor } from '../redact.ts'
import type { CommandPlan } from './cluster-plan.ts'
import { withCluster, type ProvisionContext } from './provisioner.ts'

process.env['TMPDIR'] = folder()

const kubeconfig = '{clusters: [], users: [{name: u, user: {token: token-of-the-cluster}}]}'
const write = `echo '${kubeconfig}' > "$SCS_KUBECONFIG"`

/** Provisions with these two scripts; `log` holds what they append to the file named log. */
function provisioning(provision: string, unprovision: string, more: Partial<CommandPlan> = {}) {
  const directory = folder()
  const log = join(directory, 'log')
  writeFileSync(log, '')
  const script = (name: string, text: string) => {
    writeFileSync(join(directory, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 })
    return [`./${name}`]
  }
  const entries: LedgerEntry[] = []
  const lines: string[] = []
  const redactor = newRedactor()
  const interrupt = new AbortController()
  const context: ProvisionContext = {
    runId: '1f2e3d4c',
    ledger: { record: async (entry) => void entries.push(entry) },
    signal: interrupt.signal,
    environment: { PATH: process.env['PATH'], ACCESS: 'the access' },
    redactor,
    progress: (line) => {
      lines.push(line)
      if (line.endsWith('interrupt me')) interrupt.abort()
    },
    openCluster: () => Promise.reject(new Error('there is no management cluster')),
  }
  const plan: CommandPlan = {
    subject: 'own-1.36',
    file: join(directory, 'provision.yaml'),
    kind: 'command',
    provision: script('create', provision),
    unprovision: script('delete', unprovision),
    directory,
    environment: { FLAVOR: 'small', ACCESS_KEY: { env: 'ACCESS' } },
    provisionTimeoutMs: 10_000,
    unprovisionTimeoutMs: 10_000,
    ...more,
  }
  const used: string[] = []
  const leased = () => withCluster(plan, context, async ({ kubeconfig }) => used.push(readFileSync(kubeconfig, 'utf8')))
  const left = () =>
    entries.filter(
      ({ event, name }) => event === 'planned' && !entries.some((e) => e.event === 'gone' && e.name === name),
    )
  return { leased, used, entries, lines, redactor, directory, left, logged: () => readFileSync(log, 'utf8') }
}

t.test('makes, is told where to write, is used, deletes', async (t) => {
  const it = provisioning(
    `echo "$SCS_CLUSTER_NAME $SCS_RUN_ID $SCS_SUBJECT $FLAVOR $ACCESS_KEY" >> log; ${write}; echo made; echo slow >&2`,
    'echo "deleted $SCS_CLUSTER_NAME $FLAVOR $ACCESS_KEY" >> log; test -e "$SCS_KUBECONFIG"',
  )
  t.equal((await it.leased()).leftover, null)
  t.same(it.used, [`${kubeconfig}\n`])
  const name = 'scs-conformance-1f2e3d4c-own-1-36'
  t.equal(it.logged(), `${name} 1f2e3d4c own-1.36 small the access\ndeleted ${name} small the access\n`)
  t.match(it.lines.toSorted(), ['own-1.36: ./create', 'own-1.36: ./delete', 'own-1.36: made', 'own-1.36: slow'])
  t.same(it.left(), [])
  t.match(
    it.entries.find(({ service }) => service === 'command'),
    { name, undo: { command: ['./delete'], environment: { FLAVOR: 'small', ACCESS_KEY: { env: 'ACCESS' } } } },
  )
  t.notMatch(JSON.stringify(it.entries), /the access/)
  t.notMatch(it.redactor.redact('the access, token-of-the-cluster'), /access|token/)
})

t.test('whatever the first one does, the second is called', async (t) => {
  for (const [script, kind, message] of [
    ['echo broken >&2; exit 3', 'dependency', './create ended with exit code 3; its own output says why'],
    ['kill -9 $$', 'dependency', './create ended by signal SIGKILL; its own output says why'],
    ['true', 'dependency', './create ended well, but wrote no kubeconfig to the path in SCS_KUBECONFIG'],
    ['echo nonsense > "$SCS_KUBECONFIG"', 'malformed', /is none/],
    ['echo interrupt me; sleep 60', 'interrupted', './create was ended, because the run was interrupted'],
  ] as const) {
    const it = provisioning(script, 'echo deleted >> log')
    await t.rejects(it.leased(), { name: 'ProbeError', kind, message }, script)
    t.equal(it.logged(), 'deleted\n')
    t.same(it.left(), [])
  }
})

t.test('one that hangs is ended at its deadline, with all that it has started', async (t) => {
  const it = provisioning(
    'sleep 60 & echo $! >> log; trap "" INT; sleep 60; echo never >> log',
    'echo deleted >> log',
    {
      provisionTimeoutMs: 300,
    },
  )
  await t.rejects(it.leased(), {
    name: 'ProbeError',
    kind: 'timeout',
    message: './create was not done after 0.3 s and was ended',
  })
  const [pid, ...rest] = it.logged().split('\n')
  t.same(rest, ['deleted', ''])
  t.notOk(isAtWork(Number(pid)))
})

t.test('what it leaves running, such as a tunnel, lives as long as the cluster', async (t) => {
  const it = provisioning(`sleep 60 & echo $! >> log; ${write}`, 'kill -0 $(cat log) && echo still there >> log')
  t.equal((await it.leased()).leftover, null)
  const [pid, seen] = it.logged().split('\n')
  t.equal(seen, 'still there')
  t.notOk(isAtWork(Number(pid)))
})

t.test('a deletion that fails is tried three times, told, and stays in the ledger with its kubeconfig', async (t) => {
  const it = provisioning(write, 'echo tried >> log; exit 1')
  const { leftover } = await it.leased()
  t.match(leftover, {
    message: /cluster by command scs-conformance-1f2e3d4c-own-1-36 may be left behind: .\/delete ended/,
  })
  t.equal(it.logged(), 'tried\ntried\ntried\n')
  t.same([...new Set(it.left().map(({ service }) => service))], ['local', 'command'])
  t.ok(existsSync(join(process.env['TMPDIR'] ?? '', 'scs-conformance-1f2e3d4c-kubeconfig', 'kubeconfig')))
})

t.test('what cannot work is said before anything is done', async (t) => {
  process.env['TMPDIR'] = folder()
  const nowhere = provisioning(write, 'echo deleted >> log', { environment: { A: { env: 'NOT_SET' } } })
  await t.rejects(nowhere.leased(), {
    name: 'UsageError',
    message: /provision.yaml: clusters.own-1.36.environment.A: the environment variable NOT_SET is not set/,
  })
  t.same(nowhere.entries, [])
  const absent = provisioning(write, 'echo deleted >> log', { provision: ['./absent'] })
  await t.rejects(absent.leased(), { name: 'ProbeError', kind: 'dependency', message: /.\/absent cannot be started/ })
})

/** Not gone, and not merely waiting for its parent to take notice. */
function isAtWork(pid: number): boolean {
  if (!existsSync(`/proc/${pid}/stat`)) return false
  return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
}
