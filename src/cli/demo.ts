import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { DemoOptions } from '../options.ts'
import type { Redactor } from '../redact.ts'
import { run } from './run.ts'

const withMistakes = fileURLToPath(new URL('../../testbed/clouds/seeded.yaml', import.meta.url))

/** `demo`: starts the simulated cloud, runs the main job against it and leaves a report. Contacts nothing else. */
export async function demo({ output, cloud }: DemoOptions, redactor: Redactor): Promise<number> {
  const { startSimulator } = await import('../../testbed/simulator/index.ts')
  const settings = join(tmpdir(), `scs-conformance-demo-${process.pid}.yaml`)
  await using simulator = await startSimulator({ description: cloud ?? withMistakes })
  try {
    simulator.writeCloudsYaml(settings)
    process.env['OS_CLIENT_CONFIG_FILE'] = settings
    process.stderr.write(`A simulated cloud answers at ${simulator.url}; what follows is a real run against it.\n`)
    const code = await run(
      {
        osCloud: 'testbed',
        subject: 'simulated-cloud',
        output,
        format: ['html'],
        factTimeout: 120,
        concurrency: 16,
      },
      redactor,
    )
    const [verdict, meaning] =
      code === 1 ? ['FAIL', 'as it should: this cloud has mistakes in it'] : [String(code), 'see the report']
    process.stderr.write(
      `\nThe demo ended with ${verdict}, ${meaning}. Open ${join(output, 'report.html')} in a browser.\n`,
    )
    return code === 1 || code === 2 ? 0 : code
  } finally {
    rmSync(settings, { force: true })
  }
}
