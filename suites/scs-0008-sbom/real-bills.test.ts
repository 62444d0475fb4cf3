import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import type { Check } from '../../src/check.ts'
import { judge } from '../../src/engine.ts'
import type { LicenceNames, OpenCoreEditions, SpdxLicences } from '../../src/provider/licence-data.ts'
import { sboms } from './facts.ts'
import { licencesStatedCheck } from './licences-stated.ts'
import { noOpenCoreCheck } from './no-open-core.ts'
import { osiLicencesCheck } from './osi-licences.ts'
import { bundled } from './sample.ts'
import { sbomCheck } from './sbom.ts'

// Bills that public tools have made, judged from the file on; each beside one that differs in a few letters.

const folder = mkdtempSync(join(tmpdir(), 'scs-bills-'))
t.teardown(() => rmSync(folder, { recursive: true, force: true }))

const data = {
  referenceTime: '2026-11-25T12:00:00Z',
  spdxLicences: bundled<SpdxLicences>('spdx-licences'),
  licenceNames: bundled<LicenceNames>('licence-names'),
  openCoreEditions: bundled<OpenCoreEditions>('open-core-editions'),
}

/** Hands the text in as `bill`, and lets one check judge it. */
async function judged(check: Check, text: string, changes: object = {}) {
  writeFileSync(join(folder, 'bill'), text)
  const handedIn = { file: join(folder, 'provider.yaml'), sboms: [{ file: join(folder, 'bill') }] }
  const signal = new AbortController().signal
  const facts = { ...data, ...changes, sboms: await sboms.load({ provider: handedIn }, { signal }) }
  return judge(check, facts)
}

const sample = (name: string) => readFileSync(new URL(`../sbom/samples/${name}`, import.meta.url), 'utf8')
const xml = sample('requests.cdx.xml')
const spdx = sample('bash.spdx')

t.test(
  'CycloneDX of cyclonedx-py: in date, every licence approved; no subject, as the tool was not told one',
  async (t) => {
    t.match(await judged(licencesStatedCheck, xml), { verdict: 'PASS', finding: { examined: { count: 7 } } })
    t.match(await judged(osiLicencesCheck, xml), { verdict: 'PASS' })
    t.match(await judged(noOpenCoreCheck, xml), { verdict: 'PASS' })
    t.match(await judged(sbomCheck, xml), {
      verdict: 'FAIL',
      finding: { violations: [{ actual: 'it names nothing' }] },
    })
    const whole = xml.replace('</tools>', '</tools><component type="application"><name>service</name></component>')
    t.match(await judged(sbomCheck, whole), {
      verdict: 'PASS',
      finding: { notes: [/of service, made at 2026-11-24T/] },
    })
    t.match(await judged(sbomCheck, whole, { referenceTime: '2027-03-01T00:00:00Z' }), { verdict: 'FAIL' })
  },
)

t.test('the same with another licence, and without one: by purl and line', async (t) => {
  const start = xml.indexOf('<name>urllib3</name>')
  const component = xml.lastIndexOf('<component', start)
  const line = xml.slice(0, component).split('\n').length
  const change = (from: RegExp, to: string) => xml.slice(0, component) + xml.slice(component).replace(from, to)
  t.match(await judged(osiLicencesCheck, change(/<id>MIT</, '<id>SSPL-1.0<')), {
    verdict: 'FAIL',
    finding: {
      violations: [
        {
          subject: /^component pkg:pypi\/urllib3@/,
          actual: `SSPL-1.0 is not approved by the OSI, at line ${line} of bill`,
        },
      ],
    },
  })
  t.match(await judged(licencesStatedCheck, change(/<licenses>[^]*?<\/licenses>/, '')), {
    verdict: 'FAIL',
    finding: { violations: [{ actual: `it states none, at line ${line} of bill` }] },
  })
  t.match(await judged(osiLicencesCheck, change(/<id>MIT<\/id>/, '<name>BSD</name>')), {
    verdict: 'DNF',
    cause: { message: new RegExp(`what "BSD" means is not certain \\(line ${line} of bill\\)$`) },
  })
})

t.test('SPDX of a distribution: a package of which nothing is asserted is open, and named', async (t) => {
  const open = { verdict: 'DNF', cause: { message: /base-files@12\.4\+deb12u11\?arch=amd64.*line 29 of bill/ } }
  for (const text of [spdx, sample('bash.spdx.json')]) {
    t.match(await judged(sbomCheck, text), { verdict: 'PASS' })
    t.match(await judged(noOpenCoreCheck, text), { verdict: 'PASS' })
  }
  t.match(await judged(licencesStatedCheck, spdx), open)
  t.match(await judged(osiLicencesCheck, spdx), open)
  const at = spdx.indexOf('PackageName: base-files')
  const concluded = (licence: string) =>
    spdx.slice(0, at) +
    spdx.slice(at).replace('PackageLicenseConcluded: NOASSERTION', `PackageLicenseConcluded: ${licence}`)
  t.match(await judged(osiLicencesCheck, concluded('GPL-2.0-or-later')), { verdict: 'PASS' })
  t.match(await judged(licencesStatedCheck, concluded('NONE')), {
    verdict: 'FAIL',
    finding: { violations: [{ actual: 'it states NONE, at line 29 of bill' }] },
  })
})

t.test('the bill of this project, as npm makes it', async (t) => {
  const args = ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only']
  const own = execFileSync('npm', args, {
    cwd: new URL('../..', import.meta.url),
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  })
  const now = { referenceTime: new Date().toISOString() }
  t.match(await judged(sbomCheck, own, now), { verdict: 'PASS' })
  t.match(await judged(noOpenCoreCheck, own), { verdict: 'PASS' })
  const undici = own.indexOf('"name": "undici"')
  const changed = own.slice(0, undici) + own.slice(undici).replace('"id": "MIT"', '"id": "BUSL-1.1"')
  const { finding } = await judged(osiLicencesCheck, changed)
  t.match(
    finding.violations.filter(({ actual }) => actual.startsWith('BUSL')),
    [
      {
        subject: /^component pkg:npm\/undici@/,
        actual: /^BUSL-1\.1 is not approved by the OSI, at components\[\d+\] of bill$/,
      },
    ],
  )
  t.match(await judged(sbomCheck, own, { referenceTime: '2020-01-01T00:00:00Z' }), {
    verdict: 'FAIL',
    finding: { violations: [{ actual: /which is still to come$/ }] },
  })
})

t.test('without a file of the provider, or without bills in it, there are none', async (t) => {
  const signal = new AbortController().signal
  t.equal(await sboms.load({ provider: null }, { signal }), null)
  t.equal(await sboms.load({ provider: { file: 'p', sboms: [] } }, { signal }), null)
})
