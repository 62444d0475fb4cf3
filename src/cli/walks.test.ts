import { execFile, execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import t, { type Test } from 'tap'
import { folder, seededCloud, seededCluster } from '../../testbed/cli.ts'
import { startMonitor } from '../../testbed/monitor/index.ts'
import { startSimulator } from '../../testbed/simulator/index.ts'
import { startClusterSimulator } from '../../testbed/simulator/kubernetes/index.ts'
import { namesOf } from '../../suites/e2e/required-tests.ts'
import { sampleJUnit } from '../../suites/e2e/sample-junit.ts'
import type { Report } from '../report.ts'
import { loadRequiredTests } from './e2e-data.ts'

// The walks of docs/ are promises: every command in them does what the page says, in that order.

const bin = fileURLToPath(new URL('../../bin/scs-conformance', import.meta.url))

interface Walk {
  readonly home: string
  readonly environment: Readonly<Record<string, string>>
}

interface Block {
  readonly language: string
  readonly text: string
}

function blocksOf(name: string): readonly Block[] {
  const page = readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8')
  return [...page.matchAll(/^```(\w+)\n([^]*?)^```$/gm)].map(([, language = '', text = '']) => ({ language, text }))
}

/** A home with the command on its PATH, and an editor that fills in an attestation. */
function makeHome(extra: Readonly<Record<string, string>>): Walk {
  const home = folder()
  mkdirSync(`${home}/bin`)
  const command = (name: string, script: string) => {
    writeFileSync(`${home}/bin/${name}`, script)
    chmodSync(`${home}/bin/${name}`, 0o755)
  }
  command('scs-conformance', `#!/bin/sh\nexec '${process.execPath}' '${bin}' "$@"\n`)
  command(
    'fill-in',
    `#!/bin/sh\nsed -i "s/^verdict: ''/verdict: PASS/; s/^\\( *answer\\|  name\\|  role\\|  organisation\\): ''/\\1: said/" "$@"\n`,
  )
  const { PATH = '' } = process.env
  const environment = {
    PATH: `${home}/bin:${PATH}`,
    HOME: home,
    TMPDIR: home,
    XDG_STATE_HOME: `${home}/state`,
    EDITOR: 'fill-in',
    ...extra,
  }
  return { home, environment }
}

/** Runs one line as a user would; the exit code is 0 unless the line says otherwise. */
async function follow(t: Test, { home, environment }: Walk, line: string): Promise<void> {
  const expected = Number(/# exits with (\d+)/.exec(line)?.[1] ?? 0)
  const { code, output } = await new Promise<{ code: number; output: string }>((resolve) => {
    execFile('sh', ['-c', line], { cwd: home, env: environment, maxBuffer: 2 ** 26 }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, output: `${stdout}${stderr}` }),
    )
  })
  t.equal(code, expected, `${line}${code === expected ? '' : `\n${output.slice(-2000)}`}`)
}

async function walk(t: Test, name: string, at: Walk): Promise<void> {
  for (const { language, text } of blocksOf(name)) {
    if (language === 'yaml') writeFileSync(`${at.home}/waivers.yaml`, text)
    if (language !== 'sh') continue
    for (const line of text.split('\n').filter((each) => each.trim() !== '')) await follow(t, at, line)
  }
}

const password = 'correct-horse-battery'
function makeKey(file: string): string {
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file])
  return readFileSync(`${file}.pub`, 'utf8').trim()
}

/** What Sonobuoy would leave of a run on 1.32 in which all tests passed. */
async function writeE2eResults(path: string): Promise<void> {
  const required = await loadRequiredTests()
  const names = (['conformance', 'networkPolicy'] as const).flatMap((set) => namesOf(required, set, '1.32') ?? [])
  mkdirSync(path)
  const timestamp = new Date(Date.now() - 3_600_000).toISOString().slice(0, 19)
  writeFileSync(`${path}/junit_01.xml`, sampleJUnit({ tests: names.map((name) => ({ name })), timestamp }))
  writeFileSync(`${path}/e2e.log`, 'e2e.go:245] e2e test version: v1.32.1\n')
}

