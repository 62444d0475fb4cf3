import { readFile } from 'node:fs/promises'
import { isRecord } from '../answer.ts'
import { fileReason } from '../file-reason.ts'
import { UsageError } from '../usage-error.ts'
import type { Manifest } from './api-resources.ts'
import { fillTemplate } from './template.ts'

/**
 * Reads a template, puts the values in and gives its objects: the one Cluster last, since all others have to be there as
 * long as it is. UsageError where the file cannot be read or is not what a run may make.
 */
export async function readManifests(
  file: string,
  values: Readonly<Record<string, string>>,
  name: string,
  namespace: string,
): Promise<readonly Manifest[]> {
  const filled = fillTemplate(file, await textOf(file), values)
  const yaml = await import('yaml')
  const lines = new yaml.LineCounter()
  const documents = yaml.parseAllDocuments(filled, { lineCounter: lines, prettyErrors: false, logLevel: 'error' })
  const manifests: Manifest[] = []
  for (const document of 'empty' in documents ? [] : documents) {
    const line = lines.linePos(document.range[0]).line
    const [wrong] = document.errors
    // No cause, and not its message: it may quote a value.
    if (wrong) throw new UsageError(`${file}:${lines.linePos(wrong.pos[0]).line}: is not YAML once its values are in`)
    const data: unknown = document.toJS()
    if (data === null) continue
    manifests.push(checked(data, `${file}:${line}`, name, namespace))
  }
  const isCluster = ({ apiVersion, kind }: Manifest) => kind === 'Cluster' && apiVersion.startsWith('cluster.x-k8s.io/')
  const clusters = manifests.filter(isCluster)
  if (clusters.length !== 1 || clusters[0]?.metadata.name !== name) {
    const has = clusters.map((cluster) => cluster.metadata.name).join(', ') || 'none'
    throw new UsageError(`${file}: must have one Cluster of cluster.x-k8s.io, named \${CLUSTER_NAME}; it has ${has}`)
  }
  return [...manifests.filter((manifest) => !isCluster(manifest)), ...clusters]
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new UsageError(`${file}: cannot be read (${fileReason(error)})`, { cause: error })
  }
}

/** What bears the cluster's name is this run's own; anything else could be somebody's, and would be deleted in the end. */
function checked(data: unknown, place: string, name: string, namespace: string): Manifest {
  const metadata = isRecord(data) ? data['metadata'] : undefined
  if (
    !isRecord(data) ||
    typeof data['apiVersion'] !== 'string' ||
    typeof data['kind'] !== 'string' ||
    !isRecord(metadata) ||
    typeof metadata['name'] !== 'string'
  ) {
    throw new UsageError(`${place}: is no Kubernetes object: it needs apiVersion, kind and metadata.name`)
  }
  const own = metadata['name']
  if (!own.includes(name)) {
    throw new UsageError(
      `${place}: ${data['kind']} ${own} must have \${CLUSTER_NAME} in its name, so that it can be this run's own; make what several clusters share beforehand`,
    )
  }
  if (metadata['namespace'] !== undefined && metadata['namespace'] !== namespace) {
    throw new UsageError(
      `${place}: ${data['kind']} ${own} is in another namespace than the file that names it, ${namespace}`,
    )
  }
  return { ...data, metadata: { ...metadata, name: own, namespace } } as Manifest // checked above
}
