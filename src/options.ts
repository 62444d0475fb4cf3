import { Command, Option } from 'commander'
import { collect, count, date, list, seconds, text, url } from './option-values.ts'

/** The commands behind the options; each is loaded only when it is called. */
export interface Commands {
  run(options: RunOptions): Promise<number>
  check(ids: readonly string[], options: CheckOptions): Promise<number>
  plan(options: PlanOptions): Promise<number>
  list(what: string | undefined, options: ListOptions): Promise<number>
  explain(id: string, options: ListOptions): Promise<number>
  render(report: string, options: RenderCommandOptions): Promise<number>
  doctor(options: DoctorOptions): Promise<number>
  demo(options: DemoOptions): Promise<number>
  cleanup(options: CleanupOptions): Promise<number>
  dataList(options: DataListOptions): Promise<number>
  dataRefresh(names: readonly string[], options: DataRefreshOptions): Promise<number>
  flavor(): Promise<Command>
  /** Adds the commands that print completion scripts and answer a shell's questions. */
  completion?: (program: Command) => void
}

export interface CloudOptions {
  readonly osCloud?: string
  readonly debug?: boolean
}

/** Clusters by files and contexts of a kubeconfig. */
export interface ClusterOptions {
  /** The first is the subject; the others are further clusters of the same provider. */
  readonly kubeconfig?: readonly string[]
  readonly context?: string
  readonly managementKubeconfig?: string
  readonly managementContext?: string
  /** URL of the container registry that the provider offers. */
  readonly registry?: string
}

export interface DoctorOptions extends CloudOptions, ClusterOptions {}

export interface SelectionOptions {
  readonly scope?: readonly string[]
  readonly level?: string
  readonly layer?: string
  readonly date?: string
  readonly scopeVersion?: string
  readonly section?: readonly string[]
  readonly tests?: string
  readonly readOnly?: boolean
  readonly suite?: readonly string[]
}

/** End-to-end tests of Kubernetes. */
export interface E2eOptions {
  readonly conformanceImage?: string
  /** Results of earlier runs, judged instead of a run. */
  readonly import?: readonly string[]
  /** Results of an earlier run, of which only what failed or is missing is run again. */
  readonly rerunFailed?: string
}

export interface RunOptions extends CloudOptions, ClusterOptions, E2eOptions, SelectionOptions {
  readonly subject?: string
  readonly timeout?: number
  readonly factTimeout: number
  readonly concurrency: number
  /** A folder whose files replace the bundled data. */
  readonly data?: string
  readonly output?: string
  readonly format?: readonly string[]
  readonly quiet?: boolean
  readonly verbose?: boolean
  readonly exitZero?: boolean
  /** A file that says how clusters are provisioned, and which of them. */
  readonly provision?: string
  readonly cluster?: readonly string[]
  readonly keepCluster?: boolean
}

export interface CheckOptions extends ClusterOptions, E2eOptions {
  readonly cloud?: string
  readonly data?: string
  readonly suite?: readonly string[]
  readonly debug?: boolean
}

export interface PlanOptions extends SelectionOptions, Pick<E2eOptions, 'import'> {
  readonly json?: boolean
}

export interface ListOptions {
  readonly json?: boolean
  readonly suite?: readonly string[]
}

export interface RenderCommandOptions {
  readonly format: string
  readonly output?: string
  readonly verbose?: boolean
}

export interface DataListOptions {
  readonly data?: string
  readonly json?: boolean
}

export interface DataRefreshOptions {
  readonly from?: readonly string[]
  readonly output?: string
}

export interface DemoOptions {
  readonly output: string
  readonly cloud?: string
}

export interface CleanupOptions {
  readonly osCloud?: string
  readonly kubeconfig?: readonly string[]
  readonly context?: string
  readonly run?: string
  readonly yes?: boolean
  readonly json?: boolean
}

