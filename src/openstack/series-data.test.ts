import t from 'tap'
import { apisOf, seriesShowing, type OpenStackSeries } from './series-data.ts'

const series = (name: string) => ({ name, releasedAt: '2022-10-05', maintainedUntil: null })
const data: Pick<OpenStackSeries, 'series' | 'services'> = {
  series: [series('2023.1 Antelope'), series('Zed')],
  services: {
    compute: [
      { newest: '2.95', series: ['2023.1 Antelope'] },
      { newest: '2.93', series: ['Zed', 'Yoga'] },
    ],
    'load-balancer': [{ newest: '2.26', series: ['Zed', '2023.1 Antelope'] }],
  },
}
const named = (service: string, newest: string) => seriesShowing(service, newest, data).map(({ name }) => name)

t.test('series by the newest version of an API, newest first', (t) => {
  t.same(named('compute', '2.95'), ['2023.1 Antelope'])
  t.same(named('load-balancer', '2.26'), ['2023.1 Antelope', 'Zed'], 'in the order of the series')
  t.same(named('compute', '2.93'), ['Zed'], 'one that nothing is said of is none')
  t.end()
})

t.test('what is not known is of no series', (t) => {
  for (const newest of ['2.94', '2.96', '2.9', '', 'constructor']) t.same(named('compute', newest), [], newest)
  for (const service of ['identity', 'constructor', '__proto__', 'toString']) {
    t.same(apisOf(service, data), [], service)
    t.same(named(service, '2.95'), [], service)
  }
  t.end()
})
