import { execFileSync } from 'node:child_process'
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'

/**
 * Makes standards/data/conformance/required-tests.json: `node testbed/e2e/required-tests.ts [DATE]`, with Go in the PATH.
 *
 * From the Go module k8s.io/kubernetes, one pinned patch a minor: the conformance tests are those of its own
 * test/conformance/testdata/conformance.yaml; the tests that the focus `NetworkPolicy` selects are read from the sources of
 * test/e2e/network/netpol. Whatever in these is not of the form that we know ends the script, so that no test is missed in
 * silence. That ginkgo gives the tests these names was seen for 1.36.3 and 1.37.2, by its PreviewSpecs.
 */
const releases = ['v1.32.13', 'v1.33.13', 'v1.34.4', 'v1.35.4', 'v1.36.3', 'v1.37.2']

const target = join(import.meta.dirname, '../../standards/data/conformance/required-tests.json')

type Names = ReadonlyMap<string, readonly string[]>

function main(collectedAt: string): void {
  const folders = new Map(releases.map((release) => [minorOf(release), folderOf(release)]))
  const conformance = new Map([...folders].map(([minor, folder]) => [minor, conformanceTests(folder)]))
  const networkPolicy = new Map([...folders].map(([minor, folder]) => [minor, networkPolicyTests(folder)]))
  const data = {
    format: 'scs-conformance-required-tests/1',
    collectedAt,
    releases: Object.fromEntries(releases.map((release) => [minorOf(release), release])),
    conformance: ranges(conformance),
    networkPolicy: ranges(networkPolicy),
  }
  writeFileSync(target, `${JSON.stringify(data, null, 1)}\n`)
  for (const minor of folders.keys()) {
    const counts = `${conformance.get(minor)?.length} conformance, ${networkPolicy.get(minor)?.length} NetworkPolicy`
    process.stdout.write(`${minor}: ${counts}\n`)
  }
}

function minorOf(release: string): string {
  return release.slice(1).split('.').slice(0, 2).join('.')
}

function folderOf(release: string): string {
  const said = execFileSync('go', ['mod', 'download', '-json', `k8s.io/kubernetes@${release}`], {
    cwd: '/',
    env: { ...process.env, GOWORK: 'off', GOFLAGS: '-mod=mod' },
    encoding: 'utf8',
  })
  return (JSON.parse(said) as { Dir: string }).Dir
}

function conformanceTests(folder: string): readonly string[] {
  const file = join(folder, 'test/conformance/testdata/conformance.yaml')
  const tests = parse(readFileSync(file, 'utf8')) as readonly { readonly codename: string }[]
  return tests.map(({ codename }) => codename.replaceAll(/\s+/g, ' ').trim()).toSorted()
}

function networkPolicyTests(folder: string): readonly string[] {
  const sources = globSync('test/e2e/**/*.go', { cwd: folder }).toSorted()
  const features = featureNames(readFileSync(join(folder, 'test/e2e/feature/feature.go'), 'utf8'))
  const names: string[] = []
  for (const source of sources) {
    const text = readFileSync(join(folder, source), 'utf8')
    if (source.startsWith('test/e2e/network/netpol/')) names.push(...namesIn(text, source, features))
    else refuseOthers(text, source, features)
  }
  return names.filter((name) => name.includes('NetworkPolicy')).toSorted()
}

/** `NetworkPolicy = framework.WithFeature(framework.ValidFeatures.Add("NetworkPolicy"))` */
function featureNames(text: string): ReadonlyMap<string, string> {
  const lines = text.matchAll(/^\t(\w+)\s+= framework\.WithFeature\(framework\.ValidFeatures\.Add\("(\w+)"\)\)/gm)
  return new Map([...lines].map(([, variable = '', name = '']) => [variable, name]))
}

/** The focus would select tests of other packages too, if their names spoke of it. */
function refuseOthers(text: string, source: string, features: ReadonlyMap<string, string>): void {
  const ours = [...features].filter(([, name]) => name.includes('NetworkPolicy')).map(([variable]) => variable)
  for (const line of text.split('\n')) {
    if (!/\b(It|Entry|Context|Describe|DescribeTable|SIGDescribe)\(/.test(line)) continue
    if (/"[^"]*NetworkPolicy/.test(line) || ours.some((variable) => line.includes(`feature.${variable},`))) {
      throw new Error(`${source}: a test for NetworkPolicy where none was expected: ${line.trim()}`)
    }
  }
}

/** gofmt indents by tabs, so the depth of a line tells what it belongs to. */
function namesIn(text: string, source: string, features: ReadonlyMap<string, string>): readonly string[] {
  const names: string[] = []
  const containers = new Map<number, string>()
  for (const line of text.split('\n')) {
    const [, indent = '', call, rest = ''] =
      /^(\t*)(?:var _ = )?(?:[\w.]+\.)?(It|Entry|Context|Describe|DescribeTable|SIGDescribe)\((.*)$/.exec(line) ?? []
    if (call === undefined) continue
    const [, inner] = /^(.*), func\((?:ctx context\.Context)?\) \{$/.exec(rest) ?? []
    if (inner === undefined || call === 'Entry' || call === 'DescribeTable') {
      throw new Error(`${source}: not understood: ${line.trim()}`)
    }
    for (const depth of containers.keys()) if (depth >= indent.length) containers.delete(depth)
    const words = argumentsIn(inner, source, features)
    const title = [...(call === 'SIGDescribe' ? ['[sig-network]'] : []), ...words].join(' ')
    if (call === 'It') names.push([...containers.values(), title].join(' '))
    else containers.set(indent.length, title)
  }
  return names
}

function argumentsIn(text: string, source: string, features: ReadonlyMap<string, string>): readonly string[] {
  return text.split(/,\s*(?=(?:"|\w+\.\w+$|\w+\.\w+,))/).map((argument) => {
    const quoted = /^"([^"\\]*)"$/.exec(argument)?.[1]
    const feature = features.get(/^feature\.(\w+)$/.exec(argument)?.[1] ?? '')
    const word = quoted ?? (feature === undefined ? undefined : `[Feature:${feature}]`)
    if (word === undefined) throw new Error(`${source}: not understood: ${argument}`)
    return word
  })
}

/** Names grouped by the minors that have them, each group once. */
function ranges(byMinor: Names): readonly { readonly minors: readonly string[]; readonly names: readonly string[] }[] {
  const groups = new Map<string, string[]>()
  const all = [...new Set([...byMinor.values()].flat())].toSorted()
  for (const name of all) {
    const minors = [...byMinor].filter(([, names]) => names.includes(name)).map(([minor]) => minor)
    groups.set(minors.join(' '), [...(groups.get(minors.join(' ')) ?? []), name])
  }
  return [...groups]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([minors, names]) => ({ minors: minors.split(' '), names }))
}

main(process.argv[2] ?? new Date().toISOString().slice(0, 10))
