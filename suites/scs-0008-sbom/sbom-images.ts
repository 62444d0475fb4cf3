import type { Sbom, SbomComponent } from '../sbom/model.ts'
import { parseImageName } from './image-name.ts'
import { parsePurl } from './purl.ts'

/** The container images that bills of materials list. */
export interface SbomImages {
  readonly digests: ReadonlySet<string>
  /** By `repository:tag`: the digests that the bill has for it, none where it has only the name. */
  readonly byName: ReadonlyMap<string, ReadonlySet<string>>
}

/** An image is a component of type container, or one with a purl of type oci or docker; the subject of a bill may be one. */
export function imagesIn(sboms: readonly Sbom[]): SbomImages {
  const digests = new Set<string>()
  const byName = new Map<string, Set<string>>()
  for (const { subject, components } of sboms) {
    for (const component of subject ? [subject, ...components] : components) {
      if (!isImage(component)) continue
      for (const digest of component.digests ?? []) digests.add(digest)
      for (const name of namesOf(component)) {
        const known = byName.get(name) ?? new Set()
        byName.set(name, known)
        for (const digest of component.digests ?? []) known.add(digest)
      }
    }
  }
  return { digests, byName }
}

function isImage({ type, purl }: SbomComponent): boolean {
  return type === 'container' || /^pkg:(oci|docker)\//i.test(purl ?? '')
}

/** By `repository:tag`; one that has a digest and no tag is known by its digest alone. */
function namesOf(component: SbomComponent): readonly string[] {
  const images = referencesOf(component).flatMap((text) => parseImageName(text) ?? [])
  const named = images.filter(({ tag }) => tag !== null || component.digests === undefined)
  return [...new Set(named.map(({ repository, tag }) => `${repository}:${tag ?? 'latest'}`))]
}

/**
 * All ways in which an image may be written in a component: its name, with the version as tag; its purl. For pkg:oci the
 * repository is in a qualifier, with the name or without; for pkg:docker the qualifier is the registry.
 */
export function referencesOf({ name, version = '', purl }: SbomComponent): readonly string[] {
  const tag = /^sha-?256[:-]/i.test(version) ? '' : version
  const hasOwn = /[:@]/.test(name.slice(name.lastIndexOf('/') + 1))
  return [tag === '' || hasOwn ? name : `${name}:${tag}`, ...referencesOfPurl(purl)]
}

function referencesOfPurl(text: string | undefined): readonly string[] {
  const purl = parsePurl(text)
  if (purl?.type !== 'oci' && purl?.type !== 'docker') return []
  const { type, namespace, name, version, qualifiers } = purl
  const url = (qualifiers['repository_url'] ?? '').replace(/^https?:\/\//, '').replace(/\/+$/, '')
  const tag = qualifiers['tag'] ?? (/^sha256:/i.test(version) ? '' : version)
  const path = namespace === '' ? name : `${namespace}/${name}`
  const full = url === '' ? path : type === 'oci' && url.endsWith(`/${name}`) ? url : `${url}/${path}`
  return [tag === '' ? full : `${full}:${tag}`]
}

/** `docker.io/library/nginx:latest`; undefined for what is no name of an image, or names it by its digest alone. */
export function keyOf(text: string): string | undefined {
  const image = parseImageName(text)
  if (!image || (image.tag === null && image.digest !== null)) return undefined
  return `${image.repository}:${image.tag ?? 'latest'}`
}
