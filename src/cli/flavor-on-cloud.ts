import type { Command } from 'commander'
import { FactError, factStore } from '../fact-store.ts'
import { flavors } from '../openstack/facts.ts'
import type { Flavor } from '../openstack/resources.ts'
import type { Redactor } from '../redact.ts'
import { UsageError } from '../usage-error.ts'
import { flavorCommand } from './flavor.ts'
import { onInterrupt } from './interrupt.ts'

/** The flavor tools, with a cloud behind `flavor plan`. */
export async function flavorOnCloud(redactor: Redactor): Promise<Command> {
  const { stdin, stdout, stderr } = process
  const exit = (code: number) => (process.exitCode = code)
  return flavorCommand({ stdin, stdout, stderr, exit, loadFlavors: (osCloud) => loadFlavors(osCloud, redactor) })
}

/** Reads the flavors of a cloud as a run would: no admin rights, nothing changed. */
async function loadFlavors(osCloud: string | undefined, redactor: Redactor): Promise<readonly Flavor[]> {
  const { openSession } = await import('./session.ts')
  const interrupt = onInterrupt()
  const chosen = {
    layers: new Set(['iaas'] as const),
    now: new Date(),
    redactor,
    ...(osCloud === undefined ? {} : { osCloud }),
  }
  const session = await openSession(chosen, interrupt.signal)
  try {
    const store = factStore({ given: session.given, signal: interrupt.signal, timeoutMs: 120_000, concurrency: 16 })
    return await store.learn(flavors)
  } catch (error) {
    if (!(error instanceof FactError)) throw error
    throw new UsageError(`the flavors of ${session.names.iaas ?? ''} cannot be read: ${error.message}`, {
      cause: error,
    })
  } finally {
    await session.close()
    interrupt.release()
  }
}
