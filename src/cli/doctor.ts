import { existsSync } from 'node:fs'
import { styleText } from 'node:util'
import { creator } from '../creator.ts'
import { closure, FactError, factStore } from '../fact-store.ts'
import type { Fact } from '../fact.ts'
import type { CloudOptions } from '../options.ts'
import type { Redactor } from '../redact.ts'
import { UsageError } from '../usage-error.ts'
import { wantsColor } from './color.ts'
import { onInterrupt } from './interrupt.ts'
import { tellLeftovers } from './leftovers.ts'
import { oneLine } from './one-line.ts'
import { loadChecks } from './selection.ts'
import { openSession, type SessionOptions } from './session.ts'

type Outcome = 'ok' | 'warning' | 'failed' | 'unknown'

const colors = { ok: 'green', warning: 'yellow', failed: 'red', unknown: 'gray' } as const satisfies Record<
  Outcome,
  string
>

/** `doctor`: looks at the machine, the settings, the way to the cloud and what this user may read there. Creates nothing. */
export async function doctor(options: CloudOptions, redactor: Redactor): Promise<number> {
  const seen: Outcome[] = []
  const say = (outcome: Outcome, what: string, message: string): void => {
    seen.push(outcome)
    const padded = outcome.padEnd(8)
    const mark = wantsColor(process.stdout) ? styleText(colors[outcome], padded, { validateStream: false }) : padded
    process.stdout.write(`${mark} ${what.padEnd(16)} ${oneLine(redactor.redact(message))}\n`)
  }
  say('ok', 'version', `${creator.name} ${creator.version}, Node ${process.versions.node}`)
  for (const name of ['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY']) {
    if (process.env[name] ?? process.env[name.toLowerCase()]) say('ok', 'proxy', `${name} is set and will be used`)
  }
  const authorities = process.env['NODE_EXTRA_CA_CERTS']
  if (authorities)
    say(existsSync(authorities) ? 'ok' : 'failed', 'authorities', `NODE_EXTRA_CA_CERTS is ${authorities}`)

  const interrupt = onInterrupt()
  await tellLeftovers()
  try {
    await lookAtCloud({ ...options, redactor, now: new Date() }, say, interrupt.signal)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    say('failed', 'settings', error.message)
    return 64
  } finally {
    interrupt.release()
  }
  if (interrupt.happened) return 130
  return seen.includes('failed') ? 2 : 0
}

async function lookAtCloud(
  options: SessionOptions,
  say: (outcome: Outcome, what: string, message: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const session = await openSession(options, signal)
  try {
    const looks = await session.preflight
    say('ok', 'settings', `cloud ${session.cloud}`)
    for (const { outcome, id, message } of looks) say(outcome, id, message)
    const store = factStore({ given: session.given, signal, timeoutMs: 60_000, concurrency: 8 })
    const readable = (await readFacts()).map(async (fact): Promise<[Outcome, string, string]> => {
      try {
        return ['ok', fact.name, summary(await store.learn(fact))]
      } catch (error) {
        if (!(error instanceof FactError)) throw error
        return [error.probe.kind === 'dependency' ? 'warning' : 'failed', fact.name, error.probe.message]
      }
    })
    for (const [outcome, what, message] of await Promise.all(readable)) say(outcome, what, message)
  } finally {
    await session.close()
  }
}

/** What the checks read directly from the cloud, without those facts that create something. */
async function readFacts(): Promise<readonly Fact[]> {
  const facts = new Set<Fact>()
  for (const { needs } of await loadChecks()) closure(needs, facts)
  return [...facts].filter(({ cost }) => (cost.reads ?? 0) > 0 && !cost.writes)
}

function summary(value: unknown): string {
  return Array.isArray(value) ? `${value.length} found` : 'readable'
}
