import { Command } from 'commander'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { DescriptionError, parseFault, startSimulator } from './index.ts'

interface Options {
  readonly cloud: string
  readonly port: number
  readonly latency?: number
  readonly fault: readonly string[]
  readonly cloudsYaml?: string
  readonly cluster?: string
  readonly kubeconfig?: string
  readonly provider?: string
  readonly providerYaml?: string
}

const conformant = fileURLToPath(new URL('../clouds/conformant.yaml', import.meta.url))

const program = new Command('simulator')
  .description(
    'Plays an OpenStack cloud, a Kubernetes API server, or what a provider publishes, on 127.0.0.1 until it is interrupted.',
  )
  .option('--cloud <file>', 'description of the cloud', conformant)
  .option('--cluster <file>', 'description of a Kubernetes cluster to play instead of a cloud')
  .option('--provider <file>', 'description of a provider to play instead: status page, health monitor, Prometheus')
  .option('--port <number>', 'port to listen on (0: any)', Number, 0)
  .option('--latency <ms>', 'latency of every answer', Number)
  .option(
    '--fault <yaml>',
    "a fault, such as '{service: compute, times: 1, action: {status: 503}}'; may be repeated",
    (text: string, earlier: readonly string[]) => [...earlier, text],
    [],
  )
  .option('--clouds-yaml <file>', 'write a clouds.yaml for the cloud')
  .option('--kubeconfig <file>', 'write a kubeconfig for the cluster')
  .option('--provider-yaml <file>', 'write a file for `scs-conformance run --provider`')
  .action(main)

await program.parseAsync()

async function main(options: Options): Promise<void> {
  try {
    const { port, latency } = options
    const common = { port, ...(latency === undefined ? {} : { latencyMs: latency }) }
    const play = options.provider ? playProvider : options.cluster ? playCluster : playCloud
    const simulator = await play(options, common)
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void simulator.stop())
    // Last: whoever reads it may end this process at once.
    process.stdout.write(simulator.usage)
  } catch (error) {
    fail(error)
  }
}

interface Common {
  readonly port: number
  readonly latencyMs?: number
}

interface Played {
  /** The URL on a line of its own, then what to do with it. */
  readonly usage: string
  readonly stop: () => Promise<void>
}

async function playCloud({ cloud, cloudsYaml, fault }: Options, common: Common): Promise<Played> {
  const simulator = await startSimulator({
    description: cloud,
    faults: fault.map((text) => parseFault(parse(text))),
    ...common,
  })
  if (cloudsYaml) simulator.writeCloudsYaml(cloudsYaml)
  return { usage: usageOf(simulator.url, simulator.authUrl, cloudsYaml), stop: simulator.stop }
}

async function playCluster(options: Options, common: Common): Promise<Played> {
  const { parseClusterFault, startClusterSimulator } = await import('./kubernetes/index.ts')
  const faults = options.fault.map((text) => parseClusterFault(parse(text)))
  const simulator = await startClusterSimulator({ description: options.cluster ?? {}, faults, ...common })
  const { kubeconfig } = options
  if (kubeconfig) simulator.writeKubeconfig(kubeconfig)
  const how = kubeconfig ? `KUBECONFIG=${kubeconfig} kubectl get nodes` : 'again with --kubeconfig FILE'
  const { url, stop } = simulator
  return { usage: `${url}\n  try        ${how}\n  requests   curl -k ${url}/__simulator__/requests\n`, stop }
}

async function playProvider(options: Options, common: Common): Promise<Played> {
  const { parseProviderFault, startProviderSimulator } = await import('./provider/index.ts')
  const faults = options.fault.map((text) => parseProviderFault(parse(text)))
  const simulator = await startProviderSimulator({ description: options.provider ?? {}, faults, ...common })
  const { providerYaml } = options
  if (providerYaml) simulator.writeProviderYaml(providerYaml)
  const how = providerYaml ? `scs-conformance run --provider ${providerYaml} …` : 'again with --provider-yaml FILE'
  const { url, stop } = simulator
  return { usage: `${url}\n  try        ${how}\n  requests   curl ${url}/__simulator__/requests\n`, stop }
}

function usageOf(url: string, authUrl: string, file: string | undefined): string {
  const how = file
    ? `OS_CLIENT_CONFIG_FILE=${file} openstack --os-cloud testbed flavor list`
    : 'user scs-test, password testbed, project scs-test, domain Default'
  return `${url}\n  auth_url   ${authUrl}\n  try        ${how}\n  requests   curl ${url}/__simulator__/requests\n  faults     curl -d '{"service": "compute", "times": 1, "action": {"status": 503}}' ${url}/__simulator__/faults\n`
}

function fail(error: unknown): never {
  if (!(error instanceof DescriptionError) && !(error instanceof Error && 'code' in error)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exit(64)
}
