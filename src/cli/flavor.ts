import type { Readable, Writable } from 'node:stream'
import { Command, Option } from 'commander'
import type { Flavor } from '../openstack/resources.ts'
import { UsageError } from '../usage-error.ts'

/** What the flavor tools get from whoever wires them. */
export interface FlavorContext {
  /** Reads the flavors of a cloud of clouds.yaml; undefined is the cloud of OS_CLOUD or of the OS_* variables. */
  loadFlavors(cloudName: string | undefined): Promise<readonly Flavor[]>
  readonly stdin: Readable & { readonly isTTY?: boolean }
  readonly stdout: Writable
  readonly stderr: Writable
  /** Called once with the exit code when a tool is done. */
  readonly exit: (code: number) => void
}

export interface FlavorPlanOptions {
  readonly osCloud?: string
  readonly from?: string
  readonly format: 'text' | 'osism' | 'openstack'
  readonly recommended?: boolean
}

/**
 * `flavor parse`, `flavor describe` and `flavor plan`. None of them changes anything on a cloud, and only `plan` contacts
 * one. What a tool needs is imported when it is called, since `parse` is used in loops.
 */
export function flavorCommand(context: FlavorContext): Command {
  const { stdin, stdout, stderr, exit } = context
  const flavor = new Command('scs-conformance flavor')
    .description('Tools for SCS flavors (scs-0100, scs-0103). They change nothing.')
    .configureOutput({ writeOut: (text) => stdout.write(text), writeErr: (text) => stderr.write(text) })
    .showHelpAfterError("(try 'scs-conformance flavor --help')")
    .exitOverride()
    .addHelpText('after', examples.flavor)

  flavor
    .command('parse')
    .summary('say which names follow the naming scheme, and what they promise')
    .description(about.parse)
    .argument('[name...]', 'flavor names; without any, or with -, they are read from standard input, one a line')
    .option('--json', 'one JSON object a line')
    .addHelpText('after', examples.parse)
    .action(async (names: readonly string[], { json }: { json?: boolean }) => {
      const fromStdin = names.length === 0 || (names.length === 1 && names[0] === '-')
      if (fromStdin && stdin.isTTY) throw new UsageError(noNames)
      const { parseNames, linesOf } = await import('./flavor-parse.ts')
      const { refused, total } = await parseNames(fromStdin ? linesOf(stdin) : [names], { stdout, json: json ?? false })
      if (total === 0) stderr.write('no names on standard input\n')
      exit(refused > 0 ? 1 : 0)
    })

  flavor
    .command('describe')
    .summary('say in words what names promise')
    .description('Says in words what flavor names promise. Exits with 1 if one of them is no SCS name.')
    .argument('<name...>', 'flavor names')
    .addHelpText('after', examples.describe)
    .action(async (names: readonly string[]) => {
      const { describeNames } = await import('./flavor-parse.ts')
      exit(describeNames(names, { stdout, stderr }) > 0 ? 1 : 0)
    })

  flavor
    .command('plan')
    .summary('show what a cloud lacks of the standard flavors, ready to be carried out')
    .description(about.plan)
    .option('--os-cloud <name>', 'cloud of clouds.yaml (default: OS_CLOUD, or the OS_* variables)')
    .addOption(new Option('--from <file>', 'read the flavors from a file, - for standard input').conflicts('osCloud'))
    .addOption(
      new Option('--format <format>', 'form of the plan').choices(['text', 'osism', 'openstack']).default('text'),
    )
    .option('--recommended', 'the recommended flavors too, not only the mandatory ones')
    .addHelpText('after', examples.plan)
    .action(async (options: FlavorPlanOptions) => {
      const { planFlavorsOfCloud } = await import('./flavor-plan.ts')
      await planFlavorsOfCloud(options, context)
      exit(0)
    })

  return flavor
}

const noNames =
  "no flavor names: give them as arguments or on standard input, one a line, such as 'flavor parse SCS-4V-16'"

const about = {
  parse: `Says of each name whether it follows the naming scheme of SCS (scs-0100-v3),
with the verdict of the official parser.

Empty lines are skipped; every other character of a line counts, white space
too. A name that does not begin with SCS- is no SCS name and refused. Names in
the notation of v1 (SCS-4V:16:50) are tolerated, which is no failure.

Exit codes: 0 no name was refused, 1 some were, 64 usage.`,
  plan: `Shows what is missing or differs of the standard flavors (scs-0103) on a cloud,
and changes nothing.

Nova can neither resize nor rename a flavor. So a plan sets properties on a
flavor that has exactly the sizes wanted, or else creates one beside those that
are there. A flavor that claims a name but has other sizes loses the claim.

Exit code: 0 if the plan could be made, whatever it says.`,
} as const

const examples = {
  flavor: `
Examples:
  scs-conformance flavor parse SCS-4V-16-50n SCS-2V_4
  scs-conformance flavor describe SCS-16T-64-200s_GNa-72-24_ib
  scs-conformance flavor plan --os-cloud mycloud`,
  parse: `
Examples:
  scs-conformance flavor parse SCS-4V-16-50n SCS-4V:16:50 SCS-2V_4
  openstack flavor list -f value -c Name | grep ^SCS- | scs-conformance flavor parse
  scs-conformance flavor parse --json < names.txt | jq -r 'select(.ok | not) | .reason'

With --json: name, ok, tolerated (true for the notation of v1); of a name that is refused, reason; else cpus, ramGiB,
diskGB (0 without a disk, null where the cloud decides its size), extraSpecs (what the flavor should carry).`,
  describe: `
Examples:
  scs-conformance flavor describe SCS-4V-16-50
  scs-conformance flavor describe SCS-8Ti-32-50p_i1 SCS-2C-4-3x10s_bms_z3`,
  plan: `
Examples:
  scs-conformance flavor plan --os-cloud mycloud --recommended
  openstack flavor list --long -f json | scs-conformance flavor plan --from -

  scs-conformance flavor plan --os-cloud mycloud --format openstack > flavors.sh
  less flavors.sh && OS_CLOUD=admin sh -e flavors.sh

  scs-conformance flavor plan --os-cloud mycloud --format osism > flavors.yml
  openstack-flavor-manager --cloud admin --name local --url file://$PWD/flavors.yml`,
} as const
