import { makeProgram, type Commands } from './options.ts'
import { creator } from './creator.ts'
import { UsageError } from './usage-error.ts'
import { oneLine } from './cli/one-line.ts'
import { watchStreams } from './cli/streams.ts'
import { redactor } from './redact.ts'

// The composition root. Everything a command needs is imported when the command is called, not before.

/** Stands between all commands and the world: what one of them learns to be a secret leaves by no way, crashes included. */
const border = redactor()

const commands: Commands = {
  run: async (options) => (await import('./cli/run.ts')).run(options, border),
  check: async (ids, options) => (await import('./cli/check.ts')).check(ids, options, border),
  plan: async (options) => (await import('./cli/plan.ts')).plan(options),
  list: async (what, options) => (await import('./cli/list.ts')).list(what, options),
  explain: async (id, options) => (await import('./cli/explain.ts')).explain(id, options),
  render: async (report, options) => (await import('./cli/render.ts')).render(report, options),
  judge: async (bundle, options) => (await import('./cli/judge.ts')).judge(bundle, options),
  verify: async (file, options) => (await import('./cli/verify.ts')).verify(file, options),
  redact: async (report, options) => (await import('./cli/redact.ts')).redact(report, options),
  sign: async (file, options) => (await import('./cli/sign.ts')).sign(file, options),
  submit: async (reports, options) => (await import('./cli/submit.ts')).submit(reports, options, border),
  diff: async (before, after, options) => (await import('./cli/diff.ts')).diff(before, after, options),
  score: async (sources, options) => (await import('./cli/score.ts')).score(sources, options),
  serve: async (options) => (await import('./cli/serve.ts')).serve(options, border),
  dispatch: async (options) => (await import('./cli/dispatch.ts')).dispatch(options, border),
  worker: async (options) => (await import('./cli/worker.ts')).worker(options, border),
  doctor: async (options) => (await import('./cli/doctor.ts')).doctor(options, border),
  demo: async (options) => (await import('./cli/demo.ts')).demo(options, border),
  cleanup: async (options) => (await import('./cli/cleanup.ts')).cleanup(options, border),
  dataList: async (options) => (await import('./cli/data.ts')).dataList(options),
  dataRefresh: async (names, options) => (await import('./cli/data.ts')).dataRefresh(names, options, border),
  attest: async () => (await import('./cli/attest.ts')).attestCommand((code) => (process.exitCode = code)),
  flavor: async () => (await import('./cli/flavor-on-cloud.ts')).flavorOnCloud(border),
}

async function main(argv: readonly string[]): Promise<void> {
  const program = makeProgram(creator.version, { ...commands, ...(await completion(argv[2])) }, (code) => {
    process.exitCode = code
  })
  program.exitOverride()
  for (const command of program.commands) for (const one of [command, ...command.commands]) one.exitOverride()
  await program.parseAsync(argv)
}

/** The real completion commands, where they are called for; `complete` is what the scripts call back. */
async function completion(command: string | undefined): Promise<Pick<Commands, 'completion'>> {
  if (command !== 'completion' && command !== 'complete') return {}
  return { completion: await (await import('./cli/completion.ts')).completion() }
}

/** One sentence on stderr and the exit code that the design names; only our own fault shows a stack, and only with --debug. */
function fail(error: unknown): number {
  if (isCommanderExit(error)) return error.exitCode === 0 ? 0 : 64
  const said = error instanceof Error ? error.message : String(error)
  const sentence =
    error instanceof UsageError ? said : `our own fault: ${said}; please report it with the output of --debug`
  process.stderr.write(`scs-conformance: ${oneLine(border.redact(sentence))}\n`)
  if (error instanceof UsageError) return 64
  const stack = process.argv.includes('--debug') && error instanceof Error ? (error.stack ?? '') : ''
  for (const line of stack.split('\n').filter(Boolean)) process.stderr.write(`${oneLine(border.redact(line))}\n`)
  return 70
}

/** Commander throws its way out of --help, --version and bad options; it has told the user by then. */
function isCommanderExit(error: unknown): error is Error & { exitCode: number } {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('commander.') && 'exitCode' in error
}

const streams = watchStreams()

// Whatever escapes all else ends the run in good order, as a signal would: what it made is deleted, the report is written.
let crashed = false
for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (error: unknown) => {
    if (!crashed) fail(error)
    crashed = true
    if (!process.emit('SIGTERM', 'SIGTERM')) process.exit(70)
  })
}

try {
  await main(process.argv)
} catch (error) {
  process.exitCode = fail(error)
}
process.on('exit', () => {
  if (crashed || streams.failed) process.exitCode = 70
})
