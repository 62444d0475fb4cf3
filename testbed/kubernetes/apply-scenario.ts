import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { Agent, request } from 'undici'
import { parse } from 'yaml'
import { loadScenario, nodeManifests, ScenarioError, serverNames, type NodeManifest } from './scenario.ts'

// node apply-scenario.ts FILE KUBELET_VERSION [OS_CLOUD]
// Makes the fake nodes of the cluster of KUBECONFIG (written by up.sh) those of the scenario, and waits until they are Ready.

interface LiveNode {
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> }
  readonly status: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] }
}
interface NodeList {
  readonly metadata: { readonly continue?: string }
  readonly items: readonly LiveNode[]
}

const parallel = 16
const patienceMs = 60_000
const digestKey = 'testbed.scs.community/digest'

const [file = '', kubeletVersion = '', cloud] = process.argv.slice(2)
const api = connect(process.env['KUBECONFIG'] ?? '')
try {
  const wanted = manifests()
  const live = new Map((await fakeNodes()).map((node) => [node.metadata.name, node.metadata.annotations?.[digestKey]]))
  const kept = new Set(
    wanted.filter(({ metadata: { name, annotations } }) => live.get(name) === annotations[digestKey]),
  )
  const names = new Set([...kept].map(({ metadata }) => metadata.name))
  await each(
    [...live.keys()].filter((name) => !names.has(name)),
    (name) => call('DELETE', `/api/v1/nodes/${name}`),
  )
  await each(
    wanted.filter((node) => !kept.has(node)),
    (node) => call('POST', '/api/v1/nodes', node),
  )
  await allReady(wanted.length)
} catch (error) {
  process.stderr.write(
    `testbed: ${error instanceof ScenarioError ? error.message : `nodes: ${(error as Error).message}`}\n`,
  )
  process.exitCode = 1
} finally {
  await api.agent.close()
}

/** The scenario's nodes, each with a digest of itself, by which a later call knows that it need not be replaced. */
function manifests(): NodeManifest[] {
  const scenario = loadScenario(file)
  const serverIds = serverNames(scenario).length > 0 ? servers() : {}
  return nodeManifests(scenario, { kubeletVersion, serverIds }).map((node) => {
    const digest = createHash('sha256').update(JSON.stringify(node)).digest('hex').slice(0, 16)
    const annotations = { ...node.metadata.annotations, [digestKey]: digest }
    return { ...node, metadata: { ...node.metadata, annotations } }
  })
}

/** Ids of the servers of the cloud by name. Asked through the openstack client, as a witness that is not this project. */
function servers(): Record<string, string> {
  if (!cloud) throw new ScenarioError(`${file} names OpenStack servers: give --os-cloud`)
  const text = execFileSync('openstack', [
    '--os-cloud',
    cloud,
    'server',
    'list',
    '-f',
    'json',
    '-c',
    'ID',
    '-c',
    'Name',
  ])
  const list = JSON.parse(text.toString()) as { ID: string; Name: string }[]
  return Object.fromEntries(list.map(({ ID, Name }) => [Name, ID]))
}

function connect(kubeconfig: string): { server: string; agent: Agent } {
  const { clusters, users } = parse(readFileSync(kubeconfig, 'utf8')) as {
    clusters: [{ cluster: { server: string; 'certificate-authority-data': string } }]
    users: [{ user: { 'client-certificate-data': string; 'client-key-data': string } }]
  }
  const [{ cluster }] = clusters
  const [{ user }] = users // the administrator stands first
  const pem = (text: string) => Buffer.from(text, 'base64')
  const ca = pem(cluster['certificate-authority-data'])
  const identity = { cert: pem(user['client-certificate-data']), key: pem(user['client-key-data']) }
  return { server: cluster.server, agent: new Agent({ connections: parallel, connect: { ca, ...identity } }) }
}

/** One call; a node that is gone already, or is still there after an interrupted call, is what was wanted. */
async function call(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<unknown> {
  const answer = await request(`${api.server}${path}`, {
    method,
    dispatcher: api.agent,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const value = (await answer.body.json()) as { message?: string }
  if (answer.statusCode < 300 || (method === 'DELETE' && answer.statusCode === 404)) return value
  throw new Error(`${method} ${path} answers ${answer.statusCode}: ${value.message}`)
}

async function fakeNodes(): Promise<LiveNode[]> {
  const found: LiveNode[] = []
  let next: string | undefined = ''
  do {
    const page: NodeList = (await call('GET', `/api/v1/nodes?limit=500&continue=${next}`)) as NodeList
    found.push(...page.items.filter(({ metadata }) => metadata.annotations?.['kwok.x-k8s.io/node'] === 'fake'))
    next = page.metadata.continue
  } while (next)
  return found
}

/** Waits as long as nodes go on becoming Ready: how long thousands of them take depends on what else the machine does. */
async function allReady(count: number): Promise<void> {
  let most = 0
  let end = Date.now() + patienceMs
  for (;;) {
    const ready = (await fakeNodes()).filter(({ status }) =>
      status.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True'),
    ).length
    if (ready === count) return
    if (ready > most) [most, end] = [ready, Date.now() + patienceMs]
    if (Date.now() > end)
      throw new Error(`only ${ready} of ${count} are Ready, and none became so in ${patienceMs / 1000} s: see kwok.log`)
    await sleep(count > 100 ? 2000 : 200)
  }
}

async function each<T>(items: readonly T[], act: (item: T) => Promise<unknown>): Promise<void> {
  const queue = items.values()
  await Promise.all(
    Array.from({ length: parallel }, async () => {
      for (const item of queue) await act(item)
    }),
  )
}
