import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { parse } from 'yaml'
import { scsConformance } from '../../testbed/cli.ts'
import { asked, chart, helm, podsOf, render, shapes, valuesFile, type Manifest, type Pods } from './helm.ts'
import { mayConnect, type End } from './network.ts'

// What the chart promises, in every shape of it. Needs helm: .ci/chart.

t.setTimeout(300_000)
const all = new Map<string, readonly Manifest[]>()
for (const [name, file] of Object.entries(shapes)) all.set(name, await render(file))
const of = (shape: string) => all.get(shape) ?? []
const kinds = (manifests: readonly Manifest[], kind: string) => manifests.filter((one) => one.kind === kind)
const pods = (shape: string, component: string): Pods => {
  const found = podsOf(of(shape)).find((one) => one.component === component)
  if (!found) throw new Error(`${shape} has no ${component}`)
  return found
}

t.test('helm finds nothing wrong with it', async (t) => {
  for (const [name, file] of Object.entries(shapes)) {
    const { code, stdout } = await helm('lint', '--strict', chart, ...asked, ...(file ? ['-f', file] : []))
    t.equal(code, 0, `${name}: ${stdout}`)
  }
})

t.test('no pod may anything but its work', async (t) => {
  const whole = [...all].flatMap(([shape, manifests]) => podsOf(manifests).map((one) => ({ shape, ...one })))
  t.ok(whole.length > 10)
  for (const { shape, of: name, spec } of whole) {
    t.match(
      spec,
      {
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        securityContext: { runAsNonRoot: true, runAsUser: 65_532, runAsGroup: 65_532, fsGroup: 65_532, seccompProfile: { type: 'RuntimeDefault' } }, // prettier-ignore
      },
      `${shape}: ${name}`,
    )
    for (const key of ['hostNetwork', 'hostPID', 'hostIPC', 'shareProcessNamespace']) t.notOk(spec[key], key)
    t.same(spec.initContainers ?? [], [])
    for (const container of spec.containers) {
      t.same(container['securityContext'], {
        allowPrivilegeEscalation: false,
        privileged: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      })
      t.ok(container.resources.limits['memory'], `${shape}: ${name} has a limit of memory`)
      const writable = container.volumeMounts.filter(({ readOnly }) => !readOnly).map(({ mountPath }) => mountPath)
      t.same(
        writable.filter((path) => path !== '/tmp' && path !== '/data'),
        [],
        'it writes to /tmp and /data only',
      )
    }
    const kindsOfVolumes = new Set(
      spec.volumes.flatMap((volume) => Object.keys(volume).filter((key) => key !== 'name')),
    )
    for (const kind of kindsOfVolumes) t.match(kind, /^(emptyDir|secret|configMap|persistentVolumeClaim)$/)
    const volumes = new Set([...spec.volumes.map((volume) => volume.name), 'data'])
    for (const mount of spec.containers.flatMap((one) => one.volumeMounts)) t.ok(volumes.has(mount.name), mount.name)
  }
})

t.test('secrets come by reference only, and as files nobody else reads', async (t) => {
  for (const [shape, manifests] of all) {
    t.same(kinds(manifests, 'Secret'), [], shape)
    for (const { of: name, spec } of podsOf(manifests)) {
      for (const { secret } of spec.volumes)
        if (secret) t.equal(secret.defaultMode, 0o400, `${name}: ${secret.secretName}`)
      const plain = spec.containers.flatMap(({ env }) => env).filter(({ name: key }) => /PASS|SECRET|^TOKEN_|CREDENTIAL/i.test(key)) // prettier-ignore
      for (const one of plain) t.match(one, { valueFrom: { secretKeyRef: { name: /./, key: /./ } } })
    }
  }
  const env = pods('postgres-and-workers', 'worker').spec.containers[0]?.env.find(({ name }) => name === 'PGPASSWORD')
  t.same(env?.valueFrom, { secretKeyRef: { name: 'scs-postgres', key: 'password' } })
})