/** Builds the command line; `program.parseAsync` runs it and hands the exit code to `exit`. */
export function makeProgram(version: string, commands: Commands, exit: (code: number) => void): Command {
  const program = new Command('scs-conformance')
  program
    .description(
      'Decides whether a cloud is what it claims to be: judges the standards of the Sovereign Cloud Stack on it.',
    )
    .version(version)
    .showHelpAfterError("(try 'scs-conformance --help')")
    .enablePositionalOptions()
    .configureHelp({ sortSubcommands: false, showGlobalOptions: false })
    .addHelpText('after', examples.program)

  e2e(
    selection(
      cluster(cloud(program.command('run').summary('judge a cloud or cluster and report').description(about.run))),
    ),
  )
    .option('--subject <name>', 'what the report calls it (default: the name of the cloud or context)', text)
    .addOption(seconds('--timeout <s>', 'seconds for the whole run; what is not decided by then is MISS'))
    .addOption(seconds('--fact-timeout <s>', 'seconds for each thing learned from the cloud or cluster').default(120))
    .addOption(count('--concurrency <n>', 'calls at the same time, to each cloud or cluster').default(16))
    .addOption(ownData())
    .option('--output <dir>', 'write report.json, and a file for each --format, into this folder')
    .option(
      '--format <name,…>',
      'text, json, lines, scs-yaml, junit, tap, markdown, html, or the path of a module',
      list,
    )
    .option('--quiet', 'no progress on stderr')
    .option('--verbose', 'also list what passed')
    .option('--exit-zero', 'exit with 0 where it would be 1 or 2')
    .option(
      '--provision <file>',
      'make the clusters of this file, judge each, delete them (docs/provisioning.md)',
      text,
    )
    .option('--cluster <name>', 'only this cluster of the file, may be repeated', collect)
    .option('--keep-cluster', 'do not delete the cluster in the end, and say how to')
    .addHelpText('after', examples.run)
    .action(async (options) => exit(await commands.run(options)))

  e2e(cluster(program.command('check')))
    .summary('judge single testcases, one line each')
    .description(about.check)
    .argument('<id...>', 'testcase ids, such as scs-0100-syntax-check')
    .option('-c, --os-cloud <name>', 'cloud of clouds.yaml (default: OS_CLOUD)')
    .addOption(ownData())
    .addOption(ownSuite())
    .option('--debug', 'show every call on stderr, without secrets')
    .addHelpText('after', examples.check)
    .action(async (ids, { osCloud, ...options }) => exit(await commands.check(ids, { ...options, cloud: osCloud })))

  imported(selection(program.command('plan').summary('show what a run would do, and its cost')))
    .description('Shows which testcases a run would judge and what that costs on the cloud. Contacts nothing.')
    .option('--json', 'as JSON')
    .addHelpText('after', examples.plan)
    .action(async (options) => exit(await commands.plan(options)))

  looking(program.command('list').summary('list testcases, scopes, standards, suites or formats'))
    .argument('[what]', 'testcases, scopes, standards, suites, formats', 'testcases')
    .action(async (what, options) => exit(await commands.list(what, options)))

  looking(program.command('explain').summary('say what a testcase demands, what it reads, and how to mend it'))
    .argument('<id>', 'a testcase id, such as scs-0103-flavor-1v-4')
    .action(async (id, options) => exit(await commands.explain(id, options)))

  program
    .command('render')
    .summary('write a report.json in another format')
    .argument('<report>', 'a report.json; - reads standard input')
    .requiredOption(
      '--format <name>',
      'text, json, lines, scs-yaml, junit, tap, markdown, html, or the path of a module',
    )
    .option('--output <file>', 'write here instead of standard output')
    .option('--verbose', 'also list what passed')
    .addHelpText('after', examples.render)
    .action(async (report, options) => exit(await commands.render(report, options)))

  program
    .command('flavor')
    .summary('parse, describe and plan SCS flavors')
    .description('Tools for SCS flavor names: parse, describe, plan.')
    .helpOption(false)
    .argument('[arguments...]')
    .passThroughOptions()
    .allowUnknownOption()
    .action(async (tail: readonly string[]) => {
      await (await commands.flavor()).parseAsync(tail, { from: 'user' })
    })

  const data = program
    .command('data')
    .summary('list and renew the dated data that is judged by')
    .description(about.data)
    .addHelpText('after', examples.data)
  data
    .command('list')
    .summary('show how far the data reaches, and for how long it decides')
    .description('Shows the data in use, how far it reaches, its age, and for how long it decides. Contacts nothing.')
    .addOption(ownData())
    .option('--json', 'as JSON, with digests')
    .action(async (options) => exit(await commands.dataList(options)))
  data
    .command('refresh')
    .summary('renew data from the public sources or from copies')
    .description(about.refresh)
    .argument('[name...]', 'what to renew (default: all that there is a source for)')
    .option(
      '--from <file|dir|url>',
      'a copy instead of the public sources, may be repeated: the first that has it counts',
      collect,
    )
    .option('--output <dir>', 'write it here, to be carried elsewhere, instead of taking it into use')
    .addHelpText('after', examples.refresh)
    .action(async (names, options) => exit(await commands.dataRefresh(names, options)))

  program
    .command('demo')
    .summary('run against a simulated cloud, leave an HTML report')
    .option('--output <dir>', 'folder of the report', 'demo-report')
    .option('--cloud <file>', 'description of the simulated cloud (default: one with mistakes in it)')
    .action(async (options) => exit(await commands.demo(options)))

  cluster(cloud(program.command('doctor').summary('find out why a run would not work here')))
    .description('Looks at this machine, the configuration and the way to the cloud or cluster, and says what to mend.')
    .action(async (options) => exit(await commands.doctor(options)))

  program
    .command('cleanup')
    .summary('delete what killed runs have left behind')
    .description(about.cleanup)
    .option('--os-cloud <name>', 'look on this cloud of clouds.yaml (default: those that ledgers name)')
    .option(
      '--kubeconfig <file>',
      'look on this cluster too, may be repeated (default: those that ledgers name)',
      collect,
    )
    .option('--context <name>', 'context of the kubeconfig (default: its current one)')
    .option('--run <id>', 'only what this run has made')
    .addOption(new Option('--dry-run', 'only show what would be deleted (default)').conflicts('yes'))
    .option('--yes', 'delete it')
    .option('--json', 'as JSON')
    .addHelpText('after', examples.cleanup)
    .action(async (options) => exit(await commands.cleanup(options)))

  if (commands.completion) commands.completion(program)
  else program.command('completion').summary('print the completion script of a shell').argument('<shell>')

  return program
}

