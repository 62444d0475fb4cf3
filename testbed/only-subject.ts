import childProcess from 'node:child_process'
import dgram from 'node:dgram'
import dns from 'node:dns'
import { appendFileSync } from 'node:fs'
import net from 'node:net'

// Loaded before a process under test (`NODE_OPTIONS=--import=…`): whatever it wants to reach is written to the file
// ONLY_SUBJECT_LOG, and refused unless it is one of ONLY_SUBJECT_ALLOWED, `127.0.0.1:6443` separated by commas. Names
// are looked up nowhere, and no other program may do it in its stead.

const allowed = new Set((process.env['ONLY_SUBJECT_ALLOWED'] ?? '').split(','))
const log = process.env['ONLY_SUBJECT_LOG'] ?? ''

function admit(what: string): void {
  const isFine = allowed.has(what)
  appendFileSync(log, `${isFine ? 'allowed' : 'refused'} ${what}\n`)
  if (!isFine) throw new Error(`only-subject: ${what} is not the subject`)
}

/** Puts a look in front of a method. */
function guard(holder: object, name: string, look: (args: readonly unknown[]) => string): void {
  const original: unknown = Reflect.get(holder, name)
  if (typeof original !== 'function') throw new Error(`only-subject: there is no ${name}`)
  Reflect.set(holder, name, function (this: unknown, ...args: unknown[]) {
    admit(look(args))
    return Reflect.apply(original, this, args) as unknown
  })
}

/** Options as `net` has normalized them, or as a caller gave them: `{host, port}`, `{path}`, `(port, host)`. */
function addressOf(args: readonly unknown[]): string {
  const [first, second] = args.flat()
  if (typeof first !== 'object' || first === null)
    return `${typeof second === 'string' ? second : 'localhost'}:${String(first)}`
  const { host = 'localhost', port, path } = first as { host?: string; port?: number | string; path?: string }
  return path && !port ? `socket ${path}` : `${host}:${port}`
}

guard(net.Socket.prototype, 'connect', addressOf)
for (const name of ['send', 'connect', 'bind']) guard(dgram.Socket.prototype, name, () => `datagram ${name}`)
guard(childProcess.ChildProcess.prototype, 'spawn', ([options]) => `program ${(options as { file?: string }).file}`)
const lookups = Object.keys(dns).filter((name) => /^(lookup|resolve|reverse)/.test(name))
for (const holder of [dns, dns.promises]) {
  for (const name of lookups) if (name in holder) guard(holder, name, ([host]) => `name ${String(host)}`)
}
for (const { prototype } of [dns.Resolver, dns.promises.Resolver]) {
  for (const name of lookups) if (name in prototype) guard(prototype, name, ([host]) => `name ${String(host)}`)
}
