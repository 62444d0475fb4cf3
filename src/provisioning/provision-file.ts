import { homedir } from 'node:os'
import { dirname, resolve } from 'node:path'
import { checkAgainst } from '../schema-check.ts'
import { readYaml, type SourceDocument } from '../yaml-document.ts'
import type { ClusterPlan } from './cluster-plan.ts'
import { provisionSchema, type Scalar, type Written } from './provision-schema.ts'
import type { Value } from './values.ts'

/**
 * Reads a file that says how clusters are provisioned, in its order.
 * @throws UsageError with file, line and key for whatever is wrong with it.
 */
export async function readProvisionFile(file: string): Promise<readonly ClusterPlan[]> {
  const document = await readYaml(file)
  await checkAgainst(provisionSchema, document)
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