function cloud(command: Command): Command {
  return command
    .option('--os-cloud <name>', 'cloud of clouds.yaml (default: OS_CLOUD, or the OS_* variables)')
    .option('--debug', 'show every call on stderr, without secrets')
}

function cluster(command: Command): Command {
  return command
    .option(
      '-k, --kubeconfig <file>',
      'cluster by a kubeconfig (default: KUBECONFIG, ~/.kube/config, the pod we run in); repeated: further clusters of the provider',
      collect,
    )
    .option('--context <name>', 'context of the kubeconfig (default: the current one)', text)
    .option('--management-kubeconfig <file>', 'cluster whose Cluster API made the one under test', text)
    .option('--management-context <name>', 'context of that cluster', text)
    .option('--registry <url>', 'container registry of the provider, for scs-0212', url)
}

function selection(command: Command): Command {
  return command
    .option('--scope <id|file>', 'certification scope, may be repeated (default: by --level and --layer)', collect)
    .addOption(new Option('--level <level>', 'level of the scope').choices(['compatible', 'open', 'sovereign']))
    .addOption(
      new Option(
        '--layer <layer>',
        'layer of the scope (default: kaas where a kubeconfig or context is named, else iaas)',
      ).choices(['iaas', 'kaas']),
    )
    .option('--date <YYYY-MM-DD>', 'decide by the versions in force on that day (default: today)', date)
    .option('--scope-version <version>', 'only this version of the scope, whatever its standing')
    .option('--section <name,…>', 'only testcases of these sections: light, heavy', list)
    .option('--tests <regex>', 'only testcases whose id matches; the others are MISS')
    .option('--read-only', 'leave out testcases that create something on the cloud or cluster')
    .addOption(ownSuite())
}

function e2e(command: Command): Command {
  return imported(command)
    .option(
      '--rerun-failed <path>',
      'results of an earlier run: run only the e2e tests that failed or are missing',
      text,
    )
    .option('--conformance-image <ref>', 'image with the Kubernetes e2e tests (default: the official one)', text)
}

function imported(command: Command): Command {
  const what = 'judge these results of e2e tests: Sonobuoy tarball, folder or JUnit file, may be repeated'
  return command.option('--import <path>', what, collect)
}

function looking(command: Command): Command {
  return command.option('--json', 'as JSON').addOption(ownSuite())
}

function ownData(): Option {
  return new Option('--data <dir>', 'use the release and CVE data in this folder instead (see: data list)')
}

function ownSuite(): Option {
  return new Option('--suite <path…>', 'a suite of your own: a path or a package').argParser(collect)
}

