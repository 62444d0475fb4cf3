import { existsSync } from 'node:fs'
import { styleText } from 'node:util'
import type { Check } from '../check.ts'
import { creator } from '../creator.ts'
import { closure, FactError, factStore } from '../fact-store.ts'
import type { Fact, Quota } from '../fact.ts'
import type { DoctorOptions } from '../options.ts'
import { provider } from '../provider/facts.ts'
import type { Layer } from '../report.ts'
import type { Redactor } from '../redact.ts'
import { quotaInWords } from '../room.ts'
import { UsageError } from '../usage-error.ts'
import { wantsColor } from './color.ts'
import { lookAtRoom, quotaFacts } from './doctor-room.ts'
import { onInterrupt } from './interrupt.ts'
import { tellLeftovers } from './leftovers.ts'
import { oneLine } from './one-line.ts'
import { loadChecks } from './selection.ts'
import { openSession, type SessionOptions } from './session.ts'
import { findTempest } from './tempest-tool.ts'

type Outcome = 'ok' | 'warning' | 'failed' | 'unknown'

const colors = { ok: 'green', warning: 'yellow', failed: 'red', unknown: 'gray' } as const satisfies Record<
  Outcome,
  string
>

/** `doctor`: looks at the machine, the settings, the way to the cloud or cluster and what this user may read there. Creates nothing. */
export async function doctor(options: DoctorOptions, redactor: Redactor): Promise<number> {
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

  const layers = layersOf(options)
  if (layers.has('iaas')) sayTempest(say)

  const interrupt = onInterrupt()
  await tellLeftovers()
  try {
    await lookAtSubjects({ ...options, layers, redactor, now: new Date() }, say, interrupt.signal)
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

/** Only scs-0128 takes it, so that it is missing keeps no run from working. */
function sayTempest(say: (outcome: Outcome, what: string, message: string) => void): void {
  const tool = findTempest(undefined, process.env)
  if (tool) say('ok', 'tempest', `${tool.called}, for run --section heavy`)
  else say('unknown', 'tempest', 'not on the PATH; scs-0128 takes it, or results of it (docs/tempest.md)')
}

/** What is named is looked at; a cloud where nothing is. */
function layersOf({ osCloud, kubeconfig, context }: DoctorOptions): ReadonlySet<Layer> {
  const cluster = kubeconfig !== undefined || context !== undefined
  return new Set<Layer>([
    ...(cluster ? ['kaas' as const] : []),
    ...(osCloud !== undefined || !cluster ? ['iaas' as const] : []),
  ])
}

async function lookAtSubjects(
  options: SessionOptions,
  say: (outcome: Outcome, what: string, message: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const session = await openSession(options, signal)
  try {
    const looks = await session.preflight
    const { iaas, kaas } = session.names
    if (iaas !== undefined) say('ok', 'settings', `cloud ${iaas}`)
    for (const { outcome, id, message } of looks.iaas ?? []) if (iaas !== undefined) say(outcome, id, message)
    if (kaas !== undefined) say('ok', 'settings', `context ${kaas}`)
    for (const { outcome, id, message } of looks.kaas ?? []) if (kaas !== undefined) say(outcome, id, message)
    const store = factStore({ given: session.given, signal, timeoutMs: 60_000, concurrency: 8 })
    const checks = await loadChecks()
    const quotas = quotaFacts(checks)
    const readable = readFacts(checks, new Set([...session.missing, provider])).map(
      async (fact): Promise<[Outcome, string, string]> => {
        try {
          const value = await store.learn(fact)
          return ['ok', fact.name, quotas.has(fact) ? quotasInWords(value as readonly Quota[]) : summary(value)]
        } catch (error) {
          if (!(error instanceof FactError)) throw error
          return [error.probe.kind === 'dependency' ? 'warning' : 'failed', fact.name, error.probe.message]
        }
      },
    )
    for (const [outcome, what, message] of await Promise.all(readable)) say(outcome, what, message)
    for (const { outcome, message } of await lookAtRoom(store, checks, session.missing)) say(outcome, 'quota', message)
  } finally {
    await session.close()
  }
}

/** What the checks read directly from what was named, without those facts that create something or take their time. */
function readFacts(checks: readonly Check[], missing: ReadonlySet<Fact>): readonly Fact[] {
  const facts = new Set<Fact>()
  for (const { needs } of checks) closure(needs, facts)
  const isQuick = ({ cost }: Fact) => (cost.reads ?? 0) > 0 && !cost.writes && !cost.minutes
  const isNamed = (fact: Fact) => [...closure({ fact })].every((need) => !missing.has(need))
  const isReading = (fact: Fact) => [...closure({ fact })].every(({ cost }) => !cost.writes)
  return [...facts].filter((fact) => isQuick(fact) && isReading(fact) && isNamed(fact))
}

function quotasInWords(quotas: readonly Quota[]): string {
  return quotas.length > 0 ? quotas.map(quotaInWords).join(', ') : 'not told, so not known before something is created'
}

function summary(value: unknown): string {
  return Array.isArray(value) ? `${value.length} found` : 'readable'
}
