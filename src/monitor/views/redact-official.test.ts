import fc from 'fast-check'
import t from 'tap'
import { redactOfficial } from './redact-official.ts'

const syntax = 'scs-0100-syntax-check'
const secret = 'hunter2'

t.test('of a report of today anybody sees verdicts, and lines that are meant for all', async (t) => {
  const document = {
    spec: { uuid: 'u', name: 'SCS-compatible IaaS', url: 'https://x.example', os_cloud: secret },
    checked_at: '2026-06-11 10:30:00',
    subject: 'mycloud',
    credentials: secret,
    run: {
      uuid: 'v',
      argv: [secret],
      assignment: { os_cloud: secret },
      sections: ['light'],
      invocations: {
        i: {
          id: 'i',
          cmd: secret,
          rc: 1,
          results: { [syntax]: -1 },
          stdout: [`${syntax}: FAIL`, secret, `PASS ${secret}`],
          stderr: ['WARNING: shown', 'ERROR: shown too', `INFO: ${secret}`, `error: ${secret}`],
        },
        whole: { results: {}, stdout: [`${syntax}: PASS`], stderr: [] },
      },
    },
  }
  const hidden = '(the following has been redacted)'
  t.same(redactOfficial(document), {
    spec: { uuid: 'u', name: 'SCS-compatible IaaS', url: 'https://x.example' },
    checked_at: '2026-06-11 10:30:00',
    subject: 'mycloud',
    run: {
      uuid: 'v',
      sections: ['light'],
      invocations: {
        i: {
          id: 'i',
          rc: 1,
          results: { [syntax]: -1 },
          stdout: [hidden, `${syntax}: FAIL`],
          stderr: [hidden, 'WARNING: shown', 'ERROR: shown too'],
          redacted: true,
        },
        whole: { results: {}, stdout: [`${syntax}: PASS`], stderr: [] },
      },
    },
  })
})

t.test('how many lines there were of each kind, but not the lines', async (t) => {
  const shown = (invocation: object) => redactOfficial({ run: { invocations: { i: invocation } } })
  const nothing = { results: {}, stdout: [], stderr: [] }
  const counts = { critical: 0, error: 1, warning: 2, info: 3 }
  t.same(shown(counts), { run: { invocations: { i: { ...counts, ...nothing } } } })
  t.same(shown({ critical: [secret], error: secret, warning: { of: secret }, info: [] }), {
    run: { invocations: { i: nothing } },
  })
})

t.test('of the flat one to come, verdicts', async (t) => {
  const tests = { [syntax]: { result: 1, messages: [secret] } }
  t.same(
    redactOfficial({
      uuid: 'u',
      scope: 's',
      creator: { name: 'x', host: secret },
      subject: 'mycloud',
      tests,
      log: [secret],
    }),
    {
      uuid: 'u',
      scope: 's',
      creator: { name: 'x' },
      subject: 'mycloud',
      tests: { [syntax]: { result: 1 } },
    },
  )
})

t.test('what is nested where a word belongs is not shown', async () => {
  const key = fc.constantFrom(
    'spec',
    'checked_at',
    'run',
    'uuid',
    'scope',
    'rc',
    'results',
    'stdout',
    'invocations',
    'name',
  )
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof({ depthSize: 'small' }, fc.constant(null), fc.integer(), tie('nested'), fc.array(tie('nested'))),
    nested: fc.dictionary(key, fc.oneof(tie('value'), fc.constant({ secret }), fc.constant([[secret]]))),
  }))
  fc.assert(
    fc.property(value, (document) => {
      if (JSON.stringify(redactOfficial(document)).includes(secret)) throw new Error('it shows')
    }),
  )
})
