import { InvalidArgumentError, Option, type Command } from 'commander'
import { collect, count, date, list, seconds, text } from '../option-values.ts'
import { UsageError } from '../usage-error.ts'
import { ownData, ownLanguage, ownSuite } from './groups.ts'
import { postgres, whole } from './serving.ts'
import type { Commands } from './types.ts'

/** Jobs in PostgreSQL: `dispatch` and `worker`. */
export function addJobs(program: Command, commands: Commands, exit: (code: number) => void): void {
  queue(program.command('dispatch'))
    .summary('put the runs of this day into a queue in PostgreSQL, for workers')
    .description(about.dispatch)
    .option('--config <file>', 'subjects.yaml, or an official config.toml', text)
    .option('--preset <name>', 'a selection of that file (default: default)', text)
    .option('--subject <name>', 'only this subject, may be repeated', (value: string, before?: readonly string[]) =>
      collect(text(value), before),
    )
    .option(
      '--scope <id>',
      'certification scope, may be repeated (default: as the file says)',
      (value: string, before?: readonly string[]) => collect(scopeId(value), before),
    )
    .addOption(new Option('--level <level>', 'level of the scope').choices(['compatible', 'open', 'sovereign']))
    .addOption(new Option('--layer <layer>', 'layer of the scope').choices(['iaas', 'kaas']))
    .option('--date <YYYY-MM-DD>', 'decide by the versions in force on that day (default: that of the run)', date)
    .option('--scope-version <version>', 'only this version of the scope, whatever its standing')
    .option('--section <name,…>', 'only testcases of these sections; .auto: as the official runner chooses', list)
    .option('--tests <regex>', 'only testcases whose id matches; the others are MISS')
    .option('--read-only', 'leave out testcases that create something')
    .addOption(seconds('--timeout <s>', 'seconds for each run'))
    .option('--again', 'also what was put there before, on this day')
    .option(
      '--heartbeat <s>',
      'seconds without a sign of life after which another worker gets a job',
      whole(10, 3600),
      30,
    )
    .option('--retries <n>', 'times that a job which could not be done is tried again', whole(0, 100), 3)
    .option('--retry-delay <s>', 'seconds before the first of these; each time twice as long', whole(1, 3600), 30)
    .option('--list', 'put nothing in; show what is queued, running where, and given up why')
    .option('--json', 'with --list: as JSON, with what is done')
    .addHelpText('after', examples.dispatch)
    .action(async ({ subject: subjects, ...options }) => {
      if (options.config === undefined && !options.list)
        throw new UsageError('dispatch: name the subjects with --config')
      exit(await commands.dispatch({ ...options, ...(subjects ? { subjects } : {}) }))
    })

  queue(program.command('worker'))
    .summary('do the runs that are in the queue, and submit their reports')
    .description(about.worker)
    .requiredOption('--config <file>', 'subjects.yaml of this machine, or an official config.toml', text)
    .requiredOption('--output <dir>', 'folder for reports, to be kept between starts', text)
    .addOption(count('--workers <n>', 'jobs at the same time (default: as the file says, or 4)'))
    .option('--until-empty', 'end when no job is queued, waiting or running any more')
    .option('--monitor <url>', 'compliance monitor that gets the reports, as by submit', text)
    .option('--token <file>', 'file with the base64 of user:password that the monitor gave out', text)
    .option('--key <file>', 'SSH private key that the monitor knows this account by', text)
    .option('--ca <file>', 'certificates to trust instead of those of the system', text)
    .option('--full', 'submit reports without redacting them')
    .option('--read-only', 'leave out testcases that create something')
    .addOption(seconds('--fact-timeout <s>', 'seconds for each thing learned from the cloud or cluster').default(120))
    .addOption(count('--concurrency <n>', 'calls at the same time, to each cloud or cluster').default(16))
    .addOption(ownData())
    .addOption(ownSuite())
    .option('--format <name,…>', 'write reports in these formats too', list)
    .addOption(ownLanguage())
    .option('--waivers <file>', 'waivers.yaml for all of them')
    .addOption(new Option('--bundle', 'write an evidence bundle beside each report'))
    .addHelpText('after', examples.worker)
    .action(async (options) => exit(await commands.worker(options)))
}

function queue(command: Command) {
  return command
    .requiredOption(
      '--postgres <url>',
      'PostgreSQL server that holds the queue; its password from PGPASSWORD or ~/.pgpass',
      postgres,
    )
    .option('--queue <name>', 'which queue, where several use one database', queueName, 'runs')
}

function queueName(value: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9_-]{0,49}$/.test(value)) return value
  throw new InvalidArgumentError('It must be letters, digits, dashes and underscores, at most 50.')
}

/** A path would mean another file on each machine. */
function scopeId(value: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(value)) return value
  throw new InvalidArgumentError('It must be an id such as scs-compatible-iaas; name files in subjects.yaml.')
}

const about = {
  dispatch:
    'Puts one job into a queue for each subject whose sections have their turn today, and ends. Called twice on one day, or on two ' +
    'machines, it puts nothing there twice. A job holds names only, no credentials and no paths: whoever takes it has those.\n\n' +
    'The queue is in PostgreSQL (pg-boss, schema scs_jobs), which may be the database of the monitor.',
  worker:
    'Takes jobs from the queue and does each in a process of its own, as run --config does, until it is ended. Any number of workers ' +
    'on any number of machines share one queue; a job whose worker has died goes to another.\n\n' +
    'With --monitor, a job is done when its reports are there. Its reports have the same uuids however often it is done, so none is ' +
    'there twice. Ctrl-C and SIGTERM end the runs in good order, each deletes what it made, and give their jobs back.',
} as const

const examples = {
  dispatch: `
Examples:
  scs-conformance dispatch --config subjects.yaml --postgres postgres://scs@db.example/scs
  scs-conformance dispatch --config subjects.yaml --postgres postgres://scs@db.example/scs --preset clusters --section .auto
  scs-conformance dispatch --list --postgres postgres://scs@db.example/scs`,
  worker: `
Examples:
  scs-conformance worker --config subjects.yaml --postgres postgres://scs@db.example/scs --output reports
  scs-conformance worker --config subjects.yaml --postgres postgres://scs@db.example/scs --output reports --until-empty \\
    --monitor https://monitor.example --token token --key ~/.ssh/id_ed25519`,
} as const
