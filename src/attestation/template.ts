import { stringify } from 'yaml'
import type { TestcaseKnowledge } from '../standard.ts'
import { latestEnd, type Evidence } from './attestation.ts'

/** What a new attestation is about. */
export interface Draft {
  readonly testcase: Pick<TestcaseKnowledge, 'id' | 'description' | 'standard' | 'questions'>
  readonly subject: string
  /** YYYY-MM-DD */
  readonly date: string
  readonly evidence: readonly Evidence[]
}

/** The text of an attestation to be filled in: what is left empty is refused when it is signed. */
export function attestationTemplate({ testcase, subject, date, evidence }: Draft): string {
  const { id, description, standard, questions } = testcase
  const filled = {
    format: 'scs-conformance-attestation/1',
    testcase: id,
    standard: standard.id,
    url: standard.url,
    subject,
    statement: description,
  }
  return [
    '# Fill in what is empty, then: scs-conformance attest sign THIS-FILE --key KEY',
    stringify(filled, { lineWidth: 0 }).trimEnd(),
    '# PASS where the statement holds, FAIL where it does not.',
    "verdict: ''",
    'answers:',
    ...questions.flatMap((question) => [`  - question: ${JSON.stringify(question)}`, "    answer: ''"]),
    '# Documents that show it: file (relative to this one) or url, each with the SHA-256 of its content (sha256sum FILE).',
    ...(evidence.length > 0 ? [stringify({ evidence }).trimEnd()] : ['evidence: []']),
    'attester:',
    "  name: ''",
    "  role: ''",
    "  organisation: ''",
    `date: ${date}`,
    '# The last day; a quarter at the most.',
    `validUntil: ${latestEnd(date)}`,
    '',
  ].join('\n')
}
