import { fileURLToPath } from 'node:url'
import { t } from 'tap'
import { loadDescription } from './index.ts'

t.test('an empty description is a cloud with defaults', async (t) => {
  const { region, users, catalog, compute } = loadDescription({})
  t.match(
    { region, users, catalog, compute },
    {
      region: 'RegionOne',
      users: [{ name: 'scs-test' }, { name: 'admin' }, { name: 'scs-reader' }],
      compute: { pageSize: 1000 },
    },
  )
  t.notOk(catalog.includes('object-store-s3'))
})

t.test('days count from today, in UTC', async (t) => {
  const images = [{ name: 'of {{days:-3}}', properties: { provided_until: '{{days:+30}}', other: 'x {{days:0}}' } }]
  const {
    images: [image],
  } = loadDescription({ images }, new Date('2026-03-01T23:59:00Z'))
  t.match(image, { name: 'of 2026-02-26', properties: { provided_until: '2026-03-31', other: 'x 2026-03-01' } })
  t.equal(images[0]?.properties.other, 'x {{days:0}}', 'the given one stays as it is')
})

t.test('a bad file is refused in one sentence with file, line and key', async (t) => {
  const refused = (text: string, sentence: RegExp): void => {
    const file = `${t.testdir({ 'cloud.yaml': text })}/cloud.yaml`
    t.throws(() => loadDescription(file), { message: sentence })
  }
  refused(
    'region: x\nflavors:\n  - {name: a, vcpus: 1, ramMiB: 1}\n  - name: b\n    vcpus: two\n    ramMiB: 1\n',
    /cloud\.yaml:5: flavors\[1\]\.vcpus must be integer$/,
  )
  refused(
    'flavors:\n  - {name: a, vcpus: 1, ramMiB: 1, ram: 1}\n',
    /cloud\.yaml:2: flavors\[0\]\.ram is not a known key$/,
  )
  refused(
    'images:\n  - name: a\n  - visibility: public\n',
    /cloud\.yaml:3: images\[1\] must have required property 'name'$/,
  )
  refused(
    'images:\n  - name: a\n    visibility: open\n',
    /images\[0\]\.visibility must be .* \(public, community, shared, private\)$/,
  )
  refused(
    'images:\n  - name: a\n    properties: {os_version: 24.04}\n',
    /cloud\.yaml:3: images\[0\]\.properties\.os_version must be string,integer,boolean$/,
  )
  refused('faults:\n  - {path: "(", action: {status: 500}}\n', /faults\[0\]\.path must match format "regex"$/)
  refused('flavors: [\n', /cloud\.yaml: /)
  refused('- a\n', /cloud\.yaml:1: the document must be object$/)
})

t.test('the clouds of the repository load', async (t) => {
  for (const name of ['conformant', 'seeded']) {
    const { images, flavors } = loadDescription(fileURLToPath(new URL(`../clouds/${name}.yaml`, import.meta.url)))
    t.ok(images.length > 3 && flavors.length > 15, name)
  }
})
