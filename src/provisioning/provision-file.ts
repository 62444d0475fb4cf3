import { homedir } from 'node:os'
import { dirname, resolve } from 'node:path'
import type { Reference } from '../ledger.ts'
import { checkAgainst } from '../schema-check.ts'
import { readYaml, type SourceDocument } from '../yaml-document.ts'
import type { Value } from './values.ts'

/** A cluster that a file describes; all paths are absolute. */
export type ClusterPlan = StaticPlan | CapiPlan | CommandPlan

interface Plan {
  /** Its name in the file: what the report calls the subject. */
  readonly subject: string
  /** The file, for messages. */
  readonly file: string
}

/** A cluster that is there already. */
export interface StaticPlan extends Plan {
  readonly kind: 'static'
  readonly kubeconfig: string
  readonly context?: string
}

/** A cluster that a Cluster API management cluster makes. */
export interface CapiPlan extends Plan {
  readonly kind: 'capi'
  /** Kubeconfig of the management cluster. */
  readonly kubeconfig: string
  readonly context?: string
  readonly namespace: string
  /** Path of a manifest with `${NAME}` in it, of one or several documents. */
  readonly template?: string
  /** A Cluster made of a ClusterClass. */
  readonly topology?: Topology
  readonly variables: Readonly<Record<string, Value>>
  readonly readyTimeoutMs: number
  readonly goneTimeoutMs: number
}

export interface Topology {
  /** Name of the ClusterClass; absent: that of the newest ready ClusterStackRelease of this Kubernetes branch. */
  readonly class?: string
  /** `v1.36.1`, or a branch, `1.36`, where no class is named. */
  readonly version: string
  readonly controlPlaneReplicas: number
  readonly workers: readonly {
    readonly class: string
    readonly name?: string
    readonly replicas: number
    readonly failureDomain?: string
    readonly variables?: Readonly<Record<string, unknown>>
  }[]
  readonly variables?: Readonly<Record<string, unknown>>
  /** The Cluster's `spec.clusterNetwork`. */
  readonly clusterNetwork?: Readonly<Record<string, unknown>>
}

/** A cluster that a command of the user's makes. */
export interface CommandPlan extends Plan {
  readonly kind: 'command'
  readonly provision: readonly string[]
  readonly unprovision: readonly string[]
  /** Where the commands run: the folder of the file. */
  readonly directory: string
  readonly environment: Readonly<Record<string, Value>>
  readonly context?: string
  readonly provisionTimeoutMs: number
  readonly unprovisionTimeoutMs: number
}

type Scalar = string | number | boolean | Reference

/** As the schema has it. */
interface Written {
  readonly clusters: Readonly<
    Record<
      string,
      {
        readonly kind: ClusterPlan['kind']
        readonly kubeconfig?: string
        readonly context?: string
        readonly namespace?: string
        readonly template?: string
        readonly topology?: Topology
        readonly variables?: Readonly<Record<string, Scalar>>
        readonly provision?: readonly string[]
        readonly unprovision?: readonly string[]
        readonly environment?: Readonly<Record<string, Scalar>>
        readonly timeouts?: Readonly<Record<string, number>>
      }
    >
  >
}

/**
 * Reads a file that says how clusters are provisioned, in its order.
 * @throws UsageError with file, line and key for whatever is wrong with it.
 */
export async function readProvisionFile(file: string): Promise<readonly ClusterPlan[]> {
  const document = await readYaml(file)
  await checkAgainst(schema, document)
  const { clusters } = document.data as Written // that is what the schema has just said
  return Object.entries(clusters).map(([subject, written]) => planOf(subject, written, document))
}

function planOf(subject: string, written: Written['clusters'][string], document: SourceDocument): ClusterPlan {
  const { file } = document
  const directory = dirname(resolve(file))
  const at = (path: string) => absolute(directory, path)
  const wrong = (key: string, sentence: string) => document.error(['clusters', subject, key], sentence)
  const required = <Key extends keyof typeof written>(key: Key) => {
    const value = written[key]
    if (value === undefined) throw document.error(['clusters', subject], `the key ${key} is missing`)
    return value
  }
  for (const key of Object.keys(written)) {
    if (!keysOf[written.kind].includes(key)) throw wrong(key, `goes with no cluster of kind ${written.kind}`)
  }
  const seconds = (key: string, otherwise: number) => (written.timeouts?.[key] ?? otherwise) * 1000
  const common = { subject, file, ...(written.context === undefined ? {} : { context: written.context }) }
  switch (written.kind) {
    case 'static':
      return { ...common, kind: 'static', kubeconfig: at(required('kubeconfig')) }
    case 'command':
      return {
        ...common,
        kind: 'command',
        provision: required('provision'),
        unprovision: required('unprovision'),
        directory,
        environment: valuesOf(written.environment ?? {}, directory, 'environment', wrong),
        provisionTimeoutMs: seconds('provision', 1800),
        unprovisionTimeoutMs: seconds('unprovision', 1800),
      }
    case 'capi': {
      const { template, topology } = written
      if ((template === undefined) === (topology === undefined)) {
        throw document.error(['clusters', subject], 'needs either template or topology')
      }
      if (topology && topology.class === undefined && !/^v?\d+\.\d+$/.test(topology.version)) {
        throw document.error(
          ['clusters', subject, 'topology', 'version'],
          `without a class it must be a branch such as 1.36, whose newest cluster stack is taken`,
        )
      }
      return {
        ...common,
        kind: 'capi',
        kubeconfig: at(required('kubeconfig')),
        namespace: required('namespace'),
        ...(template === undefined ? {} : { template: at(template) }),
        ...(topology === undefined ? {} : { topology }),
        variables: valuesOf(written.variables ?? {}, directory, 'variables', wrong),
        readyTimeoutMs: seconds('ready', 1200),
        goneTimeoutMs: seconds('gone', 1200),
      }
    }
  }
}

