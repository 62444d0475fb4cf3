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
  judge(bundle: string, options: JudgeOptions): Promise<number>
  verify(file: string, options: VerifyOptions): Promise<number>
  redact(report: string, options: RedactOptions): Promise<number>
  sign(file: string, options: { readonly key: string }): Promise<number>
  submit(reports: readonly string[], options: SubmitOptions): Promise<number>
  diff(before: string, after: string, options: DiffOptions): Promise<number>
  score(sources: readonly string[], options: ScoreOptions): Promise<number>
  doctor(options: DoctorOptions): Promise<number>
  demo(options: DemoOptions): Promise<number>
  cleanup(options: CleanupOptions): Promise<number>
  dataList(options: DataListOptions): Promise<number>
  dataRefresh(names: readonly string[], options: DataRefreshOptions): Promise<number>
  flavor(): Promise<Command>
  attest(): Promise<Command>
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
  readonly bundle?: string | true
  readonly waivers?: string
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

export interface JudgeOptions {
  readonly suite?: readonly string[]
  readonly json?: boolean
  readonly output?: string
  readonly format?: readonly string[]
}

export interface RedactOptions {
  readonly output?: string
}

export interface SubmitOptions {
  readonly monitor: string
  readonly token: string
  readonly key: string
  readonly full?: boolean
  readonly dryRun?: boolean
  readonly ca?: string
}

export interface VerifyOptions {
  readonly against?: string
  readonly allowedSigners?: string
  readonly signature?: string
}

export interface ScoreOptions {
  readonly subject?: string
  readonly scope?: readonly string[]
  readonly date?: string
  readonly allowedSigners?: string
  readonly format: 'text' | 'json' | 'markdown' | 'html'
  readonly output?: string
  readonly gate?: boolean
}

