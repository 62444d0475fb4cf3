import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import t from 'tap'
import {
  compareVersions,
  minorOf,
  nameOf,
  numberOf,
  parseVersion,
  type KubernetesVersion,
} from './kubernetes-version.ts'

t.test('releases, with whatever a distribution adds', async (t) => {
  for (const text of [
    'v1.36.1',
    '1.36.1',
    ' v1.36.1\n',
    'v1.36.1+k3s1',
    'v1.36.1+rke2r1',
    'v1.36.1-eks-1a2b3c',
    'v1.36.1-gke.1030000',
    'v1.36.1-aliyun.1',
    'v1.36.1-12+0123456789abcd',
    'v1.36.1-rc1+rke2r1',
    'v1.36.1-dirty',
    'v1.36.1-rc.1x',
  ])
    t.match(parseVersion(text), { major: 1, minor: 36, patch: 1, prerelease: null }, text)
  t.equal(parseVersion('v1.36.1-eks-1a2b3c')?.suffix, '-eks-1a2b3c')
})

t.test('pre-releases', async (t) => {
  for (const [text, prerelease] of [
    ['v1.37.0-rc.1', 'rc.1'],
    ['v1.37.0-alpha.2+abc', 'alpha.2'],
    ['v1.37.0-beta.0.12+abc', 'beta.0'],
    ['v1.37.0-rc.0-eks-1', 'rc.0'],
  ] as const)
    t.match(parseVersion(text), { minor: 37, patch: 0, prerelease }, text)
  t.equal(nameOf({ major: 1, minor: 37, patch: 0, prerelease: 'rc.1', suffix: '+x' }), 'Kubernetes 1.37.0-rc.1')
})

t.test('everything else is none', async (t) => {
  for (const text of [
    '',
    'v1.36',
    '1.36.1.2',
    'v1.36.x',
    'vv1.36.1',
    '1.36.1 beta',
    'v1.36.-1',
    'v12345.1.1',
    'v1.36.1\u0000',
    'unknown',
  ])
    t.equal(parseVersion(text), undefined, JSON.stringify(text))
})

t.test('order: numbers as numbers, pre-releases before their release, suffixes equal', async (t) => {
  const texts = [
    '1.9.9',
    '1.10.0-alpha.2',
    '1.10.0-alpha.10',
    '1.10.0-beta.0',
    '1.10.0-rc.0',
    '1.10.0',
    '1.10.9',
    '1.10.10',
    '2.0.0',
  ]
  const versions = texts.map((text) => parseVersion(text) as KubernetesVersion)
  t.same(
    versions
      .toReversed()
      .toSorted(compareVersions)
      .map((version) => nameOf(version).slice(11)),
    texts,
  )
  t.equal(
    compareVersions(parseVersion('v1.36.1+k3s1') as KubernetesVersion, parseVersion('1.36.1') as KubernetesVersion),
    0,
  )
})

const small = fc.integer({ min: 0, max: 40 })
const prerelease = fc.option(
  fc.tuple(fc.constantFrom('alpha', 'beta', 'rc'), small).map((parts) => parts.join('.')),
  { nil: null },
)
const anyVersion = fc.record({
  major: small,
  minor: small,
  patch: small,
  prerelease,
  suffix: fc.constantFrom('', '+k3s1', '-eks-1', '-gke.2'),
})
const write = (version: KubernetesVersion) =>
  `v${numberOf(version)}${version.prerelease === null ? '' : `-${version.prerelease}`}${version.suffix}`

t.test('what is written is read back', async () => {
  fc.assert(
    fc.property(anyVersion, (version) => isDeepStrictEqual({ ...parseVersion(write(version)) }, { ...version })),
  )
})

t.test('no text breaks the parser, and what it takes begins with what it gives', async () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^v?\d{1,3}(\.\d{1,3}){1,3}[-+.a-z0-9]{0,12}$/)), (text) => {
      const version = parseVersion(text)
      return (
        version === undefined ||
        text
          .trim()
          .replace(/^v/, '')
          .replaceAll(/\b0+(?=\d)/g, '')
          .startsWith(minorOf(version))
      )
    }),
  )
})

t.test('the order is total', async () => {
  fc.assert(
    fc.property(anyVersion, anyVersion, anyVersion, (a, b, c) => {
      const [ab, ba, bc, ac] = [
        compareVersions(a, b),
        compareVersions(b, a),
        compareVersions(b, c),
        compareVersions(a, c),
      ]
      return Math.sign(ab) === -Math.sign(ba) && (ab > 0 || bc > 0 || ac <= 0)
    }),
  )
})