t.test('of the monitor there is one pod with PGlite, and as many as one likes with PostgreSQL', async (t) => {
  const monitor = (shape: string) =>
    of(shape).find(
      ({ kind, metadata }) => /^(Deployment|StatefulSet)$/.test(kind) && metadata.name.endsWith('-monitor'),
    )
  t.match(monitor('default'), { kind: 'StatefulSet', spec: { replicas: 1, volumeClaimTemplates: [{ metadata: { name: 'data' } }] } }) // prettier-ignore
  t.match(pods('default', 'monitor').spec.containers[0]?.args, ['serve', '--listen', '0.0.0.0:8080', '--store', '/data/monitor']) // prettier-ignore
  t.match(monitor('postgres-and-workers'), { kind: 'Deployment', spec: { replicas: 2, strategy: { type: 'RollingUpdate' } } }) // prettier-ignore
  t.notMatch(String(pods('postgres-and-workers', 'monitor').spec.containers[0]?.args), /--store/)
  t.match(pods('everything', 'monitor').spec.containers[0], {
    startupProbe: { httpGet: { path: '/healthz', scheme: 'HTTPS' } },
    readinessProbe: { httpGet: { path: '/healthz', scheme: 'HTTPS' } },
    lifecycle: { preStop: { sleep: { seconds: 5 } } },
  })
  t.same(kinds(of('everything'), 'PodDisruptionBudget').map(({ metadata }) => metadata.name).toSorted(), ['r-scs-clouds', 'r-scs-monitor']) // prettier-ignore
  t.match(pods('everything', 'monitor').spec['topologySpreadConstraints'], [{ topologyKey: 'kubernetes.io/hostname' }, { topologyKey: 'topology.kubernetes.io/zone' }]) // prettier-ignore
  t.match(pods('everything', 'monitor').spec.containers[0]?.image, /@sha256:0123/)
})

