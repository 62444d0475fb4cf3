import { execFileSync } from 'node:child_process'
import { appendFileSync, chmodSync, chownSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A PostgreSQL of Debian's, of its own, on loopback. */
export interface Server {
  /** Of its database. */
  readonly url: string
  /** Nothing is left of it. */
  stop(): void
}

/** Its settings are those of Debian, but for a larger log between checkpoints. As root it runs as user postgres. */
export async function startPostgresql(): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'scs-bench-postgresql-'))
  const [newest = ''] = readdirSync('/usr/lib/postgresql').toSorted((one, other) => Number(other) - Number(one))
  const bin = `/usr/lib/postgresql/${newest}/bin`
  const isRoot = process.getuid?.() === 0
  const run = (program: string, ...args: readonly string[]) =>
    isRoot
      ? execFileSync('runuser', ['-u', 'postgres', '--', join(bin, program), ...args], { stdio: 'ignore' })
      : execFileSync(join(bin, program), args, { stdio: 'ignore' })
  const parent = join(folder, 'postgresql')
  mkdirSync(parent)
  if (isRoot) {
    chmodSync(folder, 0o755)
    const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
    chownSync(parent, id('-u'), id('-g'))
  }
  const data = join(parent, 'data')
  run('initdb', '-D', data, '--auth=trust', '--no-sync', '--username=postgres')
  const port = await freePort()
  const settings = { listen_addresses: "'127.0.0.1'", port, unix_socket_directories: "''", max_wal_size: '4GB' }
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}\n`)
  appendFileSync(join(data, 'postgresql.conf'), lines.join(''))
  run('pg_ctl', '-D', data, '-w', '-l', join(parent, 'log'), 'start')
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    stop() {
      run('pg_ctl', '-D', data, '-w', '-m', 'immediate', 'stop')
      rmSync(folder, { recursive: true })
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // a server that listens on TCP has one
  await new Promise((resolve) => server.close(resolve))
  return port
}
