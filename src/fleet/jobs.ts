import { join } from 'node:path'
import { versionsInForce } from '../certification/versions.ts'
import { didYouMean } from '../did-you-mean.ts'
import type { RunOptions } from '../options.ts'
import { refuseUnknownSections } from '../known-sections.ts'
import { testsPattern } from '../plan.ts'
import type { Layer } from '../report.ts'
import type { Scope } from '../scope.ts'
import { loadScope, scopeIds } from '../standards.ts'
import { UsageError } from '../usage-error.ts'
import type { Fleet, FleetSubject, Preset } from './fleet.ts'
import { automaticSections, sectionsOn } from './sections-today.ts'

/** One run of `scs-conformance`, in a process of its own. */
export interface Job {
  readonly subject: FleetSubject
  /** Where its reports go. */
  readonly folder: string
  /** What follows `scs-conformance`. */
  readonly args: readonly string[]
  /** Seconds for the run; absent: as long as it takes. */
  readonly timeoutS?: number
  /** The scopes that were named, by id or path; none where it is judged by a level. */
  readonly scopes: readonly { readonly name: string; readonly layer: Layer }[]
  /** What is judged; absent: what `run` judges by itself. */
  readonly sections?: readonly string[]
}

/** What `run --config` was asked for. */
export interface Wish extends Omit<RunOptions, 'subject'> {
  readonly subjects?: readonly string[]
  readonly preset?: string
  readonly output: string
  /** YYYY-MM-DD, in UTC: decides which sections have their turn. */
  readonly today: string
  /** Where the reports go; a folder of each subject's name in `output` where absent. */
  readonly folder?: string
}

/**
 * The runs of this day. A subject none of whose sections has its turn has none.
 * @throws UsageError for a preset, a subject, a scope or a version of it that is not there, for --section that no scope has,
 * and for --tests that is no regular expression
 */
export async function jobsOf(fleet: Fleet, wish: Wish): Promise<readonly Job[]> {
  if (wish.tests !== undefined) testsPattern(wish.tests) // once, not by each run
  const preset = presetOf(fleet, wish.preset)
  const jobs: Job[] = []
  const used: Scope[] = []
  for (const subject of selected(fleet, preset, wish.subjects)) {
    const scopes = wish.scope ?? preset.scopes ?? subject.scopes
    const loaded = await Promise.all(scopes.map((scope) => loadScope(scope)))
    used.push(...loaded)
    const { date = wish.today, scopeVersion } = wish
    if (scopeVersion !== undefined) for (const scope of loaded) versionsInForce(scope, date, scopeVersion)
    const layers = layersOf(subject, loaded, wish)
    const sections = sectionsFor(subject, loaded, wish)
    if (sections?.length === 0) continue
    const timeoutS = wish.timeout ?? subject.timeoutS
    const folder = wish.folder ?? join(wish.output, subject.name)
    jobs.push({
      subject,
      folder,
      scopes: scopes.flatMap((name, index) => {
        const scope = loaded[index]
        return scope ? [{ name, layer: scope.layer }] : []
      }),
      args: argumentsOf(subject, { scopes, layers, sections, folder, timeoutS, wish }),
      ...(timeoutS === undefined ? {} : { timeoutS }),
      ...(sections === undefined ? {} : { sections }),
    })
  }
  await refuseSections(wish.section?.filter((section) => section !== '.auto') ?? [], used)
  return jobs
}

/** Once, not by each run; a run of a subject knows its own scopes better. */
async function refuseSections(sections: readonly string[], used: readonly Scope[]): Promise<void> {
  if (sections.length === 0) return
  const bundled = await Promise.all((await scopeIds()).map((id) => loadScope(id)))
  refuseUnknownSections([...bundled, ...used], sections)
}

function presetOf({ file, presets }: Fleet, name: string | undefined): Preset {
  if (name === undefined) return presets.get('default') ?? {}
  const preset = presets.get(name)
  if (preset) return preset
  throw new UsageError(
    `--preset ${name}: ${file} has no such preset${didYouMean(name, presets.keys())}; it has ${[...presets.keys()].join(', ') || 'none'}`,
  )
}

