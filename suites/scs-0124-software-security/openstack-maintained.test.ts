import t from 'tap'
import { bundledDataFolder } from '../../src/reference-data.ts'
import { readDataDocument } from '../../src/reference-data/document.ts'
import type { OpenStackSeries } from '../../src/openstack/series-data.ts'
import { openstackMaintained } from './openstack-maintained.ts'
import { sampleSeries } from './sample.ts'

const judge = (newestVersions: Parameters<typeof openstackMaintained.judge>[0]['newestVersions'], at = '2026-11-24') =>
  openstackMaintained.judge({ newestVersions, openstackSeries: sampleSeries, referenceTime: `${at}T12:00:00Z` })
const nova = (newest: string) => ({ service: 'compute', newest })
const cinder = (newest: string) => ({ service: 'block-storage', newest })

t.test('a maintained Nova passes, one that is not any more fails, with the series and since when', (t) => {
  t.match(judge([nova('2.103')]), {
    examined: ['compute 2.103: OpenStack 2026.1 Gazpacho'],
    violations: [],
    undecided: undefined,
  })
  t.match(judge([nova('2.93')]), {
    violations: [
      {
        subject: 'service compute',
        actual: /version 2\.93 of its API is of Zed, not maintained since 2024-05-03, 935 days/,
      },
    ],
    undecided: undefined,
  })
  t.match(judge([nova('2.93')]).violations[0]?.remedy, /2026\.1 Gazpacho, 2025\.2 Flamingo;/, 'Epoxy is no way out')
  t.end()
})

t.test('the day of the end is the first without maintenance', (t) => {
  t.match(judge([nova('2.93')], '2024-05-02'), { violations: [], undecided: undefined })
  t.equal(judge([nova('2.93')], '2024-05-03').violations.length, 1)
  t.end()
})

t.test('a version that two series share decides only where both stand alike', (t) => {
  t.equal(judge([nova('2.100')], '2026-10-01').undecided, undefined, 'both maintained')
  t.match(judge([nova('2.100')]).undecided, {
    kind: 'dependency',
    message:
      /compute 2\.100 is of OpenStack 2025\.2 Flamingo \(maintained until 2027-04-28\) or 2025\.1 Epoxy \(planned to/,
  })
  t.match(judge([nova('2.103'), cinder('3.71')]), { undecided: undefined, notes: [/^block-storage 3\.71 is of/] })
  t.end()
})

t.test('a service behind the others is seen', (t) => {
  t.match(judge([nova('2.103'), cinder('3.70')]), { violations: [{ subject: 'service block-storage' }] })
  t.end()
})

t.test('what is not told decides nothing: no Nova, no version document, a series newer than the data', (t) => {
  t.match(judge([cinder('3.71')]).undecided, { message: /no compute service/ })
  t.match(judge([{ service: 'compute', newest: null, why: 'its version document answers 404' }]).undecided, {
    message: 'compute does not tell its series: its version document answers 404',
  })
  const page = {
    service: 'block-storage',
    newest: null,
    why: 'its version document is no JSON',
    flaw: 'malformed',
  } as const
  t.match(judge([nova('2.103'), page]).undecided, {
    kind: 'malformed',
    message: 'the version document of block-storage is no JSON',
  })
  t.match(judge([nova('2.93'), page]), { violations: [{ subject: 'service compute' }], undecided: undefined })
  t.match(judge([nova('2.110')]).undecided, { message: /2\.110 is of no series that the data of 2026-08-21 knows/ })
  t.end()
})

t.test('a version of series that the data does not know passes nothing', (t) => {
  const of = (...series: readonly string[]) => {
    const services = { compute: [{ newest: '2.103', series }] }
    const openstackSeries = { ...sampleSeries, content: { ...sampleSeries.content, services } }
    return openstackMaintained.judge({
      newestVersions: [nova('2.103')],
      openstackSeries,
      referenceTime: '2026-11-24T12:00:00Z',
    })
  }
  const message =
    'compute 2.103 is of OpenStack 2026.1 Gazpacho or 2026.2, of which the data of 2026-08-21 tells no end'
  t.match(of('2026.1 Gazpacho', '2026.2').undecided, { message })
  t.match(of().undecided, { message: /is of OpenStack no series, of which/ })
  t.match(of('2026.1 Gazpacho'), { violations: [], undecided: undefined })
  t.end()
})

t.test('old data passes nothing, what it has seen stays seen', (t) => {
  t.match(judge([nova('2.103')], '2027-02-20'), { undecided: undefined })
  t.match(judge([nova('2.103')], '2027-02-22').undecided, { message: /reaches only to 2026-08-21; renew it/ })
  t.match(judge([nova('2.93')], '2028-01-01'), { violations: [{}], undecided: undefined })
  t.end()
})

t.test('bundled data: every series that a version names is there, newest first', async (t) => {
  const document = await readDataDocument(bundledDataFolder, 'openstack-series', 'bundled', new Date())
  if (!document) throw new Error('it is bundled')
  const { series, services } = document.content as OpenStackSeries
  const names = series.map(({ name }) => name)
  t.same(
    series.map(({ releasedAt }) => releasedAt),
    series
      .map(({ releasedAt }) => releasedAt)
      .toSorted()
      .toReversed(),
  )
  for (const [service, versions] of Object.entries(services)) {
    const named = versions.flatMap((one) => one.series)
    t.same(named, names.slice(0, named.length), `${service}: each series once, in order`)
    const numbers = versions.map(({ newest }) => Number(newest.split('.')[1]))
    t.same(
      numbers,
      numbers.toSorted((a, b) => b - a),
      service,
    )
  }
})
