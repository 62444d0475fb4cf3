import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { runChild } from './child.ts'

const home = mkdtempSync(join(tmpdir(), 'scs-child-'))
t.teardown(async () => (await import('node:fs/promises')).rm(home, { recursive: true }))
const never = new AbortController().signal
const log = join(home, 'log')

function script(name: string, text: string): string {
  const path = join(home, `${name}.mjs`)
  writeFileSync(path, text)
  return path
}
const run = (name: string, text: string, options: Partial<Parameters<typeof runChild>[1]> = {}) =>
  runChild(['a', 'b c'], { env: process.env, log, graceMs: 200, signal: never, script: script(name, text), ...options })

t.test('what it says is in the log, and its exit code is told', async (t) => {
  const text = 'console.log(process.argv.slice(2)); console.error("oh"); process.exitCode = 3'
  t.match(await run('plain', text), { code: 3, signal: null, isLate: false })
  t.match(readFileSync(log, 'utf8'), /\[ 'a', 'b c' \]\noh\n/)
})

const obedient = 'process.on("SIGTERM", () => process.exit(5)); setInterval(() => {}, 1000)'
const deaf = 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)'

t.test('whose time is over is asked to end, and killed if it does not', async (t) => {
  t.match(await run('obedient', obedient, { timeoutMs: 1500 }), { code: 5, signal: null, isLate: true })
  t.match(await run('deaf', deaf, { timeoutMs: 1500 }), { code: null, signal: 'SIGKILL', isLate: true })
})

t.test('whoever waits may end it', async (t) => {
  t.match(await run('obedient', obedient, { signal: AbortSignal.timeout(1500) }), { code: 5, isLate: false })
  t.match(await run('deaf', deaf, { signal: AbortSignal.timeout(1500) }), { code: null, signal: 'SIGKILL' })
  t.match(await run('deaf', deaf, { signal: AbortSignal.abort() }), { code: null })
})

t.test('none is left running where this process ends at once', async (t) => {
  const before = process.listeners('exit')
  const ready = async (path: string) => {
    while (!readFileSync(path, 'utf8').includes('ready')) await new Promise((resolve) => setTimeout(resolve, 20))
  }
  const text = `${obedient}; console.log('ready')`
  const logs = ['one', 'two'].map((name) => join(home, name))
  const both = logs.map((log) => run('obedient', text, { log }))
  await Promise.all(logs.map(ready))
  const added = process.listeners('exit').filter((listener) => !before.includes(listener))
  t.equal(added.length, 1, 'one for all of them: many workers are no leak')
  added[0]?.(0)
  t.match(await Promise.all(both), [{ code: 5, isLate: false }, { code: 5 }])
  t.same(process.listeners('exit'), before)
})

t.test('one that eats too much memory ends, and this process does not', async (t) => {
  const hungry = 'const all = []; for (;;) all.push(new Array(1e6).fill(Math.random()))'
  const { code, signal } = await run('hungry', hungry, { memoryMiB: 128 })
  t.ok(code !== 0 || signal !== null)
})

t.test('a log that cannot be written is told', async (t) => {
  await t.rejects(run('plain', '', { log: join(home, 'missing', 'log') }), /ENOENT/)
})