t.test('a CronJob for each group: never two nights at once, and no second try for a verdict', async (t) => {
  const jobs = kinds(of('everything'), 'CronJob')
  t.same(
    jobs.map(({ metadata }) => metadata.labels?.['scs-conformance/group']),
    ['clouds', 'clusters'],
  )
  for (const { spec } of jobs) {
    t.match(spec, {
      timeZone: 'Etc/UTC',
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: 3600,
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 3,
      jobTemplate: { spec: { template: { spec: { restartPolicy: 'Never' } } } },
    })
  }
  t.match(jobs[1]?.spec, {
    schedule: '@daily',
    jobTemplate: {
      spec: {
        backoffLimit: 0,
        podFailurePolicy: { rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget' }] }] },
        template: { spec: { hostname: 'r-scs-clusters', terminationGracePeriodSeconds: 180 } },
      },
    },
  })
  const run = pods('everything', 'run').spec
  t.match(run.containers[0], {
    command: ['/app/deploy/nightly.sh'],
    args: ['/config/subjects.yaml', '/data/reports'],
    env: [{ name: 'HOME' }, {}, {}, {}, {}, { name: 'XDG_STATE_HOME', value: '/data/state' }, { name: 'MONITOR', value: 'https://r-scs-monitor.ns.svc' }], // prettier-ignore
  })
  t.match(run.volumes.find(({ name }) => name === 'data'), { persistentVolumeClaim: { claimName: 'r-scs-clusters' } }, 'the ledger outlives the pod') // prettier-ignore
  t.match(kinds(of('everything'), 'PersistentVolumeClaim'), [{ metadata: { annotations: { 'helm.sh/resource-policy': 'keep' } } }]) // prettier-ignore
})

t.test('with workers it only fills the queue, and knows no secret but that of the database', async (t) => {
  const dispatch = pods('everything', 'dispatch').spec
  t.match(dispatch.containers[0]?.args, ['dispatch', '--config', '/config/subjects.yaml', '--postgres', 'postgres://scs@db.example:6432/scs', '--queue', 'clouds', '--section', '.auto']) // prettier-ignore
  t.same(
    dispatch.volumes.filter(({ secret }) => secret),
    [],
  )
  const worker = pods('everything', 'worker').spec
  t.match(String(worker.containers[0]?.args), /--token,\/submit\/token\/token,--key,\/submit\/key\/key/)
  t.ok(worker.volumes.some(({ secret }) => secret?.secretName === 'scs-clouds'))
  const claims = kinds(of('everything'), 'StatefulSet')[0]?.spec?.['volumeClaimTemplates']
  t.match(claims, [{ spec: { storageClassName: 'fast', accessModes: ['ReadWriteOncePod'] } }])
})

t.test('subjects are handed on as they are', async (t) => {
  const given = parse(readFileSync(join(chart, 'ci/everything.yaml'), 'utf8')) as { readonly groups: readonly { readonly subjects: object }[] } // prettier-ignore
  const maps = kinds(of('everything'), 'ConfigMap')
  t.same(maps.map(({ data }) => parse(data?.['subjects.yaml'] ?? '') as object), given.groups.map(({ subjects }) => subjects)) // prettier-ignore
})

t.test('every pod is cut off but from what it needs', async (t) => {
  const everything = of('everything')
  const dns: End = { labels: {}, namespace: 'kube-system' }
  const outside = (address: string): End => ({ address })
  for (const [shape, manifests] of all) {
    for (const { of: name, labels } of podsOf(manifests)) {
      const what = `${shape}: ${name}`
      const may = (way: 'Ingress' | 'Egress', end: End, port: number, protocol: 'TCP' | 'UDP' = 'TCP') =>
        mayConnect(manifests, { pod: labels, way, end, port, protocol })
      t.ok(may('Egress', dns, 53, 'UDP') && may('Egress', dns, 53), `${what}: DNS`)
      t.notOk(may('Egress', outside('169.254.169.254'), 80), `${what}: not where a cloud hands out credentials`)
      t.notOk(may('Ingress', outside('203.0.113.9'), 22), `${what}: nobody comes in elsewhere`)
      t.equal(may('Ingress', { labels: {}, namespace: 'ingress-nginx' }, 8080), name.endsWith('-monitor'), `${what}: who comes in`) // prettier-ignore
    }
  }
  const can = (component: string, end: End, port: number) =>
    mayConnect(everything, { pod: pods('everything', component).labels, way: 'Egress', end, port })
  const monitor: End = { labels: pods('everything', 'monitor').labels }
  const [database, mail, cluster, cloud] = ['198.18.0.9', '192.0.2.25', '203.0.113.7', '198.51.101.3'].map((one) => outside(one)) as [End, End, End, End] // prettier-ignore
  t.same([can('monitor', database, 6432), can('monitor', mail, 587), can('monitor', mail, 25), can('monitor', cloud, 443)], [true, true, false, false], 'the monitor: database and mail') // prettier-ignore
  t.same([can('run', cluster, 6443), can('run', cluster, 443), can('run', cloud, 5000), can('run', monitor, 8080), can('run', database, 6432)], [true, false, false, true, false], 'a run: its subjects and the monitor') // prettier-ignore
  t.same([can('dispatch', database, 6432), can('dispatch', cloud, 5000), can('dispatch', monitor, 8080)], [true, false, false], 'what fills the queue: the database') // prettier-ignore
  t.same([can('worker', database, 6432), can('worker', cloud, 5000), can('worker', monitor, 8080)], [true, true, true], 'a worker: all three') // prettier-ignore
  const stranger = (namespace: string): boolean =>
    mayConnect(everything, { pod: pods('everything', 'monitor').labels, way: 'Ingress', end: { labels: {}, namespace }, port: 8080 }) // prettier-ignore
  t.same([stranger('ingress-nginx'), stranger('elsewhere')], [true, false], 'monitor.from')
  const policies = kinds(await render(valuesFile({ networkPolicy: { enabled: false } })), 'NetworkPolicy')
  t.same(policies, [], 'unless they are switched off')
})

t.test('the program takes what the chart gives it', async (t) => {
  for (const component of ['monitor', 'dispatch', 'worker']) {
    const [command = '', ...args] = pods('everything', component).spec.containers[0]?.args ?? []
    const { code, stdout } = await scsConformance([command, '--help'])
    t.equal(code, 0, `${command} --help`)
    for (const option of args.filter((one) => one.startsWith('--'))) t.match(stdout, new RegExp(`${option}\\b`))
  }
})

t.test('what does not go together is refused with a sentence', async (t) => {
  const postgres = { url: 'postgres://scs@db.example/scs' }
  const group = { name: 'a', schedule: '@daily', configMap: 'subjects' }
  const submit = { enabled: true, tokenSecret: { name: 'x' }, keySecret: { name: 'x' } }
  const cases: readonly (readonly [good: object, bad: object, why: RegExp])[] = [
    [{ monitor: { replicas: 2 }, postgres }, { monitor: { replicas: 2 } }, /only one process may use: set postgres\.url, or monitor\.replicas to 1/], // prettier-ignore
    [{ postgres }, { postgres: { url: 'postgres://scs:geheim@db.example/scs' } }, /must not hold a password.*postgres\.passwordSecret/], // prettier-ignore
    [{ postgres }, { postgres: { url: 'postgres://db.example/scs?user=scs&password=geheim' } }, /must not hold a password/], // prettier-ignore
    [{ postgres }, { postgres: { url: 'mysql://db.example/scs' } }, /\/postgres\/url/],
    [{ groups: [{ ...group, workers: {} , args: [] }], postgres }, { groups: [{ ...group, workers: { replicas: 1 } }] }, /group a: its workers take their jobs from PostgreSQL/], // prettier-ignore
    [{ groups: [group] }, { groups: [group, group] }, /two of them are called a/],
    [{ groups: [group] }, { groups: [{ ...group, subjects: { subjects: {} } }] }, /group a: needs either subjects or configMap/], // prettier-ignore
    [{ groups: [group] }, { groups: [{ name: 'a', schedule: '@daily' }] }, /group a: needs either subjects or configMap/], // prettier-ignore
    [{ groups: [group] }, { groups: [{ ...group, name: 'Clouds' }] }, /\/groups\/0\/name/],
    [{ groups: [group] }, { groups: [{ ...group, shedule: '@daily' }] }, /shedule/],
    [{ groups: [group], monitor: { enabled: false } }, { monitor: { enabled: false } }, /there is nothing to install/],
    [{ submit, monitor: { tlsSecret: 'tls' } }, { submit }, /only over TLS: set submit\.monitorUrl .* or monitor\.tlsSecret/], // prettier-ignore
    [{ submit: { ...submit, monitorUrl: 'https://m.example' } }, { submit: { ...submit, monitorUrl: 'http://m.example' } }, /\/submit\/monitorUrl/], // prettier-ignore
    [{ submit, monitor: { tlsSecret: 'tls' } }, { submit: { enabled: true }, monitor: { tlsSecret: 'tls' } }, /submit needs tokenSecret and keySecret/], // prettier-ignore
    [{ monitor: { ingress: { enabled: true, host: 'a.example', tlsSecret: 'tls' } } }, { monitor: { ingress: { enabled: true, host: 'a.example' } } }, /monitor\.ingress needs host and tlsSecret/], // prettier-ignore
    [{ monitor: { route: { enabled: true, gateways: [{ name: 'g' }] } } }, { monitor: { route: { enabled: true } } }, /monitor\.route needs gateways/], // prettier-ignore
    [{ monitor: { env: [{ name: 'A', value: 'b' }] } }, { monitor: { env: [{ name: 'A', value: 'b', secret: { name: 's', key: 'k' } }] } }, /\/monitor\/env\/0/], // prettier-ignore
    [{ pod: { user: 2000 } }, { pod: { user: 0 } }, /\/pod\/user/],
    [{}, { monitorr: {} }, /monitorr/],
  ]
  for (const [good, bad, why] of cases) {
    await t.resolves(render(valuesFile(good)), JSON.stringify(good))
    const error: unknown = await render(valuesFile(bad)).catch((thrown: unknown) => thrown)
    t.match(error instanceof Error ? error.message.replaceAll(/\s+/g, ' ') : error, why, JSON.stringify(bad))
    t.notMatch(error instanceof Error ? error.message : '', /geheim/)
  }
})

t.test('every value is described', async (t) => {
  interface Schema {
    readonly description?: string
    readonly properties?: Readonly<Record<string, Schema>>
    readonly additionalProperties?: unknown
    readonly $ref?: string
  }
  const schema = JSON.parse(readFileSync(join(chart, 'values.schema.json'), 'utf8')) as Schema & { readonly definitions: Readonly<Record<string, Schema>> } // prettier-ignore
  const values: unknown = parse(readFileSync(join(chart, 'values.yaml'), 'utf8'))
  const walk = (given: unknown, node: Schema, path: string): void => {
    const meant = { ...schema.definitions[node.$ref?.split('/').at(-1) ?? ''], ...node }
    if (path !== '') t.ok(meant.description, path)
    if (!meant.properties) return
    t.equal(meant.additionalProperties, false, `${path}: nothing else is taken`)
    for (const [key, value] of Object.entries(given ?? {})) {
      const next = meant.properties[key]
      if (next) walk(value, next, `${path}.${key}`)
      else t.fail(`${path}.${key} is not in the schema`)
    }
  }
  walk(values, schema, '')
})
