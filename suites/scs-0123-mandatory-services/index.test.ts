import t from 'tap'
import { mandatoryServices, serviceListed } from './service-listed.ts'
import { swiftS3 } from './swift-s3.ts'

for (const service of mandatoryServices) {
  const judge = (...types: readonly string[]) =>
    serviceListed(service).judge({ catalog: types.map((type) => ({ type, name: '', endpoints: [] })) })
  t.test(service.id, async (t) => {
    for (const type of service.types) t.same(judge('other', type), { examined: ['other', type], violations: [] })
    t.match(judge('other', `${service.types[0]}v2`, service.types[0].toUpperCase()).violations, [
      { subject: 'the service catalog' },
    ])
    t.equal(judge().violations.length, 1)
  })
}

const answered = (code: string, message = '', status = 403) =>
  swiftS3.judge({ s3Answer: { objectStore: true, url: 'https://swift/', status, error: { code, message } } })

t.test('swift-s3: the unknown key is refused by name', async (t) => {
  t.same(answered('InvalidAccessKeyId'), { examined: ['https://swift/'], violations: [] })
  t.same(answered('NoSuchKey').violations, [])
  t.same(answered('AccessDenied', 'InvalidAccessKeyId: no such key').violations, [])
  t.match(answered('SignatureDoesNotMatch', 'wrong').violations, [
    { actual: '403 with the S3 error SignatureDoesNotMatch wrong' },
  ])
  t.equal(answered('invalidaccesskeyid').violations.length, 1)
})

t.test('swift-s3: another answer, and no object store', async (t) => {
  const judge = (status: number) =>
    swiftS3.judge({ s3Answer: { objectStore: true, url: 'https://swift/', status, error: null } })
  t.match(judge(404).violations, [{ subject: 'object store at https://swift/', actual: '404, and no S3 error' }])
  t.equal(judge(200).violations.length, 1)
  t.match(swiftS3.judge({ s3Answer: { objectStore: false } }), { violations: [], notes: [/nothing to ask/] })
})
