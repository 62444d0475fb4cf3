import { accessSync, constants } from 'node:fs'
import { delimiter, isAbsolute, join } from 'node:path'
import { secret, type Redactor, type Secret } from '../../redact.ts'
import type { AuthProviderEntry, Entry, ExecEntry, Surroundings, UserEntry } from './files.ts'
import { readOrRefuse, readPem } from './pem.ts'

/** Who we are to the API server, and how that is shown. */
export interface UserConfig {
  /** Name in the kubeconfig; empty where the context names nobody. */
  readonly name: string
  /** Where it stands; for messages. */
  readonly place: string
  /** To act as somebody else (Kubernetes: "User impersonation"). */
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  readonly token?: Secret
  readonly basic?: { readonly username: string; readonly password: Secret }
  readonly certificate?: ClientCertificate
  /** Gives what does not stand in the kubeconfig itself, and again when it has expired. */
  readonly source?: CredentialSource
}

/** Files are read again for each connection that is made anew; their content may be renewed under us. */
type ClientCertificate =
  | { readonly certFile: string; readonly keyFile: string }
  | { readonly cert: string; readonly key: Secret }

export type CredentialSource =
  | { readonly kind: 'token file'; readonly path: string }
  | { readonly kind: 'exec'; readonly plugin: ExecPlugin }
  | { readonly kind: 'oidc'; readonly provider: OidcProvider }

export interface ExecPlugin {
  readonly apiVersion: string
  /** Absolute, or a name to be found in PATH. */
  readonly command: string
  readonly args: readonly Secret[]
  readonly env: Readonly<Record<string, Secret>>
  readonly provideClusterInfo: boolean
}

export interface OidcProvider {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: Secret | undefined
  readonly idToken: Secret | undefined
  readonly refreshToken: Secret | undefined
  /** PEM of the authorities to trust for the issuer. */
  readonly ca: string | undefined
}

/** Reads one user. UsageError with file, line and key where something in it cannot be used. */
export async function readUser(
  entry: Entry<UserEntry> | undefined,
  where: Surroundings,
  redactor: Redactor,
): Promise<UserConfig> {
  if (!entry) return { name: '', place: '', headers: {} }
  const { name, value } = entry
  const hide = (text: string): Secret => {
    redactor.learn(text)
    return secret(text)
  }
  const { token, tokenFile, username, password } = value
  const hidden = token ? hide(token.trim()) : undefined
  const certificate = await readCertificate(entry, hide)
  const source = readSource(entry, where, hide)
  return {
    name,
    place: entry.error([], '').message.replace(/: .*$/s, ''),
    headers: impersonation(value),
    ...(hidden && !tokenFile ? { token: hidden } : {}),
    ...(username ? { basic: { username, password: hide(password || '') } } : {}),
    ...(certificate ? { certificate } : {}),
    ...(source ? { source } : {}),
  }
}

function impersonation(user: UserEntry): UserConfig['headers'] {
  const groups = user['as-groups'] ?? []
  return {
    ...(user.as ? { 'impersonate-user': user.as } : {}),
    ...(user['as-uid'] ? { 'impersonate-uid': user['as-uid'] } : {}),
    ...(groups.length > 0 ? { 'impersonate-group': groups } : {}),
    ...Object.fromEntries(
      Object.entries(user['as-user-extra'] ?? {}).map(([key, values]) => [
        `impersonate-extra-${encodeURIComponent(key).toLowerCase()}`,
        values ?? [],
      ]),
    ),
  }
}

async function readCertificate(
  entry: Entry<UserEntry>,
  hide: (text: string) => Secret,
): Promise<ClientCertificate | undefined> {
  const { value } = entry
  if (value['client-key-data']) hide(value['client-key-data'])
  const cert = readPem(entry, 'client-certificate', 'client-certificate-data')
  const key = readPem(entry, 'client-key', 'client-key-data')
  if (!cert && !key) return undefined
  if (!cert) throw entry.error(['client-key'], 'is of no use without client-certificate')
  if (!key) throw entry.error(['client-certificate'], 'is of no use without client-key')
  const hidden = hide(key.text)
  const { createSecureContext } = await import('node:tls')
  try {
    createSecureContext({ cert: cert.text, key: key.text })
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/^error:[^:]*:[^:]*:[^:]*:/, '') : ''
    throw entry.error(['client-certificate'], `the client certificate cannot be used with the client key (${why})`)
  }
  if (cert.file !== undefined && key.file !== undefined) return { certFile: cert.file, keyFile: key.file }
  return { cert: cert.text, key: hidden }
}

