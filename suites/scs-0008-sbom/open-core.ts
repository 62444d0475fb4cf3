import type { OpenCoreEdition } from '../../src/provider/licence-data.ts'
import type { SbomComponent } from '../sbom/model.ts'
import { parseImageName } from './image-name.ts'
import { plainName, typeOf } from './purl.ts'
import { referencesOf } from './sbom-images.ts'

/** Of these a package has the name that its maker gave it; in npm or PyPI the same name may be anybody's. */
const distributions: ReadonlySet<string> = new Set(['deb', 'rpm', 'apk', 'generic'])

/** Finds the edition that a component is; undefined where it is none that is known. */
export function editionFinder(
  editions: readonly OpenCoreEdition[],
): (component: SbomComponent) => OpenCoreEdition | undefined {
  const rules = editions.map((edition) => ({
    edition,
    packages: (edition.packages ?? []).map(matcher),
    images: (edition.images ?? []).map(matcher),
  }))
  return (component) => {
    const type = typeOf(component.purl)
    const isImage = component.type === 'container' || type === 'oci' || type === 'docker'
    const asPackage = !isImage && (type === '' || distributions.has(type))
    const name = type === '' ? component.name.toLowerCase() : plainName(component.purl)
    const repositories = isImage ? repositoriesOf(component) : []
    return rules.find(({ edition, packages, images }) => {
      const isNamed =
        (asPackage && packages.some((matches) => matches(name))) ||
        repositories.some((repository) => images.some((matches) => endings(repository).some(matches)))
      return isNamed && (edition.version === undefined || versionsOf(component).includes(edition.version))
    })?.edition
  }
}

function versionsOf({ version = '', purl = '' }: SbomComponent): string {
  return `${version} ${decodeSafely(purl)}`.replaceAll('-ent', '+ent') // tags have no plus
}

function decodeSafely(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** A star at the end stands for anything. */
function matcher(pattern: string): (text: string) => boolean {
  const start = pattern.endsWith('*') ? pattern.slice(0, -1) : undefined
  return start === undefined ? (text) => text === pattern : (text) => text.startsWith(start)
}

function repositoriesOf(component: SbomComponent): readonly string[] {
  const names = referencesOf(component).flatMap((name) => parseImageName(name)?.repository ?? [])
  return [...new Set(names)].map((name) => name.replace(/^docker\.io\/(library\/)?/, ''))
}

/** `quay.io/a/b`, `a/b`: a mirror keeps the end of a name. One step alone tells too little. */
function endings(repository: string): readonly string[] {
  const steps = repository.split('/')
  return [repository, ...[4, 3, 2].filter((last) => last < steps.length).map((last) => steps.slice(-last).join('/'))]
}
