import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { bundledSchema } from '../bundled-data.ts'
import { didYouMean } from '../did-you-mean.ts'
import { checkAgainst } from '../schema-check.ts'
import { readYaml, type Path, type SourceDocument } from '../yaml-document.ts'
import type { Fleet, FleetSubject, Preset, SectionRule } from './fleet.ts'
import { isOnDay } from './sections-today.ts'

type Lists = 'groups' | 'kubeconfigs' | 'scopes' | 'imports' | 'attestations' | 'contacts'
type Wire = Partial<Omit<FleetSubject, 'name' | 'sections' | Lists>> & {
  readonly [K in Lists]?: readonly string[]
} & {
  readonly templates?: readonly string[]
  readonly sections?: readonly (string | SectionRule)[]
}

interface Written {
  readonly subjects: Readonly<Record<string, Wire | null>>
  readonly templates?: Readonly<Record<string, Wire | null>>
  readonly presets?: Readonly<Record<string, Preset>>
  readonly workers?: number
}

/** Keys that hold paths, taken from where the file lies. */
const paths = [
  'cloudsFile',
  'managementKubeconfig',
  'provision',
  'domainManagers',
  'provider',
  'waivers',
  'environmentFile',
  'allowedSigners',
] as const satisfies readonly (keyof Wire)[]

/**
 * Reads subjects.yaml. Templates are laid under what a subject says itself; `{subject}` stands for its name.
 * @throws UsageError that names file, line and key for whatever is wrong with it
 */
export async function readSubjects(file: string): Promise<Fleet> {
  const document = await readYaml(file)
  await checkAgainst(await bundledSchema('subjects'), document)
  const { subjects: written, templates = {}, presets = {}, workers } = document.data as Written // valid by the schema
  for (const [name, template] of Object.entries(templates)) {
    if (template?.templates) {
      throw document.error(['templates', name, 'templates'], 'a template takes no templates; name them in the subject')
    }
  }
  const subjects = new Map(
    Object.entries(written).map(([name, wire]) => {
      const whole = merged(document, name, wire ?? {}, templates)
      return [name, subjectOf(document, name, whole)] as const
    }),
  )
  const fleet = { file, subjects, presets: new Map(Object.entries(presets)), notes: [] }
  for (const [name, preset] of fleet.presets) checkPreset(document, name, preset, fleet)
  return workers === undefined ? fleet : { ...fleet, workers }
}

/**
 * Contacts of the subjects that have some, for `serve --notices`: it may run where nothing else is that the file names.
 * @throws UsageError as above
 */
export async function contactsIn(
  file: string,
): Promise<{ readonly document: SourceDocument; readonly contacts: ReadonlyMap<string, readonly string[]> }> {
  const document = await readYaml(file, { secret: true })
  await checkAgainst(await bundledSchema('subjects'), document, { secret: true })
  const { subjects, templates = {} } = document.data as Written // valid by the schema
  const contacts = Object.entries(subjects).map(([name, wire]) => {
    const { contacts: own = [] } = merged(document, name, wire ?? {}, templates)
    return [name, own.map((text) => text.replaceAll('{subject}', name))] as const
  })
  return { document, contacts: new Map(contacts.filter(([, own]) => own.length > 0)) }
}

function merged(
  document: SourceDocument,
  name: string,
  own: Wire,
  templates: Readonly<Record<string, Wire | null>>,
): Wire {
  let whole: Wire = {}
  for (const [index, wanted] of (own.templates ?? []).entries()) {
    if (!Object.hasOwn(templates, wanted)) {
      const hint = didYouMean(wanted, Object.keys(templates))
      throw document.error(['subjects', name, 'templates', index], `there is no template ${wanted}${hint}`)
    }
    whole = { ...whole, ...templates[wanted] }
  }
  return { ...whole, ...own }
}

function subjectOf(document: SourceDocument, name: string, wire: Wire): FleetSubject {
  const at: Path = ['subjects', name]
  const say = (text: string) => text.replaceAll('{subject}', name)
  const sayAll = (texts: readonly string[] = []) => texts.map(say)
  const path = (text: string) => resolve(dirname(document.file), say(text))
  const { templates: _, sections = [], ...rest } = wire
  const rules = sections.map((section) => (typeof section === 'string' ? { run: [section] } : section))
  for (const { on } of rules) {
    const wrong = on === undefined ? undefined : whyNoDay(on)
    if (wrong !== undefined) throw document.error([...at, 'sections'], wrong)
  }
  const texts = Object.fromEntries(
    Object.entries(rest).map(([key, value]) => [key, typeof value === 'string' ? say(value) : value]),
  ) as typeof rest
  const scopes = sayAll(rest.scopes).map((scope) => (/[./\\]/.test(scope) ? path(scope) : scope))
  const subject: FleetSubject = {
    readOnly: false,
    redacted: false,
    ...texts,
    ...Object.fromEntries(paths.flatMap((key) => (rest[key] === undefined ? [] : [[key, path(rest[key])]]))),
    name,
    sections: rules,
    scopes,
    groups: sayAll(rest.groups),
    contacts: sayAll(rest.contacts),
    kubeconfigs: (rest.kubeconfigs ?? []).map(path),
    imports: (rest.imports ?? []).map(path),
    attestations: (rest.attestations ?? []).map(path),
    ...(rest.history === undefined ? {} : { history: path(rest.history) }),
  }
  checkPaths(document, name, subject)
  return subject
}

/**
 * A cluster's kubeconfig may be made only when its turn comes, a history with the first report, and of attestations each night
 * takes those that there are; what else is named has to be there.
 */
function checkPaths(document: SourceDocument, name: string, subject: FleetSubject): void {
  for (const key of paths) {
    const path = subject[key]
    if (path !== undefined && !existsSync(path)) {
      throw document.error(['subjects', name, key], `${path} does not exist`)
    }
  }
  const missing = subject.imports.find((path) => !/[*?[]/.test(path) && !existsSync(path))
  if (missing !== undefined) throw document.error(['subjects', name, 'imports'], `${missing} does not exist`)
  if (subject.attestations.length > 0 && subject.allowedSigners === undefined) {
    const way = 'name the file that says whose signatures count in allowedSigners'
    throw document.error(['subjects', name, 'attestations'], `count for nothing by themselves; ${way}`)
  }
  if (subject.provision !== undefined && subject.kubeconfigs.length > 0) {
    throw document.error(['subjects', name, 'provision'], 'makes the cluster, so there can be no kubeconfigs')
  }
  if (subject.cluster !== undefined && subject.provision === undefined) {
    throw document.error(['subjects', name, 'cluster'], 'names a cluster of a provision file; name that in provision')
  }
}

function checkPreset(document: SourceDocument, name: string, preset: Preset, { subjects }: Fleet): void {
  const groups = new Set([...subjects.values()].flatMap((one) => one.groups))
  for (const [key, known] of [
    ['subjects', new Set(subjects.keys())],
    ['groups', groups],
  ] as const) {
    for (const [index, wanted] of (preset[key] ?? []).entries()) {
      if (known.has(wanted)) continue
      const hint = didYouMean(wanted, known)
      throw document.error(['presets', name, key, index], `there is no ${key.slice(0, -1)} ${wanted}${hint}`)
    }
  }
}

function whyNoDay(on: string | readonly string[]): string | undefined {
  try {
    isOnDay(on, '2026-01-01')
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