function absolute(directory: string, path: string): string {
  return resolve(directory, path.replace(/^~(?=\/)/, homedir()))
}

const secretName = /pass|secret|token|credential|private|key$/i

/** Texts and references with absolute paths. What is called like a secret must not stand in the file. */
function valuesOf(
  written: Readonly<Record<string, Scalar>>,
  directory: string,
  key: string,
  wrong: (key: string, sentence: string) => Error,
): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(written).map(([name, value]): [string, Value] => {
      if (typeof value === 'object') {
        if ('file' in value === 'env' in value) throw wrong(key, `${name} needs either env or file`)
        return [name, 'file' in value ? { ...value, file: absolute(directory, value.file) } : value]
      }
      if (secretName.test(name)) {
        throw wrong(key, `${name} is called like a secret; give it by reference: {env: NAME} or {file: PATH}`)
      }
      return [name, String(value)]
    }),
  )
}

const keysOf: Readonly<Record<ClusterPlan['kind'], readonly string[]>> = {
  static: ['kind', 'kubeconfig', 'context'],
  capi: ['kind', 'kubeconfig', 'context', 'namespace', 'template', 'topology', 'variables', 'timeouts'],
  command: ['kind', 'provision', 'unprovision', 'environment', 'context', 'timeouts'],
}

const text = { type: 'string', minLength: 1, description: 'a text' }
const commandLine = {
  type: 'array',
  minItems: 1,
  items: text,
  description: 'a list of the program and its arguments, such as [./create.sh, --small]',
}
const values = {
  type: 'object',
  propertyNames: { pattern: '^[A-Za-z_][A-Za-z0-9_]*$' },
  additionalProperties: {
    type: ['string', 'number', 'boolean', 'object'],
    description: 'a text, a number, {env: NAME} or {file: PATH}',
    additionalProperties: false,
    properties: { env: text, file: text, base64: { type: 'boolean' } },
  },
}
const namespace = {
  type: 'string',
  pattern: '^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$',
  description: 'a name of a namespace: up to 63 lower-case letters, digits and hyphens, no hyphen at either end',
}
const anything = { type: 'object', description: 'a mapping' }
const replicas = { type: 'integer', minimum: 1, maximum: 1000, description: 'a number of machines' }
/** Node's timers end at 2^31 ms. */
const timeout = { type: 'number', exclusiveMinimum: 0, maximum: 86_400, description: 'a number of seconds' }

const schema = {
  type: 'object',
  additionalProperties: false,
  required: ['clusters'],
  properties: {
    clusters: {
      type: 'object',
      minProperties: 1,
      description: 'a mapping of subjects to clusters',
      propertyNames: { pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$' },
      additionalProperties: {
        type: 'object',
        description: 'a mapping with kind and what goes with it',
        additionalProperties: false,
        required: ['kind'],
        properties: {
          kind: { enum: ['static', 'capi', 'command'] },
          kubeconfig: text,
          context: text,
          namespace,
          template: text,
          topology: {
            type: 'object',
            additionalProperties: false,
            required: ['version', 'controlPlaneReplicas', 'workers'],
            properties: {
              class: text,
              version: { type: 'string', description: "a version in quotes, such as 'v1.36.1' or '1.36'" },
              controlPlaneReplicas: replicas,
              workers: {
                type: 'array',
                items: {
                  type: 'object',
                  additionalProperties: false,
                  required: ['class', 'replicas'],
                  properties: { class: text, name: text, replicas, failureDomain: text, variables: anything },
                },
              },
              variables: anything,
              clusterNetwork: anything,
            },
          },
          variables: values,
          provision: commandLine,
          unprovision: commandLine,
          environment: values,
          timeouts: {
            type: 'object',
            additionalProperties: false,
            properties: { ready: timeout, gone: timeout, provision: timeout, unprovision: timeout },
          },
        },
      },
    },
  },
}
