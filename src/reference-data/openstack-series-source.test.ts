import t from 'tap'
import { sampleSeries } from '../../suites/scs-0124-software-security/sample.ts'
import type { OpenStackSeries } from '../openstack/series-data.ts'
import { refreshOpenStackSeries } from './openstack-series-source.ts'

const listed = [
  { name: 'indri', 'release-id': '2027.1', status: 'future', 'initial-release': '2027-03-24' },
  { name: 'hibiscus', 'release-id': '2026.2', status: 'maintained', 'initial-release': '2026-09-30', 'next-phase': { status: 'end of life' } },
  { name: 'gazpacho', 'release-id': '2026.1', status: 'maintained', 'initial-release': '2026-04-01', 'next-phase': { date: '2027-11-10' } },
  { name: 'flamingo', 'release-id': '2025.2', status: 'maintained', 'initial-release': '2025-10-01', 'next-phase': { date: '2027-04-28' } },
  { name: 'epoxy', 'release-id': '2025.1', status: 'unmaintained', 'initial-release': '2025-04-02' },
  { name: 'zed', status: 'end of life', 'initial-release': '2022-10-05', 'eol-date': '2026-11-01' },
  { name: 'austin', status: 'end of life', 'initial-release': '2010-10-21' },
] // prettier-ignore

async function refreshed(series: unknown = listed) {
  const read = () => Promise.resolve(series)
  const { content, ...header } = await refreshOpenStackSeries({
    read,
    previous: sampleSeries,
    wholeUntil: '2026-11-23',
  })
  return { ...header, content: content as OpenStackSeries }
}

t.test('series with their ends; plans that were put off, and what has ended since', async (t) => {
  const { reach, content } = await refreshed()
  t.equal(reach, '2026-11-23')
  t.same(content.series, [
    { name: '2026.2 Hibiscus', releasedAt: '2026-09-30', maintainedUntil: null },
    { name: '2026.1 Gazpacho', releasedAt: '2026-04-01', maintainedUntil: '2027-11-10' },
    { name: '2025.2 Flamingo', releasedAt: '2025-10-01', maintainedUntil: '2027-04-28' },
    { name: '2025.1 Epoxy', releasedAt: '2025-04-02', maintainedUntil: '2026-10-02' },
    { name: 'Zed', releasedAt: '2022-10-05', maintainedUntil: '2024-05-03', endOfLife: '2026-11-01' },
  ])
})

t.test('a series of which no version is known yet may have the newest known: nobody is failed for it', async (t) => {
  const { services, projects } = (await refreshed()).content
  t.same(services['compute']?.[0], { newest: '2.103', series: ['2026.2 Hibiscus', '2026.1 Gazpacho'] })
  t.same(services['compute']?.slice(1), sampleSeries.content.services['compute']?.slice(1))
  t.same(projects, sampleSeries.content.projects, 'of projects nothing is asked')
})

t.test('what is no list of series is refused', async (t) => {
  await t.rejects(refreshed({ series: [] }), { message: /series_status\.yaml .*must be array/ })
  await t.rejects(refreshed([{ name: 'x', status: 'maintained', 'initial-release': 'soon' }]), {
    message: /\/0\/initial-release/,
  })
})