const about = {
  run:
    'Judges a cloud, or a Kubernetes cluster, by the testcases of a certification scope and reports.\n\n' +
    'Every testcase of the scope gets a verdict: PASS, FAIL (a violation was seen), DNF (could not be decided, with the ' +
    'cause) or MISS (not attempted, with the cause).\n\n' +
    'On a cloud the run needs a user with role member and refuses admin rights. On a cluster, cluster-admin is fine: who orders a ' +
    'cluster is its admin. --os-cloud names, for a cluster, the cloud whose servers are its nodes; role reader is enough there.',
  check:
    "Judges single testcases and prints 'ID: PASS', 'ID: FAIL' or 'ID: ABORT' for each, notes on stderr.\n\n" +
    "It can stand in the 'scripts:' of an official scope file instead of ./iaas/openstack_test.py.",
  cleanup:
    'Shows what runs have left behind on clouds and clusters after they were killed, and deletes it with --yes.\n\n' +
    'A run writes down everything before it makes it; that is looked at first. Then all resources are looked for whose ' +
    'name starts with scs-conformance-<run id>-. Nothing else is touched, nor what a run that is still at work has made.',
  data:
    'The version of a cluster is judged by data about releases and CVEs of Kubernetes. It comes with this package, with the day ' +
    'until which it is whole; data that is too old gives DNF, not PASS.\n\n' +
    "Newer data is fetched by 'data refresh', or put into a folder and named by --data in 'run' and 'check'.",
  refresh:
    'Fetches the data anew, checks it, and takes it into use for later runs: $XDG_DATA_HOME/scs-conformance/data. ' +
    'Without --from it asks kubernetes.io, github.com and mitre.org; no other command contacts anything but the cloud or cluster.\n\n' +
    'A copy is a file or folder that this command has written, or a folder or server that has the public documents by host ' +
    'and path, as wget -x lays them.\n\n' +
    'Exit codes: 0 renewed, 2 something could not be renewed and stays as it was, 64 usage.',
} as const

const examples = {
  program: `
Examples:
  scs-conformance demo                                   see it work, without a cloud
  scs-conformance doctor --os-cloud mycloud              is everything there for a run?
  scs-conformance run --os-cloud mycloud                 judge a cloud
  scs-conformance run --kubeconfig cluster.yaml          judge a cluster
  scs-conformance explain scs-0103-flavor-1v-4           what does a testcase want?

Exit codes: 0 every main testcase PASS, 1 some FAIL, 2 not decided (DNF or MISS),
            64 usage or configuration, 70 our own fault, 130 interrupted.`,
  run: `
Examples:
  scs-conformance run --os-cloud mycloud
  scs-conformance run --os-cloud mycloud --output out --format html,junit
  scs-conformance run --os-cloud mycloud --tests 'flavor' --verbose
  scs-conformance run --os-cloud mycloud --scope ./scs-compatible-iaas.yaml --date 2026-12-31
  scs-conformance run --os-cloud mycloud --read-only --format json > report.json
  scs-conformance run --kubeconfig cluster.yaml --context mine --os-cloud mycloud
  scs-conformance run --layer kaas                       the cluster that kubectl speaks to
  scs-conformance run --provision clusters.yaml --output out
  scs-conformance run --provision clusters.yaml --cluster mycloud-1.36 --keep-cluster
  scs-conformance run -k cluster.yaml --section light,heavy --output out      with the e2e tests: two hours
  scs-conformance run -k cluster.yaml --import sonobuoy.tar.gz                with the results of earlier ones`,
  check: `
Examples:
  scs-conformance check -c mycloud scs-0100-syntax-check scs-0123-service-compute
  scs-conformance check -k cluster.yaml version-policy-check node-distribution-check
In an official scope file:
  scripts:
  - executable: ./scs-conformance
    args: check -c {os_cloud} {testcases}        # or: check -k {kubeconfig} {testcases}`,
  plan: `
Examples:
  scs-conformance plan
  scs-conformance plan --scope-version v5.1 --read-only`,
  cleanup: `
Examples:
  scs-conformance cleanup                                 what is there to delete?
  scs-conformance cleanup --yes
  scs-conformance cleanup --run 1f2e3d4c --yes            only what one run has left
  scs-conformance cleanup --os-cloud mycloud --json       also what no ledger on this machine knows of`,
  data: `
Examples:
  scs-conformance data list
  scs-conformance data refresh
  scs-conformance run --kubeconfig cluster.yaml --data ./data`,
  refresh: `
Examples:
  scs-conformance data refresh
  scs-conformance data refresh kubernetes-cves
Where there is no way out, carry the data in:
  scs-conformance data refresh --output ./data        # where there is one
  scs-conformance data refresh --from ./data          # where there is none; or: run … --data ./data
  scs-conformance data refresh --from https://mirror.example/scs-data`,
  render: `
Examples:
  scs-conformance render out/report.json --format html --output report.html
  scs-conformance render report.json --format lines | grep FAIL`,
} as const
