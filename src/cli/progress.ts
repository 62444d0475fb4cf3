import { styleText } from 'node:util'
import type { EngineEvent } from '../engine.ts'
import type { FactProgress } from '../fact.ts'
import type { Plan, PlannedTestcase } from '../plan.ts'
import { worst, type Verdict } from '../report.ts'
import { wantsColor } from './color.ts'

export interface Progress {
  on(event: EngineEvent): void
  /** Leaves the terminal as it was found. */
  end(): void
}

type Stream = NodeJS.WriteStream

/** Nothing with `quiet`, a live picture on a terminal, a line a testcase elsewhere (CI). */
export async function makeProgress(
  plans: readonly Plan[],
  stream: Stream,
  mode: { quiet?: boolean | undefined },
): Promise<Progress> {
  if (mode.quiet) return { on: () => {}, end: () => {} }
  const testcases = plans.flatMap((plan) => plan.testcases).filter(({ task }) => 'check' in task)
  return stream.isTTY && !process.env['CI'] ? livePicture(testcases, stream) : lines(testcases.length, stream)
}

const colors = { PASS: 'green', FAIL: 'red', DNF: 'yellow', MISS: 'gray' } as const satisfies Record<Verdict, string>

/** Milliseconds between two lines on one long fact. */
const lineEveryMs = 60_000

/** Tells of long facts in lines: when one begins to do something else, and each minute. Those of several come as they come. */
export function longFacts(write: (line: string) => void): (event: EngineEvent) => void {
  const pace = makePace()
  const toldOf = new Map<string, { readonly doing: string; readonly at: number }>()
  return (event) => {
    if (event.type !== 'fact-progress') return
    const now = Date.now()
    const text = pace(event.progress, now)
    const doing = event.progress.total === null ? text : event.progress.doing
    const told = toldOf.get(event.fact)
    if (doing === told?.doing && now - told.at < lineEveryMs) return
    toldOf.set(event.fact, { doing, at: now })
    write(text)
  }
}

function lines(total: number, stream: Stream): Progress {
  let done = 0
  const long = longFacts((line) => stream.write(`${line}\n`))
  return {
    on(event) {
      long(event)
      if (event.type !== 'testcase-decided' || event.outcome.verdict === 'MISS') return
      done++
      const { verdict, cause } = event.outcome
      const why = cause ? ` (${cause.kind})` : ''
      stream.write(`[${String(done).padStart(String(total).length)}/${total}] ${verdict.padEnd(4)} ${event.id}${why}\n`)
    },
    end() {},
  }
}

async function livePicture(testcases: readonly PlannedTestcase[], stream: Stream): Promise<Progress> {
  const { createLogUpdate } = await import('log-update')
  const draw = createLogUpdate(stream)
  const total = testcases.length
  const counts: Record<Verdict, number> = { PASS: 0, FAIL: 0, DNF: 0, MISS: 0 }
  const groups = new Map<string, { open: number; worst: Verdict }>()
  for (const { testcase } of testcases) {
    const group = groups.get(testcase.standard.id) ?? { open: 0, worst: 'PASS' }
    groups.set(testcase.standard.id, { ...group, open: group.open + 1 })
  }
  const standardOf = new Map(testcases.map(({ testcase }) => [testcase.id, testcase.standard.id]))
  const running = new Map<string, string>()
  const pace = makePace()
  const picture = () => draw([...tree(groups), summary(counts, total), ...waitingFor(running)].join('\n'))
  const timer = setInterval(picture, 100)
  timer.unref()
  return {
    on(event) {
      if (event.type === 'fact-started') running.set(event.fact, event.fact)
      else if (event.type === 'fact-progress') running.set(event.fact, pace(event.progress, Date.now()))
      else if (event.type === 'fact-finished') running.delete(event.fact)
      else if (event.type === 'testcase-decided' && event.outcome.verdict !== 'MISS') {
        const { verdict } = event.outcome
        counts[verdict]++
        const group = groups.get(standardOf.get(event.id) ?? '')
        if (group) {
          group.open--
          group.worst = worst([group.worst, verdict])
        }
      }
    },
    end() {
      clearInterval(timer)
      draw.clear()
      draw.done()
    },
  }
}

function tree(groups: ReadonlyMap<string, { open: number; worst: Verdict }>): string[] {
  return [...groups].map(([standard, { open, worst: verdict }]) => {
    const state = open > 0 ? styled('gray', `… ${open} open`) : styled(colors[verdict], verdict)
    return `  ${standard.padEnd(16)} ${state}`
  })
}

function summary(counts: Readonly<Record<Verdict, number>>, total: number): string {
  const done = counts.PASS + counts.FAIL + counts.DNF
  const parts = (['PASS', 'FAIL', 'DNF'] as const).map((verdict) =>
    styled(colors[verdict], `${counts[verdict]} ${verdict}`),
  )
  return `${done}/${total} testcases: ${parts.join(', ')}`
}

function waitingFor(running: ReadonlyMap<string, string>): string[] {
  return running.size > 0 ? [styled('gray', `learning ${[...running.values()].slice(0, 4).join(', ')}`)] : []
}

/** Puts progress into words, with the time that is left, told by the pace since it began to move. */
export function makePace(): (progress: FactProgress, now: number) => string {
  const began = new Map<string, { readonly at: number; readonly done: number }>()
  return ({ doing, done, total }, now) => {
    if (total === null || total === 0) return `${doing} …`
    const start = began.get(doing) ?? { at: now, done }
    began.set(doing, start)
    const percent = Math.floor((100 * Math.min(done, total)) / total)
    const text = `${doing} ${done}/${total} (${percent} %)`
    if (done <= start.done || done >= total) return text
    const minutes = Math.ceil((((now - start.at) / (done - start.done)) * (total - done)) / 60_000)
    return `${text}, about ${minutes} min left`
  }
}

function styled(color: Parameters<typeof styleText>[0], text: string): string {
  return wantsColor(process.stderr) ? styleText(color, text, { validateStream: false }) : text
}
