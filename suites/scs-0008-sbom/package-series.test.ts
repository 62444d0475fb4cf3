import t from 'tap'
import type { OpenStackSeries } from '../../src/openstack/series-data.ts'
import { numberIn, seriesOf } from './package-series.ts'
import { bundled } from './sample.ts'

const data = bundled<OpenStackSeries>('openstack-series').content
const nova = data.projects.find(({ name }) => name === 'nova') ?? {}

t.test('versions as packages and images have them', async (t) => {
  const versions: Readonly<Record<string, string | undefined>> = {
    '29.0.0': '2024.1 Caracal',
    '29.2.1': '2024.1 Caracal',
    '3:29.0.1-0ubuntu1.4~cloud0': '2024.1 Caracal',
    'v30.1.0': '2024.2 Dalmatian',
    '31.0.0.0rc1': '2025.1 Epoxy',
    '27.5.1.dev12': '2023.1 Antelope',
    '2024.1': '2024.1 Caracal',
    '2025.1-ubuntu-noble': '2025.1 Epoxy',
    zed: 'Zed',
    '34.0.0': '2026.2 Hibiscus',
    '99.0.0': undefined,
    '29': undefined,
    latest: undefined,
    '': undefined,
    '2024.10': undefined,
    caracal: undefined,
  }
  for (const [version, series] of Object.entries(versions)) t.equal(seriesOf(version, nova, data), series, version)
  t.equal(numberIn('2.30.1-0+deb12u1'), '2.30.1')
})

t.test('bundled data: a version of each series since Yoga, no two of a project with one major version', async (t) => {
  const names = data.series.map(({ name }) => name)
  const sinceYoga = names.slice(0, names.indexOf('Yoga') + 1)
  const telling = data.projects.filter(({ serviceTypes }) => serviceTypes.some((type) => type in data.services))
  t.same(
    telling.map(({ name }) => name),
    ['nova', 'cinder', 'octavia'],
  )
  for (const { name, versions = {} } of telling) {
    t.same(Object.keys(versions), sinceYoga, name)
    const majors = Object.values(versions).map((version) => Number(version.split('.')[0]))
    t.same(
      majors,
      [...new Set(majors)].toSorted((one, other) => other - one),
      name,
    )
  }
  const types = data.projects.flatMap(({ serviceTypes }) => serviceTypes)
  t.equal(new Set(types).size, types.length, 'each service is of one project')
})
