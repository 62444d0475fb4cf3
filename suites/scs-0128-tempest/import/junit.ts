import { ProbeError } from '../../../src/fact.ts'
import { attribute, readXml, type Element } from '../../junit/read-xml.ts'
import { asTest, type Outcome, type TempestTest } from './stream.ts'

/**
 * Reads JUnit as subunit2junitxml and Rally write it: a testcase for each test, with the class and the name, or with the
 * whole name. The time is that of the suites, or of the tests, whichever tell one; subunit2junitxml tells none.
 *
 * @param source for messages
 * @throws ProbeError `malformed`
 */
export async function parseTempestJUnit(
  text: string,
  source: string,
): Promise<{ readonly tests: readonly TempestTest[]; readonly finishedAt: string | null }> {
  const refuse = (why: string) => new ProbeError('malformed', `${source}: not the JUnit file of a Tempest run: ${why}`)
  const cases: Element[] = []
  const moments: number[] = []
  const visit = (element: unknown) => {
    for (const [name, list] of Object.entries(isElement(element) ? element : {})) {
      if (!Array.isArray(list)) continue
      for (const child of list as readonly unknown[]) {
        if (!isElement(child)) continue
        if (name === 'testcase') cases.push(child)
        else if (name === 'testsuite' || name === 'testsuites') visit(child)
        else continue
        moments.push(momentOf(attribute(child, 'timestamp')))
      }
    }
  }
  visit(await readXml(text, () => true, refuse))
  if (cases.length === 0) throw refuse('it has no testcase')
  const known = moments.filter((moment) => !Number.isNaN(moment))
  return {
    tests: cases.map(testOf),
    finishedAt: known.length === 0 ? null : new Date(Math.max(...known)).toISOString(),
  }
}

/** Without a zone it is UTC, as services and containers have it. */
function momentOf(written: string): number {
  return Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(written) ? written : `${written}Z`)
}

function testOf(element: Element): TempestTest {
  const [name, className] = [attribute(element, 'name'), attribute(element, 'classname')]
  const whole = className === '' || name.startsWith(className) || name.includes('(') ? name : `${className}.${name}`
  const outcome: Outcome =
    'failure' in element || 'error' in element ? 'failed' : 'skipped' in element ? 'skipped' : 'passed'
  const [told] = [element['failure'], element['error'], element['skipped']].flatMap((one) => one ?? [])
  return asTest(whole, outcome, typeof told === 'string' ? told : isElement(told) ? textOf(told) : null)
}

function textOf(element: Element): string {
  const text = element['#text']
  return [
    attribute(element, 'message'),
    ...(Array.isArray(text) ? text.map(String) : [text].map((one) => (typeof one === 'string' ? one : ''))),
  ]
    .filter((one) => one !== '')
    .join('\n')
}

function isElement(value: unknown): value is Element {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
