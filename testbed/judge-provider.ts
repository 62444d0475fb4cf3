import { join } from 'node:path'
import { writeFileSync } from 'node:fs'
import type { Check } from '../src/check.ts'
import { judge } from '../src/engine.ts'
import { FactError, factStore } from '../src/fact-store.ts'
import { referenceTime, type Fact } from '../src/fact.ts'
import { provider, web } from '../src/provider/facts.ts'
import { readProviderFile } from '../src/provider/provider-file.ts'
import { openWeb, type WebOptions } from '../src/provider/web.ts'
import { redactor } from '../src/redact.ts'
import { openReferenceData, referenceData } from '../src/reference-data.ts'
import { folder } from './cli.ts'
import {
  startProviderSimulator,
  type ProviderDescription,
  type ProviderSimulatorOptions,
} from './simulator/provider/index.ts'

export interface Judgement {
  readonly verdict: string
  readonly violations: readonly { readonly subject: string; readonly expected: string; readonly actual: string }[]
  readonly notes: readonly string[]
  readonly cause?: { readonly kind: string; readonly message: string }
  /** Paths with query that were asked for. */
  readonly asked: readonly string[]
}

type Options = Pick<ProviderSimulatorOptions, 'faults' | 'tls'> & {
  /** Merged into each place of the file of --provider. */
  readonly more?: object
  readonly web?: Partial<WebOptions>
  readonly given?: readonly (readonly [Fact, unknown])[]
}

/** Lets one check judge what a simulated provider publishes, read by a file as a user writes it; null hands nothing in. */
export async function judgeProvider(
  check: Check,
  description: ProviderDescription | string | null,
  { faults = [], tls, more, web: webOptions, given = [] }: Options = {},
): Promise<Judgement> {
  await using simulator = await startProviderSimulator({
    description: description ?? {},
    faults,
    ...(tls ? { tls } : {}),
  })
  const file = join(folder(), 'provider.yaml')
  const [text, own] = [simulator.providerYaml(more), redactor()]
  writeFileSync(file, text)
  const environment = { PROMETHEUS_TOKEN: simulator.description.prometheus?.token }
  const handedIn = description === null || text.trim() === '{}' ? null : await readProviderFile(file, environment, own)
  const open = openWeb({ redactor: own, backoffMs: 1, attempts: 2, timeoutMs: 5000, ...webOptions })
  const now = new Date()
  const store = factStore({
    given: new Map<Fact, unknown>([
      [provider, handedIn],
      [web, open],
      [referenceTime, now.toISOString()],
      [referenceData, await openReferenceData({ environment: {}, now })],
      ...given,
    ]),
    signal: new AbortController().signal,
    timeoutMs: 60_000,
    concurrency: 4,
  })
  try {
    const { verdict, cause, finding } = judge(check, await store.learnAll(check.needs))
    const { violations, notes = [] } = finding
    return {
      verdict,
      violations,
      notes,
      ...(cause ? { cause } : {}),
      asked: simulator.requests.map(({ path }) => path),
    }
  } catch (error) {
    if (!(error instanceof FactError)) throw error
    const { kind, message } = error.probe
    const asked = simulator.requests.map(({ path }) => path)
    return { verdict: 'DNF', violations: [], notes: [], cause: { kind, message }, asked }
  } finally {
    await open.close()
  }
}

const here = (path: string) => new URL(path, import.meta.url).pathname
/** A described provider that passes all that its publications are judged by. */
export const conformantProvider = here('providers/conformant.yaml')
/** A described provider with mistakes. */
export const seededProvider = here('providers/seeded.yaml')
