import { isIP } from 'node:net'
import { InvalidArgumentError, Option, type Command } from 'commander'
import { collect, list, text } from '../option-values.ts'
import { UsageError } from '../usage-error.ts'
import type { Commands } from './types.ts'

/** The monitor: `serve`. */
export function addServing(program: Command, commands: Commands, exit: (code: number) => void): void {
  program
    .command('serve')
    .summary('the compliance monitor: takes reports, tells where subjects stand')
    .description(about)
    .addOption(
      new Option('--listen <address:port>', 'where to listen')
        .argParser(address)
        .default({ host: '127.0.0.1', port: 8080 }, '127.0.0.1:8080'),
    )
    .option('--bootstrap <file>', 'accounts, keys, delegates and roles, as for the official monitor', text)
    .option(
      '--postgres <url>',
      'PostgreSQL server to keep reports in; its password from PGPASSWORD or ~/.pgpass',
      postgres,
    )
    .option('--store <dir>', 'without --postgres: folder of the embedded database (default: in $XDG_STATE_HOME)', text)
    .option('--scope <id|file>', 'a scope beside those that are bundled, may be repeated', collect)
    .option('--max-body <MiB>', 'largest body that is taken', whole(1, 256), 16)
    .option('--rate <n>', 'requests a minute of one address; 0 for no limit', whole(0, 1_000_000), 600)
    .option('--trust-proxy <address,…>', 'proxies whose X-Forwarded-For tells the address', proxies)
    .option('--tls-certificate <file>', 'speak HTTPS with this certificate and its chain (PEM)', text)
    .option('--tls-key <file>', 'the key of that certificate (PEM), mode 0600', text)
    .option('--public-url <url>', 'where others find this monitor, for links', publicUrl)
    .option('--notices <file>', 'whom to tell what about subjects, by mail, webhook or Matrix', text)
    .option('--test-notice <subject>', 'send a test notice to the contacts of this subject; serve nothing', text)
    .option(
      '--signing-key <file>',
      'SSH key without a passphrase, or a public one whose private one ssh-agent holds: signs certificates and their revocation list',
      text,
    )
    .option(
      '--hash',
      'print the hash of an API key that is read from standard input, for api_keys of --bootstrap; serve nothing',
    )
    .addHelpText('after', examples)
    .action(async (options) => exit(await commands.serve(options)))
}

const about =
  'Speaks the protocol of the official compliance monitor: POST /reports takes signed YAML or JSON, also our own report.json and ' +
  'bundles; /reports, /results, /status, /certificates, /metrics/SUBJECT, /badges/SUBJECT/SCOPE.svg and /healthz read back. /openapi.json tells ' +
  'all of it. History stays in PostgreSQL or, without any configuration, in an embedded database.\n\n' +
  'Ends in good order with Ctrl-C or SIGTERM, and reads --bootstrap, --notices and the certificate again on SIGHUP. Without a certificate it speaks HTTP: put a proxy with TLS before it then.'

const examples = `
Examples:
  scs-conformance serve --hash                                  hash of an API key, typed in
  scs-conformance serve --bootstrap bootstrap.yaml
  scs-conformance serve --notices notices.yaml --test-notice mycloud
  scs-conformance serve --bootstrap bootstrap.yaml --postgres postgres://scs@db.example/scs --listen 0.0.0.0:8080`

function address(value: string): { readonly host: string; readonly port: number } {
  const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^:\s]*)):(\d{1,5})$/.exec(value) ?? []
  const host = bracketed ?? plain
  if (host === undefined || host === '' || Number(port) > 65_535) {
    throw new InvalidArgumentError('It must be an address and a port such as 127.0.0.1:8080 or [::]:8080.')
  }
  return { host, port: Number(port) }
}

function proxies(value: string): readonly string[] {
  const named = list(value)
  const wrong = named.find((one) => !/^[^/]+(\/\d{1,3})?$/.test(one) || isIP(one.split('/')[0] ?? '') === 0)
  if (wrong === undefined) return named
  throw new InvalidArgumentError(`${wrong} is no address such as 10.0.0.1 or 10.0.0.0/8.`)
}

/**
 * A URL without a password.
 * @throws UsageError, which does not show the value, as commander would: a log would keep the password
 */
export function postgres(value: string): string {
  const url = URL.parse(value)
  if (!url || !/^postgres(ql)?:$/.test(url.protocol)) {
    throw new UsageError('--postgres: must be a URL such as postgres://user@host/database')
  }
  if (url.password !== '' || url.searchParams.has('password')) {
    throw new UsageError(
      '--postgres: must not hold a password: all who can list processes would see it; set PGPASSWORD, or write it into ~/.pgpass',
    )
  }
  return value
}

function publicUrl(value: string): string {
  const url = URL.parse(value)
  if (url && /^https?:$/.test(url.protocol) && url.username === '' && url.search === '' && url.hash === '') {
    return url.href.replace(/\/+$/, '')
  }
  throw new UsageError('--public-url: must be a URL such as https://compliance.example, without a user')
}

/** A whole number within these bounds. */
export function whole(least: number, most: number): (value: string) => number {
  return (value) => {
    const parsed = Number(value)
    if (/^\d+$/.test(value) && parsed >= least && parsed <= most) return parsed
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`)
  }
}