t.setTimeout(300_000) // some dozens of commands, each in a process of its own

t.test('the provider', async (t) => {
  await using simulator = await startSimulator({ description: seededCloud })
  await using cluster = await startClusterSimulator({ description: seededCluster })
  const at = makeHome({ OS_CLIENT_CONFIG_FILE: `${folder()}/clouds.yaml` })
  writeFileSync(
    String(at.environment['OS_CLIENT_CONFIG_FILE']),
    simulator.cloudsYaml(['testbed']).replace('testbed:', 'mycloud:'),
  )
  // The walk makes its key on the way; the monitor of this walk knows it in advance.
  const publicKey = makeKey(`${at.home}/known`)
  await using monitor = await startMonitor([{ name: 'mycloud', password, publicKey }])
  writeFileSync(
    `${at.home}/bin/ssh-keygen`,
    `#!/bin/sh\ncase "$1" in -q) cp known key; cp known.pub key.pub;; *) exec /usr/bin/env PATH='${process.env['PATH'] ?? ''}' ssh-keygen "$@";; esac\n`,
  )
  chmodSync(`${at.home}/bin/ssh-keygen`, 0o755)
  writeFileSync(`${at.home}/token`, Buffer.from(`mycloud:${password}`).toString('base64'), { mode: 0o600 })
  cluster.writeKubeconfig(`${at.home}/cluster.yaml`)
  await writeE2eResults(`${at.home}/e2e-results`)
  await walk(t, 'provider.md', { ...at, environment: { ...at.environment, MONITOR: monitor.url } })
  t.match(monitor.taken, [{ subject: 'mycloud' }])
  const { results } = JSON.parse(readFileSync(`${at.home}/cluster-e2e/report.json`, 'utf8')) as Report
  t.match(results, { 'cncf-k8s-conformance': { verdict: 'PASS' }, 'kaas-networking-check': { verdict: 'PASS' } })
})

t.test('the pipeline, then the auditor', async (t) => {
  await using simulator = await startSimulator({ description: seededCloud })
  await using cluster = await startClusterSimulator({ description: seededCluster })
  const at = makeHome({ OS_CLIENT_CONFIG_FILE: `${folder()}/clouds.yaml` })
  writeFileSync(
    String(at.environment['OS_CLIENT_CONFIG_FILE']),
    simulator.cloudsYaml(['testbed']).replace('testbed:', 'mycloud:'),
  )
  const publicKey = makeKey(`${at.home}/key`)
  await using monitor = await startMonitor([{ name: 'mycloud', password, publicKey }])
  writeFileSync(`${at.home}/token`, Buffer.from(`mycloud:${password}`).toString('base64'), { mode: 0o600 })
  cluster.writeKubeconfig(`${at.home}/cluster.yaml`)
  await walk(t, 'ci.md', { ...at, environment: { ...at.environment, MONITOR: monitor.url } })

  const audit = makeHome({})
  const assessorKey = makeKey(`${audit.home}/assessor`)
  copyFileSync(`${at.home}/night-2/report.bundle.zip`, `${audit.home}/report.bundle.zip`)
  copyFileSync(`${at.home}/cluster-2/report.bundle.zip`, `${audit.home}/cluster.bundle.zip`)
  copyFileSync(`${at.home}/key`, `${audit.home}/key`)
  chmodSync(`${audit.home}/key`, 0o600)
  writeFileSync(
    `${audit.home}/signers`,
    `ops@mycloud.example namespaces="scs-attestation,scs-conformance-bundle" ${publicKey}\nassessor@scs.example namespaces="scs-attestation-confirmation" ${assessorKey}\n`,
  )
  for (const line of [
    'scs-conformance sign report.bundle.zip --key key',
    'scs-conformance sign cluster.bundle.zip --key key',
    'scs-conformance redact report.bundle.zip --output public.json',
    'scs-conformance attest new availability-zones-check --subject mycloud',
    '$EDITOR availability-zones-check.attestation.yaml',
    'scs-conformance attest sign availability-zones-check.attestation.yaml --key key',
  ]) {
    await follow(t, audit, line)
  }
  await walk(t, 'auditor.md', audit)
})
