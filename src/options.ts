import { Command } from 'commander'
import { addEvidence } from './options/evidence.ts'
import { addJobs } from './options/jobs.ts'
import { addJudging } from './options/judging.ts'
import { addLooking } from './options/looking.ts'
import { addServing } from './options/serving.ts'
import type { Commands } from './options/types.ts'

export type * from './options/types.ts'

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
    .addHelpText('after', examples)

  addJudging(program, commands, exit)
  addLooking(program, commands, exit)
  addEvidence(program, commands, exit)
  addServing(program, commands, exit)
  addJobs(program, commands, exit)
  family('flavor', 'parse, describe and plan SCS flavors', () => commands.flavor())
  family('attest', 'write, sign and verify attestations of what no tool can decide', () => commands.attest())

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

const examples = `
Examples:
  scs-conformance demo                                   see it work, without a cloud
  scs-conformance doctor --os-cloud mycloud              is everything there for a run?
  scs-conformance run --os-cloud mycloud                 judge a cloud
  scs-conformance run --kubeconfig cluster.yaml          judge a cluster
  scs-conformance explain scs-0103-flavor-1v-4           what does a testcase want?

Exit codes: 0 every main testcase PASS, 1 some FAIL, 2 not decided (DNF or MISS),
            64 usage or configuration, 70 our own fault, 130 interrupted.`
