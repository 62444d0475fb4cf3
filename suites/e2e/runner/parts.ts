import { focusOf, type TestSet } from '../required-tests.ts'

/** One call of ginkgo. */
export interface Part {
  readonly name: 'parallel' | 'serial'
  readonly parallel: boolean
  /** Regular expressions of Go, found anywhere in a test's name. */
  readonly focus: string
  readonly skip: string
}

const serial = '[Serial]'

/**
 * What has to be run for these sets of tests, in one pod: first all that stands company, in as many processes as the node
 * allows, then the tests that must be alone. No NetworkPolicy test is of these, so that one set alone is one part.
 */
export function partsFor(sets: readonly TestSet[]): readonly Part[] {
  const focus = sets.map((set) => quote(focusOf[set])).join('|')
  const alone = quote(serial)
  const parts: Part[] = [{ name: 'parallel', parallel: true, focus, skip: alone }]
  if (sets.includes('conformance')) {
    parts.push({ name: 'serial', parallel: false, focus: `${alone}.*(${focus})|(${focus}).*${alone}`, skip: '' })
  }
  return parts
}

/** What has to be run for these tests alone. */
export function partsForNames(names: readonly string[]): readonly Part[] {
  const focus = (some: readonly string[]) => `(${some.map(quote).join('|')})$`
  const alone = names.filter((name) => name.includes(serial))
  const others = names.filter((name) => !name.includes(serial))
  return [
    ...(others.length > 0 ? [{ name: 'parallel', parallel: true, focus: focus(others), skip: '' } as const] : []),
    ...(alone.length > 0 ? [{ name: 'serial', parallel: false, focus: focus(alone), skip: '' } as const] : []),
  ]
}

function quote(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
}
