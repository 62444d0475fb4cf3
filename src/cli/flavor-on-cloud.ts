import type { Command } from 'commander'
import { FactError, factStore } from '../fact-store.ts'
import { flavors } from '../openstack/facts.ts'
import type { Flavor } from '../openstack/resources.ts'
import { UsageError } from '../usage-error.ts'
import { flavorCommand } from './flavor.ts'
import { onInterrupt } from './interrupt.ts'

/** The flavor tools, with a cloud behind `flavor plan`. */
export async function flavorOnCloud(): Promise<Command> {
  const { stdin, stdout, stderr } = process
  return flavorCommand({ stdin, stdout, stderr, loadFlavors, exit: (code) => (process.exitCode = code) })
}

/** Reads the flavors of a cloud as a run would: no admin rights, nothing changed. */
async function loadFlavors(osCloud: string | undefined): Promise<readonly Flavor[]> {
  const { openSession } = await import('./session.ts')
  const interrupt = onInterrupt()
  const session = await openSession(
    { now: new Date(), ...(osCloud === undefined ? {} : { osCloud }) },
    interrupt.signal,
  )
  try {
    const store = factStore({ given: session.given, signal: interrupt.signal, timeoutMs: 120_000, concurrency: 16 })
    return await store.learn(flavors)
  } catch (error) {
    if (!(error instanceof FactError)) throw error
    throw new UsageError(session.redactor.redact(`the flavors of ${session.cloud} cannot be read: ${error.message}`), {
      cause: error,
    })
  } finally {
    await session.close()
    interrupt.release()
  }
}
