import t from 'tap'
import { judge } from '../../src/engine.ts'
import type { SystemImages } from '../../src/kubernetes/system-images.ts'
import type { SbomComponent } from '../sbom/model.ts'
import { kaasCompleteCheck } from './kaas-complete.ts'
import { sampleComponent, sampleDigest, sampleSbom } from './sample.ts'

const digest = sampleDigest('a')
const other = sampleDigest('b')
const proxy = {
  image: 'registry.k8s.io/kube-proxy:v1.36.1',
  imageId: `registry.k8s.io/kube-proxy@${digest}`,
  pods: ['kube-system/kube-proxy-x'],
}

function verdict(component: Partial<SbomComponent>, seen: Partial<SystemImages> = {}) {
  const sboms = [sampleSbom({ components: [sampleComponent({ type: 'container', ...component })] })]
  const systemImages = { namespaces: ['kube-system'], images: [proxy], hidden: [], ...seen }
  return judge(kaasCompleteCheck, { sboms, systemImages })
}

t.test('without a bill for clusters it is a matter for an attestation', async (t) => {
  const systemImages = { namespaces: ['kube-system'], images: [proxy], hidden: [] }
  t.match(judge(kaasCompleteCheck, { sboms: null, systemImages }), { verdict: 'MISS', cause: { kind: 'manual' } })
  t.match(judge(kaasCompleteCheck, { sboms: [sampleSbom({ layer: 'iaas' })], systemImages }), { verdict: 'MISS' })
})

t.test('an image is known by its digest, however the bill writes it', async (t) => {
  const ways: readonly Partial<SbomComponent>[] = [
    { name: 'anything', digests: [digest] },
    { name: 'kube-proxy', purl: `pkg:oci/kube-proxy@${digest.replace(':', '%3A')}`, digests: [digest] },
    { name: 'mirror.example.org/kube-proxy', version: digest, digests: [other, digest] },
  ]
  for (const way of ways)
    t.match(verdict(way), { verdict: 'PASS', finding: { notes: [/^looked at in namespaces kube-system$/] } })
  const subject = sampleComponent({ type: 'container', digests: [digest] })
  const systemImages = { namespaces: ['kube-system'], images: [proxy], hidden: [] }
  t.match(judge(kaasCompleteCheck, { sboms: [sampleSbom({ subject })], systemImages }), { verdict: 'PASS' })
})

t.test('an image that is in no bill fails, with its digest and where it runs', async (t) => {
  t.match(verdict({ name: 'registry.k8s.io/coredns', version: 'v1' }), {
    verdict: 'FAIL',
    finding: {
      violations: [
        {
          subject: 'image registry.k8s.io/kube-proxy:v1.36.1',
          actual: `it is in none (${digest}); it runs in kube-system/kube-proxy-x`,
        },
      ],
    },
  })
  t.match(verdict({ type: 'library', name: 'registry.k8s.io/kube-proxy', version: 'v1.36.1' }), { verdict: 'FAIL' })
})

t.test('the same tag under another digest is another image, or that of one platform: open', async (t) => {
  const named = { name: 'registry.k8s.io/kube-proxy', version: 'v1.36.1' }
  const why = new RegExp(
    `kube-proxy:v1.36.1 runs as ${digest}, and the bill has ${other}, which is another image or that`,
  )
  t.match(verdict({ ...named, digests: [other] }), { verdict: 'DNF', cause: { kind: 'dependency', message: why } })
  t.match(verdict({ ...named, digests: [other, digest] }), { verdict: 'PASS' })
  const absent = { ...proxy, image: 'registry.k8s.io/coredns:v1' }
  t.match(verdict({ ...named, digests: [other] }, { images: [proxy, absent] }), {
    verdict: 'FAIL',
    finding: { violations: [{ subject: 'image registry.k8s.io/coredns:v1' }], notes: [/./, why] },
  })
})

t.test('where there is no digest, name and tag will do, and that is told', async (t) => {
  const names: readonly Partial<SbomComponent>[] = [
    { name: 'registry.k8s.io/kube-proxy', version: 'v1.36.1' },
    { name: 'registry.k8s.io/kube-proxy:v1.36.1' },
    { name: 'kube-proxy', purl: 'pkg:docker/kube-proxy@v1.36.1?repository_url=registry.k8s.io' },
    { name: 'kube-proxy', purl: 'pkg:oci/kube-proxy?repository_url=registry.k8s.io/kube-proxy&tag=v1.36.1' },
  ]
  for (const name of names) {
    t.match(verdict(name), {
      verdict: 'PASS',
      finding: {
        notes: [/./, 'registry.k8s.io/kube-proxy:v1.36.1 is known by name and tag only, since the bill has no digest'],
      },
    })
  }
  t.match(verdict({ name: 'registry.k8s.io/kube-proxy', version: 'v1.36.0' }), { verdict: 'FAIL' })
  for (const imageId of ['', other]) {
    t.match(
      verdict(
        { name: 'registry.k8s.io/kube-proxy', version: 'v1.36.1', digests: [digest] },
        { images: [{ ...proxy, imageId }] },
      ),
      {
        verdict: 'PASS',
        finding: { notes: [/./, /since the node reports no digest of a registry$/] },
      },
    )
  }
})

t.test('an image that was loaded by hand is known by its own digest', async (t) => {
  t.match(verdict({ name: 'x', digests: [other] }, { images: [{ ...proxy, imageId: other }] }), { verdict: 'PASS' })
})

t.test('what is not seen is open, unless a violation is', async (t) => {
  const hidden = ['GET /api/v1/namespaces was answered with 403: forbidden']
  t.match(verdict({ digests: [digest] }, { hidden }), { verdict: 'DNF', cause: { kind: 'forbidden', message: /403/ } })
  t.match(verdict({ digests: [other] }, { hidden }), { verdict: 'FAIL', finding: { notes: [/./, /403/] } })
  t.match(verdict({}, { images: [] }), {
    verdict: 'DNF',
    cause: { message: /^no pod runs in kube-system that this user can see/ },
  })
})
