import { execFile } from 'node:child_process'
import { readdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseAllDocuments } from 'yaml'
import { folder } from '../../testbed/cli.ts'

/** The folder of the chart. */
export const chart = fileURLToPath(new URL('scs-conformance', import.meta.url))

/** Files of values that show the chart's shapes, by their names without extension; `default` is none. */
export const shapes: Readonly<Record<string, string | undefined>> = {
  default: undefined,
  ...Object.fromEntries(
    readdirSync(join(chart, 'ci')).map((file) => [basename(file, '.yaml'), join(chart, 'ci', file)]),
  ),
}

export interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Never rejects but where the program cannot be started. */
export function execute(program: string, args: readonly string[], input = ''): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = execFile(program, args, { maxBuffer: 2 ** 26, timeout: 600_000 }, (error, stdout, stderr) => {
      if (error && typeof error.code === 'string') reject(error)
      else resolve({ code: error ? Number(error.code ?? 1) : 0, stdout, stderr })
    })
    child.stdin?.end(input)
  })
}

/** The helm of .ci/chart, or the one in PATH. Its settings are in a folder of their own. */
export function helm(...args: readonly string[]): Promise<Ended> {
  const { SCS_TESTBED_HELM: program = 'helm' } = process.env
  return execute('env', [
    `HELM_CACHE_HOME=${own}`,
    `HELM_CONFIG_HOME=${own}`,
    `HELM_DATA_HOME=${own}`,
    program,
    ...args,
  ])
}
const own = folder()

/** A file with these values. */
export function valuesFile(values: object): string {
  const file = join(folder(), 'values.json')
  writeFileSync(file, JSON.stringify(values))
  return file
}

/** As much of Kubernetes' objects as the tests look at. */
export interface Manifest {
  readonly kind: string
  readonly metadata: {
    readonly name: string
    readonly labels?: Readonly<Record<string, string>>
    readonly annotations?: Readonly<Record<string, string>>
  }
  readonly spec?: Readonly<Record<string, unknown>>
  readonly data?: Readonly<Record<string, string>>
}

/** A helm that `go install` has built would take the cluster for an older one. */
export const asked = ['--kube-version', '1.37.0', '--namespace', 'ns'] as const

/** What a file of values makes of the chart; rejects with what helm says where that refuses it. */
export async function render(file?: string): Promise<readonly Manifest[]> {
  const { code, stdout, stderr } = await helm('template', 'r', chart, ...asked, ...(file ? ['-f', file] : []))
  if (code !== 0) throw new Error(stderr)
  // as Kubernetes reads it: 0400 is octal
  return parseAllDocuments(stdout, { version: '1.1' }).flatMap((document) => (document.toJS() as Manifest | null) ?? [])
}

interface KeyOf {
  readonly name: string
  readonly key: string
}

export interface Container {
  readonly name: string
  readonly image: string
  readonly command: readonly string[]
  readonly args?: readonly string[]
  readonly env: readonly {
    readonly name: string
    readonly value?: string
    readonly valueFrom?: { readonly secretKeyRef: KeyOf }
  }[]
  readonly resources: { readonly limits: Readonly<Record<string, unknown>> }
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string; readonly readOnly?: boolean }[]
  readonly [other: string]: unknown
}

export interface PodSpec {
  readonly containers: readonly Container[]
  readonly initContainers?: readonly Container[]
  readonly volumes: readonly {
    readonly name: string
    readonly secret?: { readonly secretName: string; readonly defaultMode: number }
    readonly [kind: string]: unknown
  }[]
  readonly [other: string]: unknown
}

/** A pod, or what makes pods. */
export interface Pods {
  /** `CronJob r-clouds` */
  readonly of: string
  readonly component: string
  readonly labels: Readonly<Record<string, string>>
  readonly spec: PodSpec
}

interface Template {
  readonly metadata?: { readonly labels?: Readonly<Record<string, string>> }
  readonly spec: PodSpec
}

/** The pods that these objects lead to. */
export function podsOf(manifests: readonly Manifest[]): readonly Pods[] {
  return manifests.flatMap((manifest) => {
    const template = templateOf(manifest)
    if (!template) return []
    const labels = template.metadata?.labels ?? {}
    const of = `${manifest.kind} ${manifest.metadata.name}`
    return [{ of, labels, component: labels['app.kubernetes.io/component'] ?? '', spec: template.spec }]
  })
}

function templateOf(manifest: Manifest): Template | undefined {
  const spec = manifest.spec as { readonly template?: Template; readonly jobTemplate?: { readonly spec: { readonly template: Template } } } // prettier-ignore
  if (manifest.kind === 'Pod') return manifest as unknown as Template
  return spec?.jobTemplate?.spec.template ?? spec?.template
}