function readSource(
  entry: Entry<UserEntry>,
  where: Surroundings,
  hide: (text: string) => Secret,
): CredentialSource | undefined {
  const { tokenFile, exec, 'auth-provider': provider } = entry.value
  if (exec) return { kind: 'exec', plugin: readExec(entry, exec, where, hide) }
  if (provider) return { kind: 'oidc', provider: readOidc(entry, provider, hide) }
  if (!tokenFile) return undefined
  const path = isAbsolute(tokenFile) ? tokenFile : join(entry.folder, tokenFile)
  hide(readOrRefuse(entry, 'tokenFile', path).trim())
  return { kind: 'token file', path }
}

const protocols = ['client.authentication.k8s.io/v1', 'client.authentication.k8s.io/v1beta1']

/** Arguments and environment may hold anything, so neither is ever printed; what is named like a secret is learned too. */
function readExec(
  entry: Entry<UserEntry>,
  exec: ExecEntry,
  where: Surroundings,
  hide: (text: string) => Secret,
): ExecPlugin {
  if (exec.interactiveMode === 'Always')
    throw entry.error(
      ['exec', 'interactiveMode'],
      'a plugin that asks for a terminal cannot be used; get a token with it and put that into the kubeconfig',
    )
  const { apiVersion, command: named } = exec
  if (!named) throw entry.error(['exec', 'command'], 'names no program')
  if (!apiVersion || !protocols.includes(apiVersion))
    throw entry.error(
      ['exec', 'apiVersion'],
      `must be one of ${protocols.join(', ')}; the plugin may have a newer version`,
    )
  const isPath = named.includes('/')
  const command = isPath && !isAbsolute(named) ? join(entry.folder, named) : named
  const env = exec.env ?? []
  if (!isThere(command, isPath, where)) {
    const hint = (exec.installHint ?? '').replaceAll(/\s+/g, ' ').trim()
    throw entry.error(
      ['exec', 'command'],
      `the credential plugin ${named} is ${isPath ? 'no program there' : 'not in PATH'}; install it${hint === '' ? '' : ` (${hint})`}`,
    )
  }
  return {
    apiVersion,
    command,
    args: (exec.args ?? []).map((text) => secret(text)),
    env: Object.fromEntries(
      env.map(({ name, value }) => {
        const text = value ?? ''
        return [name, /key|pass|secret|token|cred/i.test(name) ? hide(text) : secret(text)]
      }),
    ),
    provideClusterInfo: exec.provideClusterInfo ?? false,
  }
}

function isThere(command: string, isPath: boolean, { environment }: Surroundings): boolean {
  const folders = (environment['PATH'] ?? '').split(delimiter)
  return (isPath ? [command] : folders.map((folder) => join(folder || '.', command))).some((path) => {
    try {
      accessSync(path, constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

function readOidc(
  entry: Entry<UserEntry>,
  { name, config }: AuthProviderEntry,
  hide: (text: string) => Secret,
): OidcProvider {
  const at = (key: string) => ['auth-provider', 'config', key]
  if (name !== 'oidc') {
    throw entry.error(
      ['auth-provider', 'name'],
      'only oidc is supported, and kubectl too knows no other since 1.26; use the exec plugin of your provider',
    )
  }
  const settings = config ?? {}
  const hidden = (key: string) => (settings[key] ? hide(settings[key]) : undefined)
  const issuer = settings['idp-issuer-url'] ?? ''
  if (URL.parse(issuer)?.protocol !== 'https:') throw entry.error(at('idp-issuer-url'), 'must be a URL with https')
  const clientId = settings['client-id']
  if (!clientId) throw entry.error(at('client-id'), 'must be there')
  const idToken = hidden('id-token')
  const refreshToken = hidden('refresh-token')
  if (!idToken && !refreshToken)
    throw entry.error(
      at('refresh-token'),
      'neither it nor id-token is there; log in with the tool that made this entry',
    )
  const authority: Entry<Readonly<Record<string, string | null>>> = {
    ...entry,
    value: settings,
    error: (keys, wrong) => entry.error(['auth-provider', 'config', ...keys], wrong),
  }
  return {
    issuer: issuer.replace(/\/+$/, ''),
    clientId,
    clientSecret: hidden('client-secret'),
    idToken,
    refreshToken,
    ca: readPem(authority, 'idp-certificate-authority', 'idp-certificate-authority-data')?.text,
  }
}
