import { factStore } from '../src/fact-store.ts'
import type { Fact } from '../src/fact.ts'
import { readCloudConfig } from '../src/openstack/config.ts'
import { connect } from '../src/openstack/connect.ts'
import { openstack, redactor } from '../src/openstack/facts.ts'
import { ledger, runId, type LedgerEntry } from '../src/openstack/lease.ts'
import { folder, settings } from './cli.ts'
import { startSimulator, type CloudDescription, type Fault, type RequestRecord } from './simulator/index.ts'

export interface Learned {
  /** The fact's value, or the error it failed with. */
  readonly learned: unknown
  readonly requests: readonly RequestRecord[]
  /** What was written to the ledger. */
  readonly entries: readonly LedgerEntry[]
  /** What was learned as a secret. */
  readonly secrets: readonly string[]
  /** Ids of what was made and is still there, by kind. */
  readonly left: Readonly<Record<string, readonly string[]>>
}

/** Learns one fact from a simulated cloud, in a run with id `1f`. */
export async function learn(fact: Fact, description: CloudDescription, ...faults: readonly Fault[]): Promise<Learned> {
  await using simulator = await startSimulator({ description, faults })
  const environment = settings(simulator.cloudsYaml())
  const config = await readCloudConfig({ cloud: 'testbed', environment, directory: folder(), home: folder() })
  const entries: LedgerEntry[] = []
  const secrets: string[] = []
  const given = new Map<Fact, unknown>([
    [openstack, await connect(config)],
    [runId, '1f'],
    [redactor, { learn: (text: string) => void secrets.push(text) }],
    [ledger, { record: async (entry: LedgerEntry) => void entries.push(entry) }],
  ])
  const store = factStore({ given, signal: new AbortController().signal, timeoutMs: 60_000, concurrency: 4 })
  const learned = await store.learn(fact).catch((error: unknown) => error)
  const requests = [...simulator.requests]
  const resources = await fetch(`${simulator.url}/__simulator__/resources`)
  return { learned, requests, entries, secrets, left: (await resources.json()) as Learned['left'] }
}
