import { stringify } from 'yaml'
import type { Pair } from './pki.ts'

export type ContextName = 'admin' | 'reader' | 'runner' | 'nobody' | 'exec' | 'token-file'

export interface KubeconfigParts {
  readonly cluster: string
  readonly server: string
  /** PEM */
  readonly authority: string
  readonly certificates: Readonly<Record<'admin' | 'nobody', Pair>>
  readonly tokens: Readonly<Record<'reader' | 'runner', string>>
  /** file with an ExecCredential */
  readonly credentialFile: string
  /** file with the reader's token */
  readonly tokenFile: string
}

/** A kubeconfig with the contexts of testbed/kubernetes, so that the same client tests run against both. */
export function kubeconfig(parts: KubeconfigParts, current: ContextName): string {
  const { cluster, server, authority, certificates, tokens, credentialFile, tokenFile } = parts
  const byCertificate = ({ key, cert }: Pair): object => ({
    'client-certificate-data': base64(cert),
    'client-key-data': base64(key),
  })
  const users: Readonly<Record<ContextName, object>> = {
    admin: byCertificate(certificates.admin),
    reader: { token: tokens.reader },
    runner: { token: tokens.runner },
    nobody: byCertificate(certificates.nobody),
    exec: {
      exec: {
        apiVersion: 'client.authentication.k8s.io/v1',
        command: 'cat',
        args: [credentialFile],
        interactiveMode: 'Never',
      },
    },
    'token-file': { tokenFile },
  }
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': current,
    clusters: [{ name: cluster, cluster: { server, 'certificate-authority-data': base64(authority) } }],
    contexts: Object.keys(users).map((user) => ({ name: user, context: { cluster, user } })),
    users: Object.entries(users).map(([name, user]) => ({ name, user })),
  })
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64')
}
