import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { DemoOptions, RunOptions } from '../options.ts'
import type { Redactor } from '../redact.ts'
import type { Layer } from '../report.ts'
import type { DemoProvider } from '../../testbed/demo-provider.ts'
import { run } from './run.ts'

const withMistakes = {
  iaas: fileURLToPath(new URL('../../testbed/clouds/seeded.yaml', import.meta.url)),
  kaas: fileURLToPath(new URL('../../testbed/clusters/seeded.yaml', import.meta.url)),
} as const

/** `demo`: starts a simulated cloud or cluster, runs the main job against it and leaves a report. Contacts nothing else. */
export async function demo({ output, cloud, layer, level }: DemoOptions, redactor: Redactor): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'scs-conformance-demo-'))
  const what = layer === 'kaas' ? 'cluster' : 'cloud'
  try {
    const start = layer === 'kaas' ? startCluster : startCloud
    await using subject = await start(cloud ?? withMistakes[layer], folder)
    await using provider = level === 'compatible' ? undefined : await startProvider(folder, layer)
    process.stderr.write(`A simulated ${what} answers at ${subject.url}; what follows is a real run against it.\n`)
    const common = { subject: `simulated-${what}`, output, format: ['html'], factTimeout: 120, concurrency: 16 }
    const scopes = { level, layer, ...provider?.options }
    const code = await run({ ...common, ...subject.options, ...scopes }, redactor)
    const [verdict, meaning] =
      code === 1 ? ['FAIL', `as it should: this ${what} has mistakes in it`] : [String(code), 'see the report']
    // A run by several scopes leaves a report for each; that of the highest tells what stands between it and those below, too.
    const page = level === 'compatible' ? 'report.html' : `report.scs-${level}-${layer}.html`
    process.stderr.write(`\nThe demo ended with ${verdict}, ${meaning}. Open ${join(output, page)} in a browser.\n`)
    return code === 1 || code === 2 ? 0 : code
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What is judged, and the options by which a run finds it. */
interface Subject extends AsyncDisposable {
  readonly url: string
  readonly options: Partial<RunOptions>
}

async function startCloud(description: string, folder: string): Promise<Subject> {
  const { startSimulator } = await import('../../testbed/simulator/index.ts')
  const simulator = await startSimulator({ description })
  const settings = join(folder, 'clouds.yaml')
  simulator.writeCloudsYaml(settings)
  process.env['OS_CLIENT_CONFIG_FILE'] = settings
  return { url: simulator.url, options: { osCloud: 'testbed' }, [Symbol.asyncDispose]: simulator.stop }
}

async function startProvider(folder: string, layer: Layer): Promise<DemoProvider> {
  const { startDemoProvider } = await import('../../testbed/demo-provider.ts')
  return startDemoProvider(folder, layer)
}

async function startCluster(description: string, folder: string): Promise<Subject> {
  const { startClusterSimulator } = await import('../../testbed/simulator/kubernetes/index.ts')
  const simulator = await startClusterSimulator({ description })
  const kubeconfig = join(folder, 'kubeconfig')
  simulator.writeKubeconfig(kubeconfig)
  return { url: simulator.url, options: { kubeconfig: [kubeconfig] }, [Symbol.asyncDispose]: simulator.stop }
}
