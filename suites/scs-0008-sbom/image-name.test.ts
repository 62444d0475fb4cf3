import fc from 'fast-check'
import t from 'tap'
import { parseImageName } from './image-name.ts'
import { sampleDigest } from './sample.ts'

t.test('names as container engines complete them', async (t) => {
  const digest = sampleDigest('a')
  const names: Readonly<Record<string, readonly [string, string | null, string | null]>> = {
    nginx: ['docker.io/library/nginx', null, null],
    'nginx:1.27': ['docker.io/library/nginx', '1.27', null],
    'grafana/grafana:11': ['docker.io/grafana/grafana', '11', null],
    'index.docker.io/library/nginx': ['docker.io/library/nginx', null, null],
    'registry.k8s.io/kube-proxy:v1.36.1': ['registry.k8s.io/kube-proxy', 'v1.36.1', null],
    'localhost/x': ['localhost/x', null, null],
    'registry:5000/a/b:c': ['registry:5000/a/b', 'c', null],
    [`registry.k8s.io/pause:3.9@${digest}`]: ['registry.k8s.io/pause', '3.9', digest],
    [`pause@${digest}`]: ['docker.io/library/pause', null, digest],
  }
  for (const [text, [repository, tag, found]] of Object.entries(names)) {
    t.same(parseImageName(text), { repository, tag, digest: found }, text)
  }
})

t.test('what is none', async (t) => {
  for (const text of ['', ':1', '@', sampleDigest('a'), 'a b', 'http//x y', 'a@sha256:12', '-a'])
    t.equal(parseImageName(text), undefined, text)
})

t.test('no text breaks it', async () => {
  fc.assert(fc.property(fc.string(), (text) => parseImageName(text)?.repository !== ''))
})
