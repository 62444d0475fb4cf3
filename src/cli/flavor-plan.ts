import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { visible } from '../../suites/flavor-names/visible.ts'
import { planFlavors, type FlavorStep, type PlannedFlavor } from '../../suites/scs-0103-standard-flavors/flavor-plan.ts'
import { openstackCommand } from '../../suites/scs-0103-standard-flavors/openstack-commands.ts'
import { standardFlavors } from '../../suites/scs-0103-standard-flavors/standard-flavors.ts'
import { fileReason } from '../file-reason.ts'
import type { Flavor } from '../openstack/resources.ts'
import { UsageError } from '../usage-error.ts'
import type { FlavorContext, FlavorPlanOptions } from './flavor.ts'
import { table } from './table.ts'

/** Plans for the flavors of a cloud or a file, and writes the plan; the summary of a plan for machines goes to stderr. */
export async function planFlavorsOfCloud(options: FlavorPlanOptions, context: FlavorContext): Promise<void> {
  const flavors =
    options.from === undefined ? await context.loadFlavors(options.osCloud) : await flavorsFrom(options.from, context)
  const wanted = standardFlavors.filter(({ mandatory }) => mandatory || options.recommended)
  const plan = planFlavors(flavors, wanted)
  const summary = summaryOf(plan, options.recommended ?? false)
  switch (options.format) {
    case 'text':
      context.stdout.write(`${asText(plan)}\n${summary}\n`)
      return
    case 'openstack':
      context.stdout.write(asCommands(plan))
      break
    case 'osism':
      context.stdout.write(await asOsism(plan))
      break
  }
  context.stderr.write(`${summary}\n`)
}

async function flavorsFrom(file: string, { stdin }: FlavorContext): Promise<readonly Flavor[]> {
  const { flavorsOfList } = await import('./flavor-list.ts')
  if (file === '-') return flavorsOfList('standard input', await text(stdin))
  try {
    return await flavorsOfList(file, await readFile(file, 'utf8'))
  } catch (error) {
    if (error instanceof UsageError || !(error instanceof Error && 'code' in error)) throw error
    throw new UsageError(`${file}: cannot be read (${fileReason(error)})`, { cause: error })
  }
}

function summaryOf(plan: readonly PlannedFlavor[], recommended: boolean): string {
  const missing = plan.filter(({ steps }) => steps.some(({ action }) => action === 'create')).length
  const ready = plan.filter(({ steps }) => steps.length === 0).length
  const kinds = recommended ? 'mandatory and recommended' : 'mandatory'
  return `${plan.length} ${kinds} flavors: ${ready} in order, ${plan.length - ready - missing} to be changed, ${missing} to be created. Nothing was changed.`
}

function asText(plan: readonly PlannedFlavor[]): string {
  const rows = plan.flatMap(({ standard, steps }) =>
    steps.length === 0
      ? [[standard.name, 'in order']]
      : steps.flatMap((step, index) => [
          [index === 0 ? standard.name : '', inWords(step)],
          ['', `  because ${visible(step.reason)}`],
          ...mindful(step).map((promise) => ['', `  mind: ${promise}`]),
        ]),
  )
  return table(rows)
}

function inWords(step: FlavorStep): string {
  switch (step.action) {
    case 'unset':
      return `on flavor ${visible(step.flavor.name)}: unset ${step.property}`
    case 'set': {
      const properties = Object.entries(step.properties).map(([key, value]) => `${key}=${value}`)
      return `on flavor ${visible(step.flavor.name)}: set ${properties.join(' ')}`
    }
    case 'create':
      return `create flavor ${step.name}`
  }
}

function mindful(step: FlavorStep): readonly string[] {
  return step.action === 'set' ? step.promises : []
}

/** A shell script; every comment is one visible line, so that no name can become a command. */
function asCommands(plan: readonly PlannedFlavor[]): string {
  const lines = ['# Read, then run with the rights of an admin.']
  for (const { standard, step } of distinctSteps(plan)) {
    lines.push(
      '',
      `# ${standard.name}: ${visible(step.reason)}`,
      ...mindful(step).map((promise) => `# Mind: ${promise}`),
    )
    lines.push(openstackCommand(step, standard))
  }
  return `${lines.join('\n')}\n`
}

/**
 * What osism/openstack-flavor-manager reads: a flavor whose name exists gets the keys with a colon as properties, any
 * other is created. It cannot take a property away; those steps are comments.
 */
async function asOsism(plan: readonly PlannedFlavor[]): Promise<string> {
  const { Document } = await import('yaml')
  const comments = [' For openstack-flavor-manager --name local --url file://….']
  const sections = { mandatory: [] as object[], recommended: [] as object[] }
  for (const { standard, step } of distinctSteps(plan)) {
    comments.push(...mindful(step).map((promise) => ` ${standard.name}: mind, ${promise}.`))
    if (step.action === 'unset') comments.push(` Needed first: ${visible(openstackCommand(step, standard))}`)
    else sections[standard.mandatory ? 'mandatory' : 'recommended'].push(osismFlavor(step, standard))
  }
  if (sections.recommended.length > 0) {
    comments.push(' With --recommended; flavors of more than 32 GiB RAM only with --limit-memory 128.')
  }
  const reference = [
    { field: 'name', mandatory_prefix: 'SCS-' },
    { field: 'public', default: true },
    { field: 'disabled', default: false },
    { field: 'cpus' },
    { field: 'ram' },
    { field: 'disk' },
  ]
  const document = new Document({ reference, ...sections })
  document.commentBefore = comments.join('\n')
  return document.toString({ lineWidth: 0 })
}

function osismFlavor(step: Exclude<FlavorStep, { action: 'unset' }>, standard: PlannedFlavor['standard']): object {
  const { vcpus, ramMiB, diskGB, extraSpecs } = standard
  if (step.action === 'create') return { name: step.name, cpus: vcpus, ram: ramMiB, disk: diskGB, ...extraSpecs }
  const { flavor } = step
  return { name: flavor.name, cpus: flavor.vcpus, ram: flavor.ramMiB, disk: flavor.diskGB, ...step.properties }
}

/** What is to be undone comes first; a step that serves two standard flavors comes once. */
function distinctSteps(
  plan: readonly PlannedFlavor[],
): readonly { standard: PlannedFlavor['standard']; step: FlavorStep }[] {
  const seen = new Set<FlavorStep>()
  const distinct = plan.flatMap(({ standard, steps }) =>
    steps.flatMap((step) => {
      if (seen.has(step)) return []
      seen.add(step)
      return [{ standard, step }]
    }),
  )
  const undo = distinct.filter(({ step }) => step.action === 'unset')
  return [...undo, ...distinct.filter(({ step }) => step.action !== 'unset')]
}
