import { Command } from 'commander'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { DescriptionError, parseFault, startSimulator, type Fault } from './index.ts'

interface Options {
  readonly cloud: string
  readonly port: number
  readonly latency?: number
  readonly fault: readonly Fault[]
  readonly cloudsYaml?: string
}

const conformant = fileURLToPath(new URL('../clouds/conformant.yaml', import.meta.url))

const program = new Command('simulator')
  .description('Plays an OpenStack cloud on 127.0.0.1 until it is interrupted.')
  .option('--cloud <file>', 'description of the cloud', conformant)
  .option('--port <number>', 'port to listen on (0: any)', Number, 0)
  .option('--latency <ms>', 'latency of every answer', Number)
  .option(
    '--fault <yaml>',
    "a fault, such as '{service: compute, times: 1, action: {status: 503}}'; may be repeated",
    addFault,
    [],
  )
  .option('--clouds-yaml <file>', 'write a clouds.yaml for it')
  .action(main)

await program.parseAsync()

async function main(options: Options): Promise<void> {
  try {
    const { cloud, port, latency, fault } = options
    const simulator = await startSimulator({
      description: cloud,
      port,
      faults: fault,
      ...(latency === undefined ? {} : { latencyMs: latency }),
    })
    if (options.cloudsYaml) simulator.writeCloudsYaml(options.cloudsYaml)
    process.stdout.write(usage(simulator.url, simulator.authUrl, options.cloudsYaml))
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void simulator.stop())
  } catch (error) {
    fail(error)
  }
}

function usage(url: string, authUrl: string, file: string | undefined): string {
  const how = file
    ? `OS_CLIENT_CONFIG_FILE=${file} openstack --os-cloud testbed flavor list`
    : 'user scs-test, password testbed, project scs-test, domain Default'
  return `${url}\n  auth_url   ${authUrl}\n  try        ${how}\n  requests   curl ${url}/__simulator__/requests\n  faults     curl -d '{"service": "compute", "times": 1, "action": {"status": 503}}' ${url}/__simulator__/faults\n`
}

function addFault(text: string, earlier: readonly Fault[]): readonly Fault[] {
  try {
    return [...earlier, parseFault(parse(text))]
  } catch (error) {
    return fail(error)
  }
}

function fail(error: unknown): never {
  if (!(error instanceof DescriptionError) && !(error instanceof Error && 'code' in error)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exit(64)
}