export interface DiffOptions {
  readonly format: string
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
  readonly allRuns?: boolean
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
      'text, json, lines, scs-yaml, junit, tap, markdown, html, oscal, csv, badge, or the path of a module',
      list,
    )
    .option('--waivers <file>', 'waivers.yaml: exceptions that do not count for the exit code')
    .option(
      '--bundle [file]',
      'write an evidence bundle: report, recorded facts and scope, to be judged again (default: report.bundle.zip)',
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
      'text, json, lines, scs-yaml, junit, tap, markdown, html, oscal, csv, badge, or the path of a module',
    )
    .option('--output <file>', 'write here instead of standard output')
    .option('--verbose', 'also list what passed')
    .addHelpText('after', examples.render)
    .action(async (report, options) => exit(await commands.render(report, options)))

  program
    .command('judge')
    .summary('judge a recorded run again, offline')
    .description(about.judge)
    .argument('<bundle>', 'an evidence bundle of run --bundle')
    .addOption(ownSuite())
    .option('--json', 'as JSON')
    .option('--output <dir>', 'write the new report.json, and a file for each --format, into this folder')
    .option('--format <name,…>', 'formats for --output', list)
    .addHelpText('after', examples.judge)
    .action(async (bundle, options) => exit(await commands.judge(bundle, options)))

  program
    .command('verify')
    .summary('tell whether a bundle or report is as it was, and who signed it')
    .description(about.verify)
    .argument('<file>', 'an evidence bundle, or a report.json')
    .option('--allowed-signers <file>', 'whose keys count (ssh-keygen(1), ALLOWED SIGNERS)')
    .option('--against <report>', 'the full report that a redacted one was made from')
    .option('--signature <file>', 'signature of a report (default: the file beside it that ends in .sig)')
    .addHelpText('after', examples.verify)
    .action(async (file, options) => exit(await commands.verify(file, options)))

  program
    .command('redact')
    .summary('make a report that can be shared')
    .description(about.redact)
    .argument('<report>', 'a report.json')
    .option('--output <file>', 'write here instead of standard output')
    .action(async (report, options) => exit(await commands.redact(report, options)))

  program
    .command('sign')
    .summary('sign a bundle or a report')
    .description(about.sign)
    .argument('<file>', 'an evidence bundle, or a report in any format')
    .requiredOption('--key <file>', 'SSH key; a public one uses the private one that ssh-agent holds')
    .action(async (file, options) => exit(await commands.sign(file, options)))

  program
    .command('submit')
    .summary('sign reports and send them to the official compliance monitor')
    .description(about.submit)
    .argument('<report...>', 'report.json, or what --format scs-yaml wrote; several go in one body')
    .requiredOption('--monitor <url>', 'address of the compliance monitor', text)
    .requiredOption('--token <file>', 'file with the token that the monitor gave out')
    .requiredOption('--key <file>', 'SSH key that the monitor knows')
    .option('--full', 'send reports as they are, not redacted')
    .option('--dry-run', 'print what would be sent, contact nothing')
    .option('--ca <file>', 'PEM file of the authority to trust')
    .addHelpText('after', examples.submit)
    .action(async (reports, options) => exit(await commands.submit(reports, options)))

  program
    .command('diff')
    .summary('what changed between two reports, bundles or versions of a scope')
    .description(about.diff)
    .argument('<before>', 'a report.json, a bundle, or a version of a scope: scs-compatible-iaas@v4')
    .argument('<after>', 'the same, later')
    .addOption(new Option('--format <name>', 'how to tell').choices(['text', 'markdown', 'json']).default('text'))
    .addHelpText('after', examples.diff)
    .action(async (before, after, options) => exit(await commands.diff(before, after, options)))

  program
    .command('score')
    .summary('the standing of a subject over several reports and attestations')
    .description(about.score)
    .argument('<source...>', 'reports (also of the official suite), bundles, attestations; folders and patterns too')
    .option('--subject <name>', 'whose standing (default: the only subject there is)', text)
    .option('--scope <id|file>', 'by which scope, may be repeated (default: those of the reports)', collect)
    .option('--date <YYYY-MM-DD>', 'the standing at the end of that day (default: now)', date)
    .option('--allowed-signers <file>', 'whose attestations count (ssh-keygen(1), ALLOWED SIGNERS)')
    .addOption(
      new Option('--format <name>', 'how to tell').choices(['text', 'json', 'markdown', 'html']).default('text'),
    )
    .option('--output <file>', 'write here instead of standard output')
    .option('--gate', 'exit with 1 or 2 where the level is not reached, for CI')
    .addHelpText('after', examples.score)
    .action(async (sources, options) => exit(await commands.score(sources, options)))

  family('flavor', 'parse, describe and plan SCS flavors', () => commands.flavor())
  family('attest', 'write, sign and verify attestations of what no tool can decide', () => commands.attest())

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
    .option('--all-runs', 'also what runs on other machines have made, and runs that no ledger here knows')
    .addOption(new Option('--dry-run', 'only show what would be deleted (default)').conflicts('yes'))
    .option('--yes', 'delete it')
    .option('--json', 'as JSON')
    .addHelpText('after', examples.cleanup)
    .action(async (options) => exit(await commands.cleanup(options)))

  if (commands.completion) commands.completion(program)
  else program.command('completion').summary('print the completion script of a shell').argument('<shell>')

  return program

  /** A command with commands of its own, whose options are known only when it is called. */
  function family(name: string, summary: string, load: () => Promise<Command>): void {
    program
      .command(name)
      .summary(summary)
      .helpOption(false)
      .argument('[arguments...]')
      .passThroughOptions()
      .allowUnknownOption()
      .action(async (tail: readonly string[]) => {
        await (await load()).parseAsync(tail, { from: 'user' })
      })
  }
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
    'name starts with scs-conformance-<run id>-. Nothing else is touched, nor what a run that is still at work, here or ' +
    'perhaps elsewhere, has made.',
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
  judge:
    'Lets the checks of this version judge the facts that a run recorded. Contacts nothing.\n\n' +
    'Prints every testcase that is seen differently. Exit code 0 where all verdicts are as before, 1 where one differs, ' +
    '2 where the bundle is not as its manifest says.',
  sign:
    'Signs as ssh-keygen -Y sign does. The signature of a bundle covers its manifest and goes into it; that of a report ' +
    '(namespace report, as the official monitor wants it) goes beside it, FILE.sig.',
  submit:
    'Redacts reports, writes them in the official format, signs them and sends them in the protocol of the official monitor.\n\n' +
    'Exit code 0 where they were taken, 1 where they were refused, 2 where the monitor gave no answer; then what would have been ' +
    'sent is kept.',
  redact:
    'Writes the report without host names, addresses, ids, e-mail addresses, users, projects and nodes: each becomes a ' +
    'pseudonym. Beside the full report it keeps REPORT.redaction, with which verify --against proves that the shared report was ' +
    'made from the full one. Keep that file to yourself: it undoes the redaction.',
  score:
    'Merges what is known of a subject (scs-0003): of each testcase the newest result counts until it expires. Behind it stands ' +
    'what it is worth: when it last passed, whether it passed only on a second try, whether it expires soon, whether an ' +
    'attestation still waits for an assessor. No source that is named is left out silently.\n\n' +
    'With --gate, exit code 0 where the level is reached, 1 where something is FAIL, 2 where something is not decided.',
  diff:
    'Tells regressions, fixes, what is not decided any more, and evidence that changed: how to validate an upgrade.\n\n' +
    'Exit code 1 where something is FAIL that was not, 2 where something that passed is not decided any more, else 0.',
  verify:
    'Compares every file of a bundle with its manifest, and verifies the signature. Contacts nothing.\n\n' +
    'Exit code 0 where all holds, 1 where something was changed or a signature is not valid, 2 where a signature was asked ' +
    'for (--allowed-signers) and there is none.',
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
  scs-conformance cleanup --os-cloud mycloud --all-runs    also of runs that no ledger on this machine knows`,
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
  judge: `
Examples:
  scs-conformance run --os-cloud mycloud --output out --bundle
  scs-conformance judge out/report.bundle.zip
  scs-conformance judge out/report.bundle.zip --output again --format html`,
  verify: `
Examples:
  scs-conformance verify out/report.bundle.zip
  scs-conformance verify out/report.bundle.zip --allowed-signers signers`,
  submit: `
Examples:
  scs-conformance submit out/report.json --monitor https://compliance.sovereignit.cloud --token token --key ~/.ssh/id_ed25519
  scs-conformance submit out/*.json --monitor URL --token token --key key.pub --dry-run`,
  score: `
Examples:
  scs-conformance score out/report.json availability-zones-check.attestation.yaml --allowed-signers signers
  scs-conformance score 'nightly/*/report.json' --subject mycloud --format html --output card.html
  scs-conformance score reports/ --subject mycloud --gate`,
  diff: `
Examples:
  scs-conformance diff before/report.json after/report.json
  scs-conformance diff before/report.bundle.zip after/report.bundle.zip --format markdown
  scs-conformance diff scs-compatible-iaas@v4 scs-compatible-iaas@v5.1`,
  render: `
Examples:
  scs-conformance render out/report.json --format html --output report.html
  scs-conformance render report.json --format lines | grep FAIL`,
} as const
