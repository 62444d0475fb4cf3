#!/usr/bin/env node
// Plain JavaScript that any Node ≥ 14 can read: it only finds a Node that is new enough, and hands over.
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const [major, minor] = process.versions.node.split('.').map(Number)

if (major > 24 || (major === 24 && minor >= 12)) {
  const { enableCompileCache } = await import('node:module')
  enableCompileCache()
  const built = join(root, 'dist/src/cli.js')
  const source = join(root, 'src/cli.ts')
  await import(pathToFileURL(existsSync(source) ? source : built).href)
} else {
  await handOver(newerNode())
}

/** The `node` package's binary, there after `npm ci` in a checkout. */
function newerNode() {
  try {
    const binary = createRequire(import.meta.url).resolve('node/bin/node')
    return existsSync(binary) ? binary : undefined
  } catch {
    return undefined
  }
}

async function handOver(node) {
  if (!node) {
    process.stderr.write(
      `scs-conformance needs Node 24.12 or newer, this is ${process.version}: install it, or run 'npm ci' in a checkout, which brings one\n`,
    )
    process.exitCode = 64
    return
  }
  const { spawn } = await import('node:child_process')
  const child = spawn(node, process.argv.slice(1), { stdio: 'inherit' })
  // Ctrl-C on a terminal reaches the child by itself; a signal sent to this process alone does not.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'))
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 143)
  })
}
