import { type Command } from 'commander'
import { collect, count, list, seconds, text, uuid } from '../option-values.ts'
import {
  cloud,
  cluster,
  e2e,
  handedIn,
  imported,
  managers,
  ownData,
  ownLanguage,
  ownSuite,
  selection,
  tempest,
} from './groups.ts'
import { UsageError } from '../usage-error.ts'
import type { Commands, RunOptions } from './types.ts'

/** `run`, `check` and `plan`: what judges a cloud or cluster. */
export function addJudging(program: Command, commands: Commands, exit: (code: number) => void): void {
  const run = program.command('run').summary('judge a cloud or cluster and report').description(about.run)
  tempest(handedIn(e2e(managers(selection(cluster(cloud(run)))))))
    .option(
      '--subject <name>',
      'what the report calls it (default: the name of the cloud or context); with --config: only this one, may be repeated',
      (value: string, before?: readonly string[]) => collect(text(value), before),
    )
    .option(
      '--config <file>',
      'judge the subjects of subjects.yaml, or of an official config.toml (docs/fleet.md)',
      text,
    )
    .option('--preset <name>', 'with --config: a selection of that file (default: default)', text)
    .addOption(count('--workers <n>', 'with --config: subjects at the same time (default: as the file says, or 4)'))
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
    .addOption(ownLanguage())
    .option(
      '--waivers <file>',
      'waivers.yaml: exceptions that do not count for the exit code (a level, and score --gate, know none)',
    )
    .option(
      '--bundle [file]',
      'write an evidence bundle: report, recorded facts and scope, to be judged again (default: report.bundle.zip)',
    )
    .option(
      '--uuid-from <uuid>',
      'make the uuids of the reports from this one: the same run done again gives the same, and a monitor keeps one of them',
      uuid,
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
    .action(async ({ subject: subjects, ...options }) => exit(await commands.run(named(options, subjects))))

  tempest(handedIn(e2e(managers(cluster(program.command('check'))))))
    .summary('judge single testcases, one line each')
    .description(about.check)
    .argument('<id...>', 'testcase ids, such as scs-0100-syntax-check')
    .option('-c, --os-cloud <name>', 'cloud of clouds.yaml (default: OS_CLOUD)')
    .addOption(ownData())
    .addOption(ownSuite())
    .option('--debug', 'show every call on stderr, without secrets')
    .addHelpText('after', examples.check)
    .action(async (ids, { osCloud, ...options }) => exit(await commands.check(ids, { ...options, cloud: osCloud })))

  imported(managers(selection(program.command('plan').summary('show what a run would do, and its cost'))))
    .description('Shows which testcases a run would judge and what that costs on the cloud. Contacts nothing.')
    .option('--json', 'as JSON')
    .addHelpText('after', examples.plan)
    .action(async (options) => exit(await commands.plan(options)))
}

/** One run has one subject, and with --config as many as are named. */
function named(options: Omit<RunOptions, 'subject'>, subjects: readonly string[] | undefined): RunOptions {
  if (options.config !== undefined) return { ...options, ...(subjects ? { subjects } : {}) }
  for (const [option, value] of [
    ['--preset', options.preset],
    ['--workers', options.workers],
  ] as const) {
    if (value !== undefined) throw new UsageError(`${option}: is for many subjects; name their file with --config`)
  }
  const [subject, another] = subjects ?? []
  if (another !== undefined) {
    throw new UsageError(`--subject ${another}: one run has one subject; for several name their file with --config`)
  }
  return { ...options, ...(subject === undefined ? {} : { subject }) }
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
} as const

const examples = {
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
  scs-conformance run -k cluster.yaml --import sonobuoy.tar.gz                with the results of earlier ones
  scs-conformance run --os-cloud mycloud --section light,heavy --output out   with Tempest: an hour`,
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
} as const