/** Subjects named on the command line stand in for those of the preset. */
function selected(
  { file, subjects }: Fleet,
  preset: Preset,
  names: readonly string[] | undefined,
): readonly FleetSubject[] {
  const all = [...subjects.values()]
  if (names) {
    return [...new Set(names)].map((name) => {
      const subject = subjects.get(name)
      if (subject) return subject
      throw new UsageError(`--subject ${name}: ${file} has no such subject${didYouMean(name, subjects.keys())}`)
    })
  }
  const { subjects: wanted, groups } = preset
  if (!wanted && !groups) return all
  return all.filter(({ name, groups: own }) => wanted?.includes(name) || own.some((group) => groups?.includes(group)))
}

function layersOf(
  { layer, kubeconfigs, provision }: FleetSubject,
  scopes: readonly Scope[],
  wish: Wish,
): ReadonlySet<Layer> {
  if (scopes.length > 0) return new Set(scopes.map((one) => one.layer))
  const named = wish.layer === 'iaas' || wish.layer === 'kaas' ? wish.layer : layer
  return new Set([named ?? (kubeconfigs.length > 0 || provision !== undefined ? 'kaas' : 'iaas')])
}

function sectionsFor(
  { sections }: FleetSubject,
  scopes: readonly Scope[],
  { section, today }: Wish,
): readonly string[] | undefined {
  if (section?.includes('.auto')) {
    const used = new Set(scopes.flatMap(({ testcases }) => testcases.map((one) => one.section)))
    return automaticSections(today).filter((name) => name !== 'medium' || used.has(name)) // no scope of today has it
  }
  return section ?? sectionsOn(sections, today)
}

interface Particulars {
  readonly scopes: readonly string[]
  readonly layers: ReadonlySet<Layer>
  readonly sections: readonly string[] | undefined
  readonly folder: string
  readonly timeoutS: number | undefined
  readonly wish: Wish
}

function argumentsOf(subject: FleetSubject, particulars: Particulars): readonly string[] {
  const { scopes, layers, sections, folder, timeoutS, wish } = particulars
  const one = (option: string, value: string | number | undefined) =>
    value === undefined ? [] : [option, String(value)]
  const many = (option: string, values: readonly string[] = []) => values.flatMap((value) => [option, value])
  const flag = (option: string, isSet: boolean | undefined) => (isSet ? [option] : [])
  const cloud = subject.cloud ?? (layers.has('iaas') ? subject.name : undefined)
  const usesCloud = layers.has('iaas') || !subject.isNoHost
  const cluster = [
    ...many('--kubeconfig', subject.kubeconfigs),
    ...one('--context', subject.context),
    ...one('--management-kubeconfig', subject.managementKubeconfig),
    ...one('--management-context', subject.managementContext),
    ...one('--registry', subject.registry),
    ...one('--provision', subject.provision),
    ...one('--cluster', subject.cluster),
    ...one('--conformance-image', subject.conformanceImage),
  ]
  const single = subject.provision === undefined || subject.cluster !== undefined
  return [
    'run',
    ...(single ? ['--subject', subject.name] : []),
    ...one('--os-cloud', usesCloud ? cloud : undefined),
    ...(layers.has('kaas') ? cluster : []),
    ...many('--scope', scopes),
    ...(scopes.length > 0 ? [] : [...one('--level', wish.level ?? subject.level), '--layer', ...layers]),
    ...one('--section', sections?.join(',')),
    ...flag('--read-only', wish.readOnly || subject.readOnly),
    ...one('--timeout', timeoutS),
    ...one('--fact-timeout', wish.factTimeout),
    ...one('--concurrency', wish.concurrency),
    ...one('--date', wish.date),
    ...one('--scope-version', wish.scopeVersion),
    ...one('--tests', wish.tests),
    ...many('--suite', wish.suite),
    ...one('--data', wish.data),
    ...one('--domain-managers', subject.domainManagers),
    ...one('--provider', subject.provider),
    ...many('--import', subject.imports),
    ...one('--waivers', wish.waivers ?? subject.waivers),
    ...one('--format', wish.format?.join(',')),
    ...one('--language', wish.language),
    ...flag('--bundle', wish.bundle === true),
    ...one('--uuid-from', wish.uuidFrom),
    '--output',
    folder,
  ]
}
