import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { StatusError, type Call, type Kubernetes } from '../../../src/kubernetes/client.ts'
import type { Lessor } from '../../../src/kubernetes/lease.ts'
import { markers } from './pod.ts'
import type { WirePod } from './wire.ts'

type Status = WirePod['status']
type LedgerEntry = Parameters<Lessor['ledger']['record']>[0]

export interface SampleCluster {
  readonly kubernetes: Kubernetes
  readonly ledger: Lessor['ledger']
  readonly entries: LedgerEntry[]
  /** Bodies of what was made, by path. */
  readonly made: ReadonlyMap<string, unknown>
  /** Paths of what is there. */
  readonly objects: Set<string>
  /** Labels of namespaces that the tests have made, by name. */
  readonly testNamespaces: Map<string, Readonly<Record<string, string>>>
  /** Method and path of every call, logs with their query. */
  readonly calls: string[]
}

/** What a cluster does at the nth look at the pod, from 0; the last one goes on. */
export interface Behaviour {
  readonly pod: readonly (Status | (() => Status))[]
  /** What the nth stream of the tests' log brings; one that ends with `…` breaks off. */
  readonly tests?: readonly string[]
  readonly results?: readonly string[]
  readonly nodeReady?: string
  /** Called with every call, first; what it throws is its answer. */
  readonly intercept?: (call: Call) => void
}

/** A cluster that knows objects by their path, and plays a pod. */
export function sampleCluster({
  pod,
  tests = [''],
  results = [],
  nodeReady = 'True',
  intercept,
}: Behaviour): SampleCluster {
  const made = new Map<string, unknown>()
  const objects = new Set<string>()
  const testNamespaces = new Map<string, Readonly<Record<string, string>>>()
  const calls: string[] = []
  const entries: LedgerEntry[] = []
  const streams = { tests: 0, results: 0 }
  let looks = 0

  function answer(call: Call): unknown {
    const { method = 'GET', path, query = {}, body } = call
    calls.push(`${method} ${path}${path.endsWith('/log') ? ` ${JSON.stringify(query)}` : ''}`)
    intercept?.(call)
    if (method === 'POST') {
      const name = (body as { readonly metadata: { readonly name: string } }).metadata.name
      made.set(`${path}/${name}`, body)
      objects.add(`${path}/${name}`)
      return body
    }
    if (path.startsWith('/api/v1/nodes/')) return { status: { conditions: [{ type: 'Ready', status: nodeReady }] } }
    if (method === 'DELETE') {
      testNamespaces.delete(path.split('/').at(-1) ?? '')
      for (const object of objects) if (object === path || object.startsWith(`${path}/`)) objects.delete(object)
      return {}
    }
    if (!objects.has(path)) throw new StatusError('dependency', `GET ${path} was answered with 404`, 404, 'not found')
    if (!path.includes('/pods/')) return {}
    const status = pod[Math.min(looks++, pod.length - 1)] ?? {}
    return { spec: { nodeName: 'node-1' }, status: typeof status === 'function' ? status() : status }
  }

  const kubernetes: Kubernetes = {
    context: 'sample',
    server: 'https://127.0.0.1:6443',
    async send(call) {
      try {
        return { status: 200, headers: {}, body: answer(call) }
      } catch (error) {
        if (error instanceof StatusError && call.accept?.includes(error.status)) {
          return { status: error.status, headers: {}, body: null }
        }
        throw error
      }
    },
    async read<T>(call: Call) {
      return answer(call) as T
    },
    async list<T>(call: Call) {
      calls.push(`LIST ${call.path}`)
      const creationTimestamp = new Date().toISOString()
      return [...testNamespaces].map(([name, labels]) => ({ metadata: { name, labels, creationTimestamp } })) as T[]
    },
    async stream({ path, query = {} }, onText) {
      calls.push(`GET ${path} ${JSON.stringify(query)}`)
      const which = query['container'] === 'results' ? 'results' : 'tests'
      const texts = which === 'results' ? results : tests
      const text = texts[Math.min(streams[which]++, texts.length - 1)] ?? ''
      for (const piece of text.replace(/…$/, '').match(/[^]{1,1000}/g) ?? []) onText(piece)
      if (text.endsWith('…')) throw new Error('broke off')
    },
    anonymous: () => Promise.reject(new Error('not asked for')),
  }
  const ledger = { record: async (entry: LedgerEntry) => void entries.push(entry) }
  return { kubernetes, ledger, entries, made, objects, testNamespaces, calls }
}

/** The status of a pod whose containers are in these states. */
export function statusOf(tests: object, results: object = { running: {} }, more: Status = {}): Status {
  return {
    phase: 'Running',
    containerStatuses: [
      { name: 'tests', state: tests },
      { name: 'results', state: results },
    ],
    ...more,
  }
}

export const pending: Status = { phase: 'Pending' }
export const running: Status = statusOf({ running: {} })
export const done: Status = statusOf(
  { terminated: { exitCode: 0 } },
  { terminated: { exitCode: 0 } },
  { phase: 'Succeeded' },
)

/** The log of the container that prints the results. */
export function printed(files: Readonly<Record<string, string>>): string {
  const texts = Object.entries(files).map(([name, content]) => {
    const packed = gzipSync(content)
    const digest = createHash('sha256').update(packed).digest('hex')
    const lines = packed.toString('base64').match(/.{1,76}/g) ?? []
    return [`${markers.file} ${name} ${digest}`, ...lines, `${markers.end} ${name}`].join('\n')
  })
  return `${[...texts, `${markers.all} ${texts.length}`].join('\n')}\n`
}
