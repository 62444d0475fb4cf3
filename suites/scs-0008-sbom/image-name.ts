/** A reference to a container image, taken apart. */
export interface ImageName {
  /** With its registry: `docker.io/library/nginx`. */
  readonly repository: string
  /** null where there is none; it then means latest, or the digest. */
  readonly tag: string | null
  /** `sha256:HEX`; null where there is none. */
  readonly digest: string | null
}

/**
 * `registry.k8s.io/kube-proxy:v1.36.1@sha256:…`, as the distribution spec and container engines write it: without a host it is
 * docker.io, and there without a path library/. Undefined for what is none, such as the bare digest of an image without a name.
 */
export function parseImageName(text: string): ImageName | undefined {
  const [, name = '', digest = null] = /^([^@]*)(?:@(sha256:[0-9a-f]{64}))?$/i.exec(text.trim()) ?? []
  const [, path = '', tag = null] = /^(.*?)(?::([A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?$/.exec(name) ?? []
  if (!/^[A-Za-z0-9][A-Za-z0-9.:_/-]*$/.test(path) || /^sha256$/i.test(path)) return undefined
  const [first = '', ...rest] = path.split('/')
  const hasHost = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost')
  const host = hasHost ? first.toLowerCase().replace(/^(index|registry-1)\.docker\.io$/, 'docker.io') : 'docker.io'
  const within = hasHost ? rest.join('/') : path
  const full = host === 'docker.io' && !within.includes('/') ? `library/${within}` : within
  return { repository: `${host}/${full.toLowerCase()}`, tag, digest: digest?.toLowerCase() ?? null }
}
