import type { PlanOptions } from '../options.ts'
import { slowest, type Plan, type PlannedTestcase } from '../plan.ts'
import { costInWords, counted } from './making-words.ts'
import { makePlans } from './selection.ts'
import { table } from './table.ts'
import { sortImports } from './tempest.ts'

/** `plan`: what a run would do and what it costs; contacts nothing. */
export async function plan(options: PlanOptions): Promise<number> {
  const plans = await makePlans(await sortImports(options), new Date().toISOString().slice(0, 10))
  process.stdout.write(options.json ? `${JSON.stringify(plans.map(asData), null, 2)}\n` : plans.map(asText).join('\n'))
  return 0
}

function asData(plan: Plan): object {
  const { scope, referenceDate, versions, testcases, cost, duration } = plan
  return {
    scope: scope.id,
    level: scope.level,
    ...(scope.proposal ? { proposal: true } : {}),
    referenceDate,
    versions,
    cost,
    ...(slowest(plan) ? { slowest: slowest(plan) } : {}),
    duration,
    testcases: testcases.map(({ testcase, targets, task }) => ({
      id: testcase.id,
      section: testcase.section,
      targets,
      ...(testcase.grounds ? { grounds: testcase.grounds } : {}),
      ...('check' in task ? { run: true, cost: task.cost } : { run: false, cause: task.miss }),
    })),
  }
}

function asText(plan: Plan): string {
  const { scope, referenceDate, versions, testcases, cost } = plan
  const judged = testcases.filter(({ task }) => 'check' in task)
  const standing = versions.map(({ version, validity }) => `${version} (${validity})`).join(', ')
  const names = versions.map(({ version }) => version)
  // The sources are worth a column where the level is of our making.
  const sourceOf = ({ testcase: { grounds } }: PlannedTestcase) =>
    scope.proposal ? [grounds?.sources.map(({ id }) => id).join(', ') ?? '-'] : []
  const rows = testcases.map((planned) => [
    planned.testcase.id,
    ...names.map((name) => planned.targets[name] ?? '-'),
    costOf(planned),
    ...sourceOf(planned),
  ])
  return [
    `${scope.name} on ${referenceDate}: ${standing}\n`,
    scope.proposal
      ? 'A proposal of this project, not an official scope: it gives no level (docs/levels.md).\n\n'
      : '\n',
    table([['TESTCASE', ...names, 'COST', ...(scope.proposal ? ['SOURCES'] : [])], ...rows]),
    `\n${judged.length} of ${testcases.length} testcases would be judged.\n`,
    `Cost, what testcases share counted once: ${inWords(cost)}; one call more for each further page, and two to sign in.\n`,
    howLong(plan),
  ].join('')
}

/** Whether all fits side by side is seen on the subject only; see `doctor`. */
function howLong(plan: Plan): string {
  const { oneAfterAnotherMinutes, atMostMinutes } = plan.duration
  const longest = slowest(plan)
  const usual = longest ? about(longest.minutes) : 'seconds'
  const slowestPart = longest ? `, as long as its slowest part, ${longest.id}: what waits is done side by side` : ''
  const inLine =
    longest && oneAfterAnotherMinutes > longest.minutes
      ? `; ${about(oneAfterAnotherMinutes)} where the project's quota has no room for that ('doctor' tells)`
      : ''
  const most =
    atMostMinutes > 0
      ? `At most ${about(atMostMinutes)}, if everything is as slow as it may be before it is given up; less with run --timeout.\n`
      : ''
  return `It takes ${usual}${slowestPart}${inLine}.\n${most}`
}

function about(minutes: number): string {
  return `about ${counted(minutes, 'minute')}`
}

function costOf({ task }: PlannedTestcase): string {
  return 'check' in task ? inWords(task.cost) : `not run: ${task.miss.kind}`
}

function inWords(cost: Plan['cost']): string {
  return costInWords(cost) || 'nothing of its own'
}
