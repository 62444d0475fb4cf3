import { ProbeError } from '../../src/fact.ts'
import { attribute, readXml, type Element } from '../junit/read-xml.ts'
import { beginning, longestMessage, longestName, mostTests, type TestResult } from './results.ts'

/** What a JUnit file tells by itself. */
export interface JUnitFile {
  readonly startedAt: string | null
  readonly finishedAt: string | null
  readonly dryRun: boolean
  readonly troubles: readonly string[]
  readonly tests: readonly TestResult[]
}

/**
 * Reads JUnit as ginkgo v2 writes it (reporters/junit_report.go): a testcase for each `It`, named `[It] …`, with a status,
 * and one for each node around them, such as `[SynchronizedBeforeSuite]`. Files of others are read as far as they are alike:
 * names without `[It]`, outcomes by the elements `failure`, `error` and `skipped` alone.
 *
 * @param file for messages
 * @throws ProbeError `malformed`
 */
export async function parseJUnit(text: string, file: string): Promise<JUnitFile> {
  const refuse = (why: string) => new ProbeError('malformed', `${file}: not the JUnit file of an e2e run: ${why}`)
  const suites = suitesOf(await readXml(text, (name) => lists.has(name), refuse))
  if (suites.length === 0) throw refuse('it has no testsuite')
  const cases = suites.flatMap((suite) => children(suite, 'testcase'))
  if (cases.length > mostTests) throw refuse(`it has ${cases.length} testcases, more than ${mostTests}`)
  const flakeAttempts = Math.max(1, ...suites.map((suite) => Number(property(suite, 'FlakeAttempts') ?? 1) || 1))
  const read = cases.map((testcase) => readCase(testcase, flakeAttempts, refuse))
  return {
    ...times(suites),
    dryRun: suites.some((suite) => property(suite, 'DryRun') === 'true'),
    troubles: [
      ...suites.map((suite) => property(suite, 'SpecialSuiteFailureReason') ?? '').filter((reason) => reason !== ''),
      ...read.flatMap((one) => ('trouble' in one && one.trouble !== null ? [one.trouble] : [])),
    ].map((trouble) => beginning(trouble, longestMessage)),
    tests: read.flatMap((one) => ('test' in one && one.test ? [one.test] : [])),
  }
}

const lists = new Set(['testsuite', 'testcase', 'property'])
type Refuse = (why: string) => ProbeError

function suitesOf(document: Element): readonly Element[] {
  const top = [document, ...children(document, 'testsuites')].flatMap((element) => children(element, 'testsuite'))
  return top.flatMap((suite) => [suite, ...children(suite, 'testsuite')])
}

function children(element: Element, name: string): readonly Element[] {
  const value = Object.hasOwn(element, name) ? element[name] : undefined
  const list: readonly unknown[] = Array.isArray(value) ? value : value === undefined ? [] : [value]
  // An element without attributes and children is its text.
  return list.map((one) => (typeof one === 'object' && one !== null ? (one as Element) : { '#text': String(one) }))
}

function property(suite: Element, name: string): string | undefined {
  const all = children(suite, 'properties').flatMap((properties) => children(properties, 'property'))
  const found = all.find((one) => attribute(one, 'name') === name)
  return found && attribute(found, 'value')
}

/** ginkgo's `2006-01-02T15:04:05` in its local time, or a time with its zone. */
function times(suites: readonly Element[]): Pick<JUnitFile, 'startedAt' | 'finishedAt'> {
  const spans = suites.flatMap((suite) => {
    const written = attribute(suite, 'timestamp')
    const start = Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(written) ? written : `${written}Z`)
    const seconds = Number(attribute(suite, 'time'))
    return Number.isNaN(start) ? [] : [{ start, end: start + (seconds >= 0 ? Math.min(seconds, 1e7) * 1000 : 0) }]
  })
  if (spans.length === 0) return { startedAt: null, finishedAt: null }
  const iso = (time: number) => new Date(time).toISOString()
  return {
    startedAt: iso(Math.min(...spans.map(({ start }) => start))),
    finishedAt: iso(Math.max(...spans.map(({ end }) => end))),
  }
}

