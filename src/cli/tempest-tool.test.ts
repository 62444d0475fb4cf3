import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import type { TempestCommand, TempestTool } from '../../suites/scs-0128-tempest/runner/wish.ts'
import { folder } from '../../testbed/cli.ts'
import { findTempest } from './tempest-tool.ts'

/** A folder with a program of this name that is this shell script. */
function program(name: string, script: string): string {
  const at = folder()
  writeFileSync(join(at, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 })
  return at
}

async function call(tool: TempestTool | null, args: readonly string[], signal = new AbortController().signal) {
  const at = folder()
  mkdirSync(join(at, 'workspace'))
  let output = ''
  let errors = ''
  const command: TempestCommand = {
    args, folder: at, directory: join(at, 'workspace'), signal,
    onOutput: (bytes) => (output += bytes.toString()),
    onError: (bytes) => (errors += bytes.toString()),
  } // prettier-ignore
  const end = await tool?.run(command).catch((error: unknown) => error)
  return { end, output, errors, at }
}

t.test('on the PATH, or as named; it sees nothing of other clouds', async (t) => {
  const at = program('tempest', 'pwd; echo "$OS_PASSWORD|$OS_LOG_CAPTURE|$1"; echo oops >&2; exit 3')
  const environment = { PATH: `/nowhere:${at}:/usr/bin:/bin`, OS_PASSWORD: 'hunter2' }
  const found = findTempest(undefined, environment)
  const called = await call(found, ['--version'])
  t.match(called, { end: 3, output: `${called.at}/workspace\n|False|--version\n`, errors: 'oops\n' })
  t.equal(found?.called, join(at, 'tempest'))
  t.equal(findTempest(join(at, 'tempest'), {})?.called, join(at, 'tempest'))
  t.equal(findTempest(undefined, { PATH: '/nowhere' }), null)
})

t.test('it is ended with all that it has started, also where it does not want to', async (t) => {
  const stubborn = program('tempest', "trap '' TERM; (while :; do sleep 1; done) & echo $!; while :; do sleep 1; done")
  const ending = new AbortController()
  const running = call(findTempest(join(stubborn, 'tempest'), process.env), [], ending.signal)
  await pause(500)
  ending.abort()
  const { end, output } = await running
  t.equal(end, 'ended')
  const isThere = () => {
    try {
      return process.kill(Number(output), 0)
    } catch {
      return false
    }
  }
  for (let waited = 0; isThere() && waited < 5_000; waited += 50) await pause(50)
  t.notOk(isThere())
})

t.test('a program that cannot be started', async (t) => {
  const at = folder()
  writeFileSync(join(at, 'tempest'), '#!/nowhere/python3\n', { mode: 0o755 })
  const { end } = await call(findTempest(join(at, 'tempest'), process.env), [])
  t.match(end, { kind: 'dependency', message: /cannot be started \(ENOENT\); name another with --tempest/ })
})

t.test('an image, by podman before docker: with the folder, and gone when it is ended', async (t) => {
  const at = program('podman', 'echo "$@" >> "$0.calls"; [ "$1" = run ] && [ "$HANGS" ] && exec sleep 60; exit 0')
  writeFileSync(join(at, 'docker'), '', { mode: 0o755 })
  const environment = { PATH: `${at}:/usr/bin:/bin` }
  const tool = findTempest('example.org/tempest:1', environment)
  t.equal(tool?.called, 'the image example.org/tempest:1 (podman)')
  const run = await call(tool, ['run', '--subunit'])
  t.equal(run.end, 0)
  const calls = () => readFileSync(join(at, 'podman.calls'), 'utf8').trim().split('\n')
  t.match(calls()[0], `--volume ${run.at}:${run.at} --workdir ${run.at}/workspace`)
  t.match(calls()[0], /^run --rm .* --entrypoint tempest example.org\/tempest:1 run --subunit$/)
  const ending = new AbortController()
  const hanging = call(findTempest('example.org/tempest:1', { ...environment, HANGS: '1' }), [], ending.signal)
  while (calls().length < 2 && existsSync(at)) await pause(50)
  ending.abort()
  t.equal((await hanging).end, 'ended')
  t.match(calls().at(-1), /^rm --force f-\S+-1$/)
})
