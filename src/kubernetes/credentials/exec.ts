import { spawn } from 'node:child_process'
import { createSecureContext } from 'node:tls'
import { isRecord } from '../../answer.ts'
import { ProbeError } from '../../fact.ts'
import type { Redactor } from '../../redact.ts'
import type { ExecPlugin } from '../kubeconfig/user.ts'
import type { Credential } from './credential.ts'

export interface ExecOptions {
  /** For messages: `credential plugin aws of user x (FILE:LINE)`. */
  readonly who: string
  /** What the plugin may want to know of the cluster, where the kubeconfig allows it. */
  readonly cluster: Readonly<Record<string, unknown>>
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly redactor: Redactor
  /** Ends the plugin with the run. */
  readonly signal: AbortSignal
  /** Milliseconds it may take. */
  readonly timeoutMs: number
}

/** Bytes; a credential with a chain of certificates has some 10 kB. */
const mostOutput = 1024 * 1024

/**
 * Runs a credential plugin (client.authentication.k8s.io/v1, "ExecCredential") without a terminal and in a process group
 * of its own, so that it cannot wait for somebody to type and nothing of it stays. What it prints is shown nowhere: it may
 * hold anything. ProbeError `auth`, or `timeout`, saying which plugin.
 */
export async function execCredential(plugin: ExecPlugin, options: ExecOptions): Promise<Credential> {
  const text = await outputOf(plugin, options)
  return credentialIn(text, plugin, options)
}

async function outputOf(
  plugin: ExecPlugin,
  { who, cluster, environment, signal, timeoutMs }: ExecOptions,
): Promise<string> {
  const spec = { interactive: false, ...(plugin.provideClusterInfo ? { cluster } : {}) }
  const own = Object.fromEntries(Object.entries(plugin.env).map(([name, value]) => [name, value.reveal()]))
  const child = start(plugin, who, {
    ...environment,
    ...own,
    KUBERNETES_EXEC_INFO: JSON.stringify({ kind: 'ExecCredential', apiVersion: plugin.apiVersion, spec }),
  })
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const kill = (why: ProbeError) => {
    reject(why)
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
    } catch {
      // it has just ended by itself
    }
    child.stdout.destroy()
  }
  const late = () =>
    kill(
      new ProbeError(
        'timeout',
        `${who} took longer than ${timeoutMs / 1000} s; run it by hand, it may want you to log in`,
      ),
    )
  const stop = () => kill(new ProbeError('interrupted', `${who} was interrupted`))
  const timer = setTimeout(late, timeoutMs)
  signal.addEventListener('abort', stop, { once: true })
  if (signal.aborted) stop()
  const chunks: Buffer[] = []
  let size = 0
  child.stdout.on('data', (chunk: Buffer) => {
    chunks.push(chunk)
    size += chunk.length
    if (size > mostOutput) kill(new ProbeError('auth', `${who} prints more than 1 MiB, so that is no credential`))
  })
  child.on('error', (error: NodeJS.ErrnoException) => reject(unstartable(who, error)))
  child.on('close', (code, killedBy) => {
    if (code === 0) resolve(Buffer.concat(chunks).toString('utf8'))
    const how = code === null ? `was ended by ${killedBy}` : `ended with exit code ${code}`
    reject(new ProbeError('auth', `${who} ${how}; run it by hand to see what it says, it may want you to log in`))
  })
  try {
    return await promise
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', stop)
  }
}

/** Some failures come at once, such as an argument that no process can be given; Node's words for them quote it. */
function start(plugin: ExecPlugin, who: string, env: NodeJS.ProcessEnv) {
  try {
    return spawn(
      plugin.command,
      plugin.args.map((argument) => argument.reveal()),
      { env, stdio: ['ignore', 'pipe', 'ignore'], detached: true }, // a group, and no terminal to ask on
    )
  } catch (error) {
    throw unstartable(who, error as NodeJS.ErrnoException)
  }
}

function unstartable(who: string, { code = 'unknown' }: NodeJS.ErrnoException): ProbeError {
  return new ProbeError('auth', `${who} cannot be started (${code})`)
}

/** No text of the output in any message. */
function credentialIn(text: string, plugin: ExecPlugin, { who, redactor }: ExecOptions): Credential {
  const refuse = (what: string): never => {
    throw new ProbeError('auth', `${who} ${what}`)
  }
  const answer =
    parsed(text) ?? refuse('prints something that is not JSON, so no ExecCredential; run it by hand to see what')
  const { kind, apiVersion, status } = answer
  if (kind !== 'ExecCredential') refuse('prints JSON that is no ExecCredential')
  if (apiVersion !== plugin.apiVersion)
    refuse(`answers in another apiVersion than the ${plugin.apiVersion} of the kubeconfig; bring both to the same`)
  const given = isRecord(status) ? status : refuse('prints an ExecCredential without status')
  const textOf = (key: string): string | undefined => {
    const value = given[key]
    if (value === undefined || value === null || value === '') return undefined
    return typeof value === 'string' ? value : refuse(`prints an ExecCredential whose status.${key} is no text`)
  }
  const token = textOf('token')?.trim()
  const cert = textOf('clientCertificateData')
  const key = textOf('clientKeyData')
  for (const secret of [token, key]) if (secret !== undefined) redactor.learn(secret)
  if (token === undefined && (cert === undefined || key === undefined))
    refuse('prints an ExecCredential with neither status.token nor status.clientCertificateData and clientKeyData')
  if (cert !== undefined && key !== undefined && !isPair(cert, key))
    refuse('prints an ExecCredential whose client certificate and key are not PEM or do not belong together')
  const expires = textOf('expirationTimestamp')
  const expiresAt = expires === undefined ? undefined : Date.parse(expires)
  if (Number.isNaN(expiresAt)) refuse('prints an ExecCredential whose status.expirationTimestamp is no time')
  return {
    ...(token === undefined ? {} : { token }),
    ...(cert === undefined || key === undefined ? {} : { cert, key }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  }
}

function isPair(cert: string, key: string): boolean {
  try {
    createSecureContext({ cert, key })
    return true
  } catch {
    return false
  }
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const answer: unknown = JSON.parse(text)
    return isRecord(answer) ? answer : undefined
  } catch {
    return undefined // V8's message quotes the text
  }
}
