import { Command } from 'commander'
import { collect, date as dateOption, text } from '../option-values.ts'

interface NewOptions {
  readonly subject: string
  readonly date?: string
  readonly evidence?: readonly string[]
  readonly output: string
}

interface SignOptions {
  readonly key: string
  readonly confirm?: boolean
}

interface VerifyOptions {
  readonly allowedSigners: string
  readonly date?: string
}

/** `attest new`, `attest sign`, `attest verify`: the word of a person on what no tool can decide. They contact nothing. */
export function attestCommand(exit: (code: number) => void): Command {
  const attest = new Command('scs-conformance attest')
    .description('Attestations: the signed word of a person on testcases that no tool can decide (scs-0004).')
    .showHelpAfterError("(try 'scs-conformance attest --help')")
    .exitOverride()
    .addHelpText('after', examples)

  attest
    .command('new')
    .summary('write an attestation to fill in')
    .description(
      'Writes a file a testcase, with the questions of its standard. What is left empty in it is refused when it is signed.',
    )
    .argument('<id...>', 'testcase ids, such as availability-zones-check')
    .requiredOption('--subject <name>', 'what reports call the cloud or cluster', text)
    .option(
      '--evidence <file|URL=sha256:HEX>',
      'a document that shows it, or where one is on the web and what sha256sum says of it (it is not fetched); may be repeated',
      collect,
    )
    .option('--date <YYYY-MM-DD>', 'the day it is given (default: today)', dateOption)
    .option('--output <dir>', 'folder of the files', '.')
    .action(async (ids: readonly string[], options: NewOptions) => {
      exit(await (await import('./attest-new.ts')).attestNew(ids, options))
    })

  attest
    .command('sign')
    .summary('sign an attestation, or confirm one that is signed')
    .description(
      'Signs with an SSH key, as ssh-keygen -Y sign does; a public key uses the private one that ssh-agent holds.\n\n' +
        'The attester signs (FILE.sig). An assessor who has looked at it signs with --confirm (FILE.countersig): until then it ' +
        'counts as tentative.',
    )
    .argument('<file>', 'an attestation that is filled in')
    .requiredOption('--key <file>', 'SSH key')
    .option('--confirm', 'confirm, as an assessor, what the attester has signed')
    .action(async (file: string, options: SignOptions) => {
      exit(await (await import('./attest-sign.ts')).attestSign(file, options))
    })

  attest
    .command('verify')
    .summary('tell what attestations are worth')
    .description(
      'Looks at the signatures, at the evidence files and at the dates.\n\n' +
        'Exit code 0 where all count (tentative ones too), 1 where a signature or a document is not as it was, 2 where one does ' +
        'not count for another reason (unsigned, expired).',
    )
    .argument('<file...>', 'attestations')
    .requiredOption('--allowed-signers <file>', 'whose keys count (ssh-keygen(1), ALLOWED SIGNERS)')
    .option('--date <YYYY-MM-DD>', 'judge as on that day (default: today)', dateOption)
    .action(async (files: readonly string[], options: VerifyOptions) => {
      exit(await (await import('./attest-verify.ts')).attestVerify(files, options))
    })

  return attest
}

const examples = `
Examples:
  scs-conformance attest new availability-zones-check --subject mycloud --evidence zones.pdf
  scs-conformance attest new availability-zones-check --subject mycloud --evidence https://mycloud.example/zones=sha256:9f86d0…
  scs-conformance attest sign availability-zones-check.attestation.yaml --key ~/.ssh/id_ed25519
  scs-conformance attest verify *.attestation.yaml --allowed-signers signers

A file of allowed signers has a line a key; namespaces= binds a key to what it may sign:
  ops@provider.example namespaces="scs-attestation" ssh-ed25519 AAAA…
  assessor@scs.example namespaces="scs-attestation-confirmation" ssh-ed25519 AAAA…`