type Read = { readonly test: TestResult | null } | { readonly trouble: string | null }

function readCase(testcase: Element, flakeAttempts: number, refuse: Refuse): Read {
  const written = attribute(testcase, 'name').replaceAll(/\s+/g, ' ').trim()
  if (written === '' || written.length > longestName) throw refuse('a testcase has no usable name')
  const { outcome, message } = outcomeOf(testcase, written, refuse)
  const [, node] = /^\[([A-Z]\w*)\](?: |$)/.exec(written) ?? []
  if (node !== undefined && node !== 'It') {
    const wrong = outcome === 'failed' || outcome === 'interrupted'
    return { trouble: wrong ? `${written}: ${message ?? outcome}` : null }
  }
  // Left out by focus or skip, and a test that is only planned: not results.
  if (outcome === 'skipped' && message === null) return { test: null }
  const seconds = Number(attribute(testcase, 'time'))
  return {
    test: {
      name: written.replace(/^\[It\] /, ''),
      outcome,
      attempts: attemptsOf(testcase, outcome, flakeAttempts),
      message: message === null ? null : beginning(message, longestMessage),
      durationMs: seconds >= 0 ? Math.round(Math.min(seconds, 1e7) * 1000) : 0,
    },
  }
}

/** By ginkgo's states (types.SpecState); what is not one of them is not guessed at. */
const outcomes: Readonly<Record<string, TestResult['outcome']>> = {
  passed: 'passed',
  failed: 'failed',
  panicked: 'failed',
  timedout: 'failed',
  skipped: 'skipped',
  pending: 'skipped',
  interrupted: 'interrupted',
  aborted: 'interrupted',
}

function outcomeOf(
  testcase: Element,
  name: string,
  refuse: Refuse,
): { readonly outcome: TestResult['outcome']; readonly message: string | null } {
  const [skipped] = children(testcase, 'skipped')
  const [wrong] = [...children(testcase, 'failure'), ...children(testcase, 'error')]
  const status = attribute(testcase, 'status')
  if (status !== '' && !Object.hasOwn(outcomes, status)) throw refuse(`${name} has the unknown status ${status}`)
  const byElements = wrong ? 'failed' : skipped ? 'skipped' : 'passed'
  const outcome = outcomes[status] ?? byElements
  if (wrong && outcome === 'passed') throw refuse(`${name} passed and failed`)
  if (outcome === 'passed') return { outcome, message: null }
  if (outcome === 'skipped') {
    const reason = /^skipped - (.+)$/s.exec(skipped ? attribute(skipped, 'message') : '')?.[1]
    return { outcome, message: reason ?? null }
  }
  const message = wrong ? attribute(wrong, 'message') || textOf(wrong) : ''
  // The deadline of the whole suite says nothing of the test that it met.
  const ended = outcome === 'failed' && /suite timeout occurred/i.test(message)
  return { outcome: ended ? 'interrupted' : outcome, message: message || null }
}

/** The first line of ginkgo's text tells where; what went wrong is what the line `In [It] at: …` ends. */
function textOf(element: Element): string {
  const text = typeof element['#text'] === 'string' ? element['#text'] : ''
  return text.replace(/^\s*\[[A-Z]+\]\s*/, '').split(/\n\s*In \[/)[0] ?? ''
}

/** JUnit tells the attempts of failed tests only, in their timeline; those of a passed one are in e2e.log. */
function attemptsOf(testcase: Element, outcome: TestResult['outcome'], flakeAttempts: number): number | null {
  if (outcome === 'skipped') return 0
  if (flakeAttempts === 1) return 1
  if (outcome === 'passed') return null
  const [timeline] = children(testcase, 'system-err')
  const said = timeline?.['#text']
  const retries = (typeof said === 'string' ? said : '').match(/Attempt #\d+ Failed\.\s+Retrying/g) ?? []
  return Math.min(retries.length + 1, flakeAttempts)
}
