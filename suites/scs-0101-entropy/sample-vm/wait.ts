import { setTimeout as pause } from 'node:timers/promises'
import { ProbeError, type LoadContext } from '../../../src/fact.ts'
import { StatusError, type OpenStack } from '../../../src/openstack/client.ts'
import { readVolume } from '../../../src/openstack/volumes.ts'
import { readConsole, type Told } from '../read-console.ts'
import { wireConsole, wireServer } from './wire.ts'

/** How long each wait may take, in milliseconds; those of the official suite, but in tests. */
export interface Patience {
  /** From the volume's creation until the server is ACTIVE. */
  readonly activeMs: number
  /** From then on, until the script has told everything. */
  readonly consoleMs: number
  /** Until the server is gone, and the volume after it. */
  readonly deleteMs: number
  /** Between two looks. */
  readonly pauseMs: number
}
export const patience: Patience = { activeMs: 500_000, consoleMs: 300_000, deleteMs: 300_000, pauseMs: 3_000 }

export interface Watch extends Patience {
  readonly cloud: OpenStack
  readonly context: LoadContext
}

/** Waits until the volume can be booted from. ProbeError `dependency` where Cinder could not make it, `timeout` after that time. */
export async function volumeAvailable(watch: Watch, id: string, deadline: number): Promise<void> {
  for (;;) {
    const { status } = await readVolume(watch.cloud, id)
    if (status === 'available') return
    if (status.startsWith('error')) {
      const way = "'openstack volume message list' may tell the operator why"
      throw new ProbeError(
        'dependency',
        `the sample VM's volume got into status ${status} while the image was copied; ${way}`,
      )
    }
    await wait(watch, deadline, `the volume of the sample VM (${status})`, `it was still in status ${status}`)
  }
}

/** Waits until the server is ACTIVE. ProbeError `dependency` with Nova's own words where it cannot boot, `timeout` after that time. */
export async function serverActive(watch: Watch, id: string, deadline: number): Promise<void> {
  for (;;) {
    const { server } = await watch.cloud.read({ service: 'compute', path: `/servers/${id}` }, wireServer)
    const { status, fault } = server
    if (status === 'ACTIVE') return
    if (status === 'ERROR')
      throw new ProbeError('dependency', `the sample VM could not boot: ${fault?.message ?? 'Nova does not say why'}`)
    const task = server['OS-EXT-STS:task_state']
    const state = task ? `${status}, ${task}` : status
    await wait(watch, deadline, `the sample VM to boot (${state})`, `it was still in status ${state}`)
  }
}

/**
 * Reads the console until the script has ended. After that time what it has told by then, or ProbeError `timeout` where it told
 * nothing. ProbeError at once where there is no console to read (403, 501), and after a while where none comes up (404).
 */
export async function linesTold(watch: Watch, id: string, runId: string): Promise<Told> {
  const deadline = Date.now() + watch.consoleMs
  const action = { service: 'compute', path: `/servers/${id}/action`, method: 'POST' } as const
  let told: Told | null = null
  let trouble: StatusError | undefined
  for (let absent = 0; Date.now() < deadline;) {
    try {
      const { output } = await watch.cloud.read({ ...action, body: { 'os-getConsoleOutput': {} } }, wireConsole)
      told = readConsole(output ?? '', runId) ?? told
      trouble = undefined
      if (told?.ended) return told
    } catch (error) {
      if (!(error instanceof StatusError)) throw error
      trouble = error
      const isFinal = [403, 405, 501].includes(error.status) || (error.status === 404 && ++absent > mostAbsent)
      if (isFinal) throw noConsole(error)
    }
    watch.context.onProgress?.({ doing: `waiting for the console of the sample VM`, done: 0, total: null })
    await pause(watch.pauseMs, undefined, { signal: watch.context.signal })
  }
  if (told) return told
  if (trouble) throw noConsole(trouble)
  const seconds = watch.consoleMs / 1000
  throw new ProbeError(
    'timeout',
    `the console of the sample VM showed none of our lines within ${seconds} s; does its image run user data (cloud-init), and write to its serial console?`,
  )
}

/** Nova may need a moment until there is a console. */
const mostAbsent = 10

function noConsole({ kind, message }: StatusError): ProbeError {
  return new ProbeError(kind, `the console of the sample VM cannot be read: ${message}`)
}

async function wait(watch: Watch, deadline: number, forWhat: string, instead: string): Promise<void> {
  const { context, pauseMs, activeMs } = watch
  if (Date.now() >= deadline)
    throw new ProbeError('timeout', `waited ${activeMs / 1000} s for ${forWhat.replace(/ \(.*/, '')}, but ${instead}`)
  context.onProgress?.({ doing: `waiting for ${forWhat}`, done: 0, total: null })
  await pause(pauseMs, undefined, { signal: context.signal })
}
