/** A testcase to write, as ginkgo would have it after a run. */
export interface SampleTest {
  readonly name: string
  readonly status?: string
  /** Why it failed, or skipped itself. */
  readonly why?: string
  /** Attempts that failed before the last one. */
  readonly retries?: number
  readonly seconds?: number
}

export interface SampleSuite {
  readonly timestamp?: string
  readonly seconds?: number
  readonly properties?: Readonly<Record<string, string>>
  /** Name without `[It]`. */
  readonly tests?: readonly SampleTest[]
  /** Nodes around the tests, with their whole name. */
  readonly nodes?: readonly SampleTest[]
}

/** Writes JUnit in the form of ginkgo's reporters/junit_report.go with Kubernetes' settings. */
export function sampleJUnit({ timestamp = '2026-01-02T03:04:05', seconds = 60, ...suite }: SampleSuite = {}): string {
  const { properties = {}, tests = [], nodes = [{ name: '[SynchronizedBeforeSuite]' }] } = suite
  const cases = [...nodes, ...tests.map((test) => ({ ...test, name: `[It] ${test.name}` }))].map(caseOf)
  const settings = Object.entries({ SuiteSucceeded: 'true', DryRun: 'false', FlakeAttempts: '2', ...properties })
  return `<?xml version="1.0" encoding="UTF-8"?>
  <testsuites tests="${cases.length}" disabled="0" errors="0" failures="0" time="${seconds}">
      <testsuite name="Kubernetes e2e suite" package="/usr/local/bin" tests="${cases.length}" time="${seconds}" timestamp="${timestamp}">
          <properties>
${settings.map(([name, value]) => `              <property name="${name}" value="${escape(value)}"></property>`).join('\n')}
          </properties>
${cases.join('\n')}
      </testsuite>
  </testsuites>
`
}

function caseOf({ name, status = 'passed', why = '', retries = 0, seconds = 1.25 }: SampleTest): string {
  const inner =
    status === 'skipped' || status === 'pending'
      ? `<skipped message="${status === 'pending' ? 'pending' : escape(why === '' ? 'skipped' : `skipped - ${why}`)}"></skipped>`
      : status === 'passed'
        ? ''
        : `${timeline(retries)}<${elementOf(status)} message="" type="${status}">[${status.toUpperCase()}] ${escape(why)}
In [It] at: k8s.io/kubernetes/test/e2e/x.go:1 @ 01/02/26 03:04:05</${elementOf(status)}>`
  return `          <testcase name="${escape(name)}" classname="Kubernetes e2e suite" status="${status}" time="${seconds}">${inner}</testcase>`
}

function elementOf(status: string): string {
  return status === 'panicked' || status === 'interrupted' ? 'error' : 'failure'
}

function timeline(retries: number): string {
  if (retries === 0) return ''
  const lines = Array.from({ length: retries }, (_, index) => `Attempt #${index + 1} Failed.  Retrying ↺ @ 01/02/26`)
  return `<system-err>${lines.join('\n')}</system-err>`
}

/** As Go's encoding/xml does. */
function escape(text: string): string {
  const named: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&#34;', "'": '&#39;' }
  return text.replaceAll(/[<>&"']/g, (character) => named[character] ?? '').replaceAll('\n', '&#xA;')
}
