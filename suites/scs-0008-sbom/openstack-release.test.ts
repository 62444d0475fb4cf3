import t from 'tap'
import type { OpenStackApiVersions } from '../../src/openstack/api-version-data.ts'
import { numberIn, releaseOf, releasesShowing } from './openstack-release.ts'
import { bundled } from './sample.ts'

const data = bundled<OpenStackApiVersions>('openstack-api-versions').content
const nova = data.projects.find(({ name }) => name === 'nova') ?? { versions: {} }

t.test('versions as packages and images have them', async (t) => {
  const versions: Readonly<Record<string, string | undefined>> = {
    '29.0.0': '2024.1',
    '29.2.1': '2024.1',
    '3:29.0.1-0ubuntu1.4~cloud0': '2024.1',
    'v30.1.0': '2024.2',
    '31.0.0.0rc1': '2025.1',
    '27.5.1.dev12': '2023.1',
    '2024.1': '2024.1',
    '2025.1-ubuntu-noble': '2025.1',
    zed: 'zed',
    '99.0.0': undefined,
    '29': undefined,
    latest: undefined,
    '': undefined,
    '2024.10': undefined,
  }
  for (const [version, release] of Object.entries(versions)) t.equal(releaseOf(version, nova, data), release, version)
  t.equal(numberIn('2.30.1-0+deb12u1'), '2.30.1')
})

t.test('the releases that show a version of an API as their newest', async (t) => {
  const api = { '2.95': '2023.1', '2.96': '2024.1', '2.100': '2025.1' }
  const span = (version: string) => releasesShowing(version, api, data.releases)
  t.same(span('2.95'), { first: '2023.1', before: '2024.1' })
  t.same(span('2.96'), { first: '2024.1', before: '2025.1' })
  t.same(span('2.100'), { first: '2025.1', before: null })
  t.same([span('2.94'), span('2.101'), span('constructor')], [undefined, undefined, undefined])
})

t.test(
  'the bundled data: releases that exist, in their order, and no two of a project with one major version',
  async (t) => {
    for (const { name, versions, api = {} } of data.projects) {
      t.same(
        Object.keys(versions).filter((release) => !data.releases.includes(release)),
        [],
        name,
      )
      const shown = Object.entries(api).toSorted(([one], [other]) => one.localeCompare(other, 'en', { numeric: true }))
      const order = shown.map(([, release]) => data.releases.indexOf(release))
      t.same(
        order,
        order.toSorted((one, other) => one - other),
        name,
      )
      t.notOk(order.includes(-1), name)
      if (shown.length === 0) continue
      const majors = Object.values(versions).map((version) => version.split('.')[0])
      t.equal(new Set(majors).size, majors.length, name)
    }
  },
)
