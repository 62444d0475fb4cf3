import { Option, type Command } from 'commander'
import { collect } from '../option-values.ts'
import { cloud, cluster, looking, ownData, ownLanguage } from './groups.ts'
import type { Commands } from './types.ts'

/** What tells, shows and tidies: `list`, `explain`, `render`, `doctor`, `demo`, `data`, `cleanup`. */
export function addLooking(program: Command, commands: Commands, exit: (code: number) => void): void {
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
    .addOption(ownLanguage())
    .option('--output <file>', 'write here instead of standard output')
    .option('--verbose', 'also list what passed')
    .addHelpText('after', examples.render)
    .action(async (report, options) => exit(await commands.render(report, options)))

  cluster(cloud(program.command('doctor').summary('find out why a run would not work here')))
    .description('Looks at this machine, the configuration and the way to the cloud or cluster, and says what to mend.')
    .action(async (options) => exit(await commands.doctor(options)))

  program
    .command('demo')
    .summary('run against a simulated cloud or cluster, leave an HTML report')
    .option('--output <dir>', 'folder of the report', 'demo-report')
    .addOption(
      new Option('--layer <layer>', 'simulate a cloud (iaas) or a cluster (kaas)')
        .choices(['iaas', 'kaas'])
        .default('iaas'),
    )
    .addOption(
      new Option('--level <level>', 'judge by this level and those below; the upper two are proposals (docs/levels.md)')
        .choices(['compatible', 'open', 'sovereign'])
        .default('compatible'),
    )
    .option('--cloud <file>', 'description of what is simulated (default: one with mistakes in it)')
    .action(async (options) => exit(await commands.demo(options)))

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
}

const about = {
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
  cleanup:
    'Shows what runs have left behind on clouds and clusters after they were killed, and deletes it with --yes.\n\n' +
    'A run writes down everything before it makes it; that is looked at first. Then all resources are looked for whose ' +
    'name starts with scs-conformance-<run id>-. Nothing else is touched, nor what a run that is still at work, here or ' +
    'perhaps elsewhere, has made.',
} as const

const examples = {
  render: `
Examples:
  scs-conformance render out/report.json --format html --output report.html
  scs-conformance render out/report.json --format html --language de --output bericht.html
  scs-conformance render report.json --format lines | grep FAIL`,
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
  cleanup: `
Examples:
  scs-conformance cleanup                                 what is there to delete?
  scs-conformance cleanup --yes
  scs-conformance cleanup --run 1f2e3d4c --yes            only what one run has left
  scs-conformance cleanup --os-cloud mycloud --all-runs    also of runs that no ledger on this machine knows`,
} as const
