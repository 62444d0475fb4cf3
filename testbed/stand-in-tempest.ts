import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { subunitV2, type Packet } from '../suites/scs-0128-tempest/import/write-subunit-v2.ts'

// A program that behaves as `tempest` does when it is called, and runs no test: it signs in as it was configured to, leaves
// things behind, and writes the stream that it is told to.

/** What becomes of the tests: all pass, the second one fails, … */
export type StandInMode =
  | 'passes'
  | 'fails'
  | 'crashes' // after the first test
  | 'breaks' // before anything
  | 'is silent' // says nothing, and that all is well
  | 'hangs' // after the first test, and does not end when it is asked to

const self = fileURLToPath(import.meta.url)

/** Makes such a program; its path. */
export function standInTempest(folder: string, mode: StandInMode): string {
  const path = join(folder, 'tempest')
  writeFileSync(path, `#!/bin/sh\nSTAND_IN='${mode}' exec '${process.execPath}' '${self}' "$@"\n`, { mode: 0o755 })
  return path
}

/** Names of what it leaves behind. */
export const litter = { network: 'tempest-Litter-network-1', group: 'tempest-Litter-group-2' }

const list = JSON.parse(
  readFileSync(new URL('../standards/data/tempest-required-tests.json', import.meta.url), 'utf8'),
) as { tests: readonly { id: string; name: string }[] }

async function main(args: readonly string[]): Promise<void> {
  const value = (name: string) => args[args.indexOf(name) + 1] ?? ''
  if (args[0] === '--version') process.stdout.write('tempest 33.0.0\n')
  else if (args[0] === 'init') mkdirSync(args.at(-1) ?? '')
  else if (args.includes('--list-tests')) {
    process.stdout.write('some warning of a library\n')
    for (const { id, name } of list.tests) process.stdout.write(`${name}[id-${id},smoke]\n`)
    process.stdout.write('tempest.api.a.Other.test_not_required[id-00000000-0000-4000-8000-000000000000]\n')
  } else await runTests(readConf(value('--config-file')), readFileSync(value('--load-list'), 'utf8').trim().split('\n'))
}

type Conf = Readonly<Record<string, string>>

function readConf(path: string): Conf {
  const lines = readFileSync(path, 'utf8').split('\n')
  return Object.fromEntries(lines.flatMap((line) => (line.includes(' = ') ? [line.split(' = ')] : []))) as Conf // pairs
}

async function runTests(conf: Conf, tests: readonly string[]): Promise<void> {
  const mode = process.env['STAND_IN'] as StandInMode
  const [account] = parse(readFileSync(conf['test_accounts_file'] ?? '', 'utf8')) as Readonly<Record<string, string>>[]
  const { username = '', password = '', project_name: project = '', user_domain_id: domain = '' } = account ?? {}
  if (mode === 'breaks') {
    process.stderr.write(`Traceback: cannot sign in with ${password}\n`)
    process.exit(1)
  }
  if (mode === 'is silent') return
  await leaveLitter(conf['uri_v3'] ?? '', { username, password, project, domain })
  appendFileSync(conf['log_file'] ?? '', `INFO password is ${password}\n`)
  const [first = '', second = '', ...others] = tests
  process.stdout.write('a warning between packets\n')
  say({ test: first, status: 2 }, { test: first, status: 3 })
  if (mode === 'crashes') process.kill(process.pid, 'SIGSEGV')
  if (mode === 'hangs') {
    process.on('SIGTERM', () => say({ test: second, status: 6 }))
    setInterval(() => {}, 1000)
    await new Promise(() => {})
  }
  const content = `Traceback (most recent call last):\nAssertionError: 500 for ${password}`
  if (mode === 'fails') say({ test: second, mime: 'text/plain', file: { name: 'traceback', content } })
  say({ test: second, status: mode === 'fails' ? 6 : 3 }, ...others.map((test) => ({ test, status: 3 })))
  process.exitCode = mode === 'fails' ? 1 : 0
}

function say(...packets: readonly Packet[]): void {
  process.stdout.write(subunitV2(packets.map((packet) => ({ ...packet, at: Date.now() }))))
}

async function leaveLitter(identity: string, as: Conf): Promise<void> {
  const domain = { id: as['domain'] }
  const user = { name: as['username'], domain, password: as['password'] }
  const scope = { project: { name: as['project'], domain } }
  const auth = { identity: { methods: ['password'], password: { user } }, scope }
  const signedIn = await fetch(`${identity}/auth/tokens`, post({ auth }))
  const { token } = (await signedIn.json()) as {
    readonly token: { readonly catalog: readonly { readonly type: string; readonly endpoints: { url: string }[] }[] }
  }
  const network = token.catalog.find(({ type }) => type === 'network')?.endpoints[0]?.url ?? ''
  const headers = { 'x-auth-token': signedIn.headers.get('x-subject-token') ?? '' }
  await fetch(`${network}/v2.0/networks`, post({ network: { name: litter.network } }, headers))
  await fetch(`${network}/v2.0/security-groups`, post({ security_group: { name: litter.group } }, headers))
}

function post(body: object, headers: Readonly<Record<string, string>> = {}): RequestInit {
  return { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) }
}

if (process.argv[1] === self) await main(process.argv.slice(2))
