import { Option, type Command } from 'commander'
import { collect, date, list, text } from '../option-values.ts'
import { ownLanguage, ownSuite } from './groups.ts'
import type { Commands } from './types.ts'

/** What comes after a run: `judge`, `verify`, `redact`, `sign`, `submit`, `diff`, `score`. */
export function addEvidence(program: Command, commands: Commands, exit: (code: number) => void): void {
  program
    .command('judge')
    .summary('judge a recorded run again, offline')
    .description(about.judge)
    .argument('<bundle>', 'an evidence bundle of run --bundle')
    .addOption(ownSuite())
    .option('--json', 'as JSON')
    .option('--output <dir>', 'write the new report.json, and a file for each --format, into this folder')
    .option('--format <name,…>', 'formats for --output', list)
    .addOption(ownLanguage())
    .addHelpText('after', examples.judge)
    .action(async (bundle, options) => exit(await commands.judge(bundle, options)))

  program
    .command('verify')
    .summary('tell whether a bundle or report is as it was, and who signed it')
    .description(about.verify)
    .argument('<file>', 'an evidence bundle, or a report.json')
    .option('--allowed-signers <file>', 'whose keys count (ssh-keygen(1), ALLOWED SIGNERS)')
    .option('--against <file>', 'the full report, or the bundle with it, that a redacted one was made from')
    .option('--signature <file>', 'signature of a report (default: the file beside it that ends in .sig)')
    .addHelpText('after', examples.verify)
    .action(async (file, options) => exit(await commands.verify(file, options)))

  program
    .command('redact')
    .summary('make a report that can be shared')
    .description(about.redact)
    .argument('<report>', 'a report.json, or an evidence bundle')
    .option('--scope <id>', 'of a bundle with several reports, the one on this scope', text)
    .option('--output <file>', 'write here instead of standard output')
    .addHelpText('after', examples.redact)
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
      new Option('--format <name>', 'how to tell')
        .choices(['text', 'json', 'markdown', 'html', 'csv', 'badge'])
        .default('text'),
    )
    .addOption(ownLanguage())
    .option('--output <file>', 'write here instead of standard output')
    .option('--gate', 'exit with 1 or 2 where the level is not reached, for CI')
    .addHelpText('after', examples.score)
    .action(async (sources, options) => exit(await commands.score(sources, options)))
}

const about = {
  judge:
    'Lets the checks of this version judge the facts that a run recorded. Contacts nothing.\n\n' +
    'Prints every testcase that is seen differently. Exit code 0 where all verdicts are as before, 1 where one differs, ' +
    '2 where the bundle is not as its manifest says.',
  verify:
    'Compares every file of a bundle with its manifest, and verifies the signature. With --against, tells whether a redacted ' +
    'report was made from that full report or bundle, and who signed that one: its signature is what counts, beside the report ' +
    '(FILE.sig) or in the bundle. Its REPORT.redaction has to lie beside it. Contacts nothing.\n\n' +
    'Exit code 0 where all holds, 1 where something was changed or a signature is not valid, 2 where a signature was asked ' +
    'for (--allowed-signers) and there is none. With --against, 0 only where an allowed signer has signed the full one.',
  redact:
    'Writes the report without host names, addresses, ids, e-mail addresses, users, projects and nodes: each becomes a ' +
    'pseudonym. Beside the full report or bundle it keeps REPORT.redaction, with which verify --against proves that the ' +
    'shared report was made from the full one. Keep that file to yourself: it undoes the redaction.',
  sign:
    'Signs as ssh-keygen -Y sign does. The signature of a bundle covers its manifest and goes into it; that of a report ' +
    '(namespace report, as the official monitor wants it) goes beside it, FILE.sig.',
  submit:
    'Redacts reports, writes them in the official format, signs them and sends them in the protocol of the official monitor.\n\n' +
    'Exit code 0 where they were taken, 1 where they were refused, 2 where the monitor gave no answer; then what would have been ' +
    'sent is kept.',
  diff:
    'Tells regressions, fixes, what is not decided any more, and evidence that changed under the same verdict: other violations, ' +
    'another cause, other notes (tests of Tempest that are not required, service levels of Rally), nodes in other places. How to ' +
    'validate an upgrade. Times, run ids and what was judged by are not compared; of a test that failed, only its name is.\n\n' +
    'Exit code 1 where something is FAIL that was not, 2 where something that passed is not decided any more or a scope of ' +
    'the earlier bundle is not in the later one, else 0.',
  score:
    'Merges what is known of a subject (scs-0003): of each testcase the newest result counts until it expires. Behind it stands ' +
    'what it is worth: when it last passed, whether it passed only on a second try, whether it expires soon, whether an ' +
    'attestation still waits for an assessor. No source that is named is left out silently.\n\n' +
    'Folders are read whole, with those in them: what lies there and is no report is listed as such, while a file that is named ' +
    'must be one.\n\n' +
    'With --gate, exit code 0 where the level is reached, 1 where something is FAIL, 2 where something is not decided. A level ' +
    'that is reached only by attestations that no assessor has confirmed is reached too, tentatively; stderr says so. Waivers do ' +
    'not count here: they soften the exit code of a run, never a level.',
} as const

const examples = {
  judge: `
Examples:
  scs-conformance run --os-cloud mycloud --output out --bundle
  scs-conformance judge out/report.bundle.zip
  scs-conformance judge out/report.bundle.zip --output again --format html`,
  verify: `
Examples:
  scs-conformance verify out/report.bundle.zip
  scs-conformance verify out/report.bundle.zip --allowed-signers signers
  scs-conformance verify public.json --against out/report.bundle.zip --allowed-signers signers`,
  redact: `
Examples:
  scs-conformance redact out/report.json --output public.json
  scs-conformance redact out/report.bundle.zip --output public.json`,
  submit: `
Examples:
  scs-conformance submit out/report.json --monitor https://compliance.sovereignit.cloud --token token --key ~/.ssh/id_ed25519
  scs-conformance submit out/*.json --monitor URL --token token --key key.pub --dry-run`,
  diff: `
Examples:
  scs-conformance diff before/report.json after/report.json
  scs-conformance diff before/report.bundle.zip after/report.bundle.zip --format markdown
  scs-conformance diff scs-compatible-iaas@v4 scs-compatible-iaas@v5.1`,
  score: `
Examples:
  scs-conformance score out/report.json availability-zones-check.attestation.yaml --allowed-signers signers
  scs-conformance score 'nightly/*/report.json' --subject mycloud --format html --output card.html
  scs-conformance score reports/ --subject mycloud --gate
  scs-conformance score reports/ --subject mycloud --format badge --output badge.svg
  scs-conformance score out/ --subject mycloud-1.36        after run --provision clusters.yaml --output out`,
} as const
