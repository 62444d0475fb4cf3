import { execFile, execFileSync } from 'node:child_process'
import { lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import t from 'tap'
import type { Report } from '../report.ts'
import { folder, seededCloud, settings } from '../../testbed/cli.ts'
import { startSimulator } from '../../testbed/simulator/index.ts'

const report = fileURLToPath(new URL('../../reports/golden/sample.report.json', import.meta.url))
const bin = fileURLToPath(new URL('../../bin/scs-conformance', import.meta.url))

/** Runs a shell line in which `scs` is our command; gives what it prints. */
async function shell(line: string, env: Readonly<Record<string, string>>): Promise<string> {
  const { PATH = '' } = process.env
  const script = `scs() { '${process.execPath}' '${bin}' "$@"; }; ${line}`
  const { stdout } = await promisify(execFile)('bash', ['-c', script], {
    env: { PATH, HOME: folder(), CI: 'true', ...env },
  })
  return stdout
}

t.test('a reader that goes away changes no exit code and loses no file', async (t) => {
  await using simulator = await startSimulator({ description: seededCloud })
  const env = settings(simulator.cloudsYaml())
  const at = folder()
  t.equal(await shell('scs run --os-cloud testbed --quiet --format json | true; echo ${PIPESTATUS[0]}', env), '1\n')
  const noStderr = `scs run --os-cloud testbed --output ${at} --format html 2>&1 >/dev/null | true; echo \${PIPESTATUS[0]}`
  t.equal(await shell(noStderr, env), '1\n')
  t.match(JSON.parse(readFileSync(join(at, 'report.json'), 'utf8')) as Report, { complete: true })
  t.match(readFileSync(join(at, 'report.html'), 'utf8'), /<html/)
})

t.test('a full disk behind standard output is our failure, told in one sentence, never a verdict', async (t) => {
  await using simulator = await startSimulator({ description: seededCloud })
  const env = settings(simulator.cloudsYaml())
  const said = await shell('scs run --os-cloud testbed --quiet 2>&1 >/dev/full; echo $?', env)
  t.match(said, /^scs-conformance: standard output cannot be written \(ENOSPC\)\n70\n$/)
})

t.test('NO_COLOR and FORCE_COLOR decide', async (t) => {
  const render = (env: Record<string, string>) => shell(`scs render ${report} --format text`, env)
  t.notOk((await render({})).includes('\u001B['), 'no terminal')
  t.ok((await render({ FORCE_COLOR: '1' })).includes('\u001B['))
  const command = `'${process.execPath}' '${bin}' render ${report} --format text`
  const inTerminal = (env: Record<string, string>) =>
    execFileSync('script', ['-qec', command, '/dev/null'], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'] ?? '', TERM: 'xterm-256color', ...env },
    })
  t.ok(inTerminal({}).includes('\u001B['))
  t.notOk(inTerminal({ NO_COLOR: '1' }).includes('\u001B['))
})

t.test('--output of what is no file writes into it, and leaves it what it is', async (t) => {
  const at = folder()
  const render = `scs render ${report} --format lines`
  const text = await shell(render, {})
  t.equal(await shell(`${render} --output /dev/stdout | cat`, {}), text)
  t.equal(
    await shell(`echo before >${at}/file; ${render} --output /dev/stdout >>${at}/file; cat ${at}/file`, {}),
    `before\n${text}`,
  )
  t.equal(await shell(`mkfifo ${at}/pipe; cat ${at}/pipe & ${render} --output ${at}/pipe; wait`, {}), text)
  t.ok(lstatSync(join(at, 'pipe')).isFIFO())

  const refused = await shell(`${render} --output ${at} 2>&1; echo $?`, {})
  t.equal(refused, `scs-conformance: --output ${at}: cannot be written (it is a folder: name a file)\n64\n`)
  t.same(readdirSync(at).toSorted(), ['file', 'pipe'])
})
