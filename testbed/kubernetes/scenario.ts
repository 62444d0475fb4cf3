import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { parse } from 'yaml'
import schema from './scenario.schema.json' with { type: 'json' }

/** Nodes of a cluster, as a file of scenarios/ describes them; see scenario.schema.json. */
export interface Scenario {
  readonly description: string
  readonly nodes: readonly ScenarioNode[]
}

/** One node, or `count` of them. */
export interface ScenarioNode {
  readonly name: string
  readonly count?: number
  readonly roles: readonly string[]
  readonly region?: string
  readonly zone?: string
  readonly labels: Readonly<Record<string, string>>
  readonly taints?: readonly Taint[]
  readonly providerID?: string
  readonly internalIP?: string
  readonly kubeletVersion?: string
}

export interface Taint {
  readonly key: string
  readonly value?: string
  readonly effect: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute'
}

/** A Node as the API takes it (core/v1), with the part of its status that a kubelet would report. */
export interface NodeManifest {
  readonly apiVersion: 'v1'
  readonly kind: 'Node'
  readonly metadata: {
    readonly name: string
    readonly labels: Readonly<Record<string, string>>
    readonly annotations: Readonly<Record<string, string>>
  }
  readonly spec: { readonly providerID?: string; readonly taints: readonly Taint[] }
  readonly status: {
    readonly addresses: readonly { readonly type: string; readonly address: string }[]
    readonly nodeInfo: Readonly<Record<string, string>>
  }
}

export interface ScenarioContext {
  /** `v1.36.3`: what the kubelets say where the scenario does not. */
  readonly kubeletVersion: string
  /** Ids of OpenStack servers by name, for `${SERVER_ID:name}`. */
  readonly serverIds?: Readonly<Record<string, string>>
}

/** A scenario that cannot be used, in one sentence that names the file and the place. */
export class ScenarioError extends Error {}

const ajv = new Ajv({ useDefaults: true, strict: false })
addFormats.default(ajv)
const validate = ajv.compile<Scenario>(schema)

/** Reads a scenario. Throws ScenarioError. */
export function loadScenario(file: string): Scenario {
  let value: unknown
  try {
    value = parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new ScenarioError(`${file}: ${(error as Error).message.split('\n')[0]}`)
  }
  if (validate(value)) return value
  const [error] = validate.errors ?? []
  const extra: unknown = error?.params['additionalProperty']
  const place = `${error?.instancePath ?? ''}${typeof extra === 'string' ? `/${extra}` : ''}`
  throw new ScenarioError(
    `${file}: ${place || 'the document'} ${extra === undefined ? error?.message : 'is not a known key'}`,
  )
}

/** Names of the OpenStack servers that the scenario refers to, sorted. */
export function serverNames(scenario: Scenario): string[] {
  const names = scenario.nodes
    .flatMap(expand)
    .flatMap(({ providerID = '' }) => [...providerID.matchAll(serverId)].map(([, name = '']) => name))
  return [...new Set(names)].sort()
}

/** All nodes of the scenario. Throws ScenarioError for a server whose id is not known. */
export function nodeManifests(scenario: Scenario, context: ScenarioContext): NodeManifest[] {
  return scenario.nodes.flatMap(expand).map((node, index) => manifest(node, index, context))
}

const serverId = /\$\{SERVER_ID:([^}]+)\}/g

function expand(node: ScenarioNode): ScenarioNode[] {
  const { count, ...template } = node
  if (count === undefined) return [template]
  const text = JSON.stringify(template)
  return Array.from({ length: count }, (_, index) => JSON.parse(numbered(text, index + 1)) as ScenarioNode)
}

function numbered(text: string, n: number): string {
  return text.replaceAll(/\{n(?:%(\d+)|:(\d+))?\}/g, (_, modulus?: string, width?: string) =>
    modulus ? `${((n - 1) % Number(modulus)) + 1}` : `${n}`.padStart(Number(width ?? 0), '0'),
  )
}

function manifest(node: ScenarioNode, index: number, context: ScenarioContext): NodeManifest {
  const version = node.kubeletVersion ?? context.kubeletVersion
  const controlPlane = 'node-role.kubernetes.io/control-plane'
  const defaultTaints: Taint[] = node.roles.includes('control-plane')
    ? [{ key: controlPlane, effect: 'NoSchedule' }]
    : []
  const address = node.internalIP ?? `10.${16 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}`
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: node.name,
      labels: {
        'kubernetes.io/hostname': node.name,
        'kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        ...Object.fromEntries(node.roles.map((role) => [`node-role.kubernetes.io/${role}`, ''])),
        ...(node.region === undefined ? {} : { 'topology.kubernetes.io/region': node.region }),
        ...(node.zone === undefined ? {} : { 'topology.kubernetes.io/zone': node.zone }),
        ...node.labels,
      },
      annotations: { 'kwok.x-k8s.io/node': 'fake' },
    },
    spec: {
      ...(node.providerID === undefined ? {} : { providerID: withServerIds(node.providerID, context) }),
      taints: node.taints ?? defaultTaints,
    },
    status: {
      addresses: [
        { type: 'InternalIP', address },
        { type: 'Hostname', address: node.name },
      ],
      nodeInfo: { kubeletVersion: version, kubeProxyVersion: '', osImage: 'kwok', containerRuntimeVersion: 'kwok://0' },
    },
  }
}

function withServerIds(providerID: string, { serverIds = {} }: ScenarioContext): string {
  return providerID.replaceAll(serverId, (_, name: string) => {
    const id = serverIds[name]
    if (id === undefined)
      throw new ScenarioError(`no id is known for the OpenStack server ${name}: give --os-cloud, and boot it there`)
    return id
  })
}
