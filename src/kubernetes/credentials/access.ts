import type { KubeConfig, User } from '@kubernetes/client-node'
import { loading, ProbeError } from '../../fact.ts'
import type { Http } from '../../http.ts'
import type { Tls } from '../../http/dispatcher.ts'
import { interruption } from '../../http/failure.ts'
import { secret, type Redactor } from '../../redact.ts'
import { orAborted } from '../../waiting.ts'
import type { ClusterConfig } from '../kubeconfig.ts'
import type { UserConfig } from '../kubeconfig/user.ts'
import type { Credential } from './credential.ts'
import { oidcSource } from './oidc.ts'

/** What is sent along with a call. Calls that share `tls` share connections. */
export interface Access {
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  readonly tls: Tls
}

export interface AccessOptions {
  readonly http: Http
  readonly redactor: Redactor
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Ends plugins with the run. */
  readonly signal: AbortSignal
  /** Milliseconds a credential plugin may take. */
  readonly pluginTimeoutMs: number
}

/** The credentials of one user for one cluster. */
export interface Credentials {
  /** Those to use now; a new one where the last has expired. ProbeError where there is none to be had. */
  current(): Promise<Access>
  /** Others in the place of refused ones; undefined where there can be no others. */
  renewed(refused: Access): Promise<Access | undefined>
  /** The same connections to the same server without credentials. */
  anonymous(): Promise<Tls>
}

/**
 * How settings of a kubeconfig become TLS settings and headers is left to `@kubernetes/client-node`; where a credential
 * comes from a plugin, a file or an identity provider, it is told through the library's own door for that.
 */
export function credentials(config: ClusterConfig, options: AccessOptions): Credentials {
  const { user } = config
  const load = loader(config, options)
  let last: { readonly access: Access; readonly expiresAt: number } | undefined
  let underway: Promise<Access> | undefined
  let unnamed: Promise<Tls> | undefined

  /** One at a time, for all who wait; not bound to the fact that happened to ask first. */
  async function obtain(fresh: boolean): Promise<Access> {
    underway ??= loading
      .exit(async () => {
        const credential = await load(fresh)
        const made = await accessOf(config, credential)
        const access = last && isSame(last.access.tls, made.tls) ? { ...made, tls: last.access.tls } : made
        last = { access, expiresAt: credential?.expiresAt ?? Infinity }
        return access
      })
      .finally(() => (underway = undefined))
    const signal = loading.getStore()?.signal
    if (!signal) return underway
    return orAborted(underway, signal).catch((error: unknown) => {
      throw signal.aborted ? interruption(signal, `getting credentials for ${config.context}`) : error
    })
  }

  return {
    current: async () => (last && last.expiresAt > Date.now() ? last.access : obtain(false)),
    async renewed(refused) {
      if (!user.source) return undefined
      return last && last.access !== refused ? last.access : obtain(true)
    },
    anonymous: () => (unnamed ??= accessOf({ ...config, user: nobody }, undefined).then(({ tls }) => tls)),
  }
}

const nobody: UserConfig = { name: '', place: '', headers: {} }

function loader(
  { user, server, tls }: ClusterConfig,
  { http, redactor, environment, signal, pluginTimeoutMs: timeoutMs }: AccessOptions,
): (fresh: boolean) => Promise<Credential | undefined> {
  const { source } = user
  if (!source) return async () => undefined
  switch (source.kind) {
    case 'token file':
      return async () => (await import('./token-file.ts')).fileCredential(source.path, redactor)
    case 'oidc': {
      const oidc = oidcSource(source.provider, http, redactor)
      return (fresh) => oidc.credential(fresh)
    }
    case 'exec': {
      const who = `the credential plugin ${source.plugin.command} of user ${user.name} (${user.place})`
      const cluster = {
        server,
        ...(tls.tlsServerName === undefined ? {} : { 'tls-server-name': tls.tlsServerName }),
        ...(tls.skipTLSVerify ? { 'insecure-skip-tls-verify': true } : {}),
        ...(tls.caData === undefined ? {} : { 'certificate-authority-data': tls.caData }),
      }
      return async () => {
        const { execCredential } = await import('./exec.ts')
        return execCredential(source.plugin, { who, cluster, environment, redactor, signal, timeoutMs })
      }
    }
  }
}

async function accessOf(config: ClusterConfig, credential: Credential | undefined): Promise<Access> {
  const { user, server, tls } = config
  const library = await import('@kubernetes/client-node')
  const kubeConfig = new library.KubeConfig()
  // As in kubectl, credentials do not travel where anybody may read them.
  const isPlain = server.startsWith('http:')
  kubeConfig.loadFromClusterAndUser(
    { name: config.context, server, ...tls, skipTLSVerify: isPlain || (tls.skipTLSVerify ?? false) },
    isPlain ? { name: user.name } : asLibraryUser(user),
  )
  if (credential && !isPlain)
    kubeConfig.addAuthenticator({
      isAuthProvider: () => true,
      async applyAuthentication(_, options) {
        if (credential.cert !== undefined) Object.assign(options, { cert: credential.cert, key: credential.key })
        if (credential.token !== undefined)
          options.headers = { ...options.headers, Authorization: `Bearer ${credential.token}` }
      },
    })
  return fromLibrary(kubeConfig, isPlain ? nobody : user)
}

function asLibraryUser({ name, token, basic, certificate }: UserConfig): User {
  return {
    name,
    ...(token ? { token: token.reveal() } : {}),
    ...(basic ? { username: basic.username, password: basic.password.reveal() } : {}),
    ...(certificate && 'certFile' in certificate ? certificate : {}),
    ...(certificate && 'cert' in certificate
      ? { certData: inBase64(certificate.cert), keyData: inBase64(certificate.key.reveal()) }
      : {}),
  }
}

async function fromLibrary(kubeConfig: KubeConfig, user: UserConfig): Promise<Access> {
  const options: Parameters<KubeConfig['applyToHTTPSOptions']>[0] = { headers: {} }
  try {
    await kubeConfig.applyToHTTPSOptions(options)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    throw new ProbeError('auth', `a file of user ${user.name} (${user.place}) cannot be read any more (${code})`)
  }
  const { auth, ca, cert, key, servername, rejectUnauthorized } = options
  const headers: Record<string, string | readonly string[]> = { ...user.headers }
  for (const [name, value] of Object.entries(options.headers ?? {})) headers[name.toLowerCase()] = String(value)
  if (auth) headers['authorization'] ??= `Basic ${inBase64(auth)}`
  const pem = (value: unknown) => (typeof value === 'string' || Buffer.isBuffer(value) ? value.toString() : undefined)
  const [authority, certificate, privateKey] = [pem(ca), pem(cert), pem(key)]
  return {
    headers,
    tls: {
      ...(authority === undefined ? {} : { ca: authority }),
      ...(certificate === undefined ? {} : { cert: certificate }),
      ...(privateKey === undefined ? {} : { key: secret(privateKey) }),
      ...(servername === undefined ? {} : { serverName: servername }),
      ...(rejectUnauthorized === false ? { insecure: true } : {}),
    },
  }
}

function inBase64(text: string): string {
  return Buffer.from(text).toString('base64')
}

function isSame(one: Tls, other: Tls): boolean {
  const { key: oneKey, ...rest } = one
  const { key: otherKey, ...otherRest } = other
  return oneKey?.reveal() === otherKey?.reveal() && JSON.stringify(rest) === JSON.stringify(otherRest)
}
