import fc from 'fast-check'
import t from 'tap'
import { flavorNames, nearlyNames } from './arbitrary-flavor-name.ts'
import { formatFlavorName, formatFlavorNameV1 } from './format-flavor-name.ts'
import { parseFlavorName } from './parse-flavor-name.ts'

t.test('a name of v3 with everything in it', async (t) => {
  const value = {
    cpus: 16,
    cpuType: 'T',
    cpuInsecure: true,
    ramGiB: 64.5,
    ramWithoutEcc: true,
    ramOversubscribed: true,
    disk: { count: 3, sizeGB: 10, type: 's' },
    hypervisor: 'bms',
    hardwareVirtualization: true,
    cpuModel: { vendor: 'i', generation: 3, frequency: 1 },
    gpu: { access: 'G', vendor: 'N', generation: 'a', units: 64, frequency: 2, vramGiB: 24, bandwidth: 1 },
    infiniband: true,
  }
  t.same(parseFlavorName('SCS-16Ti-64.5uo-3x10s_bms_hwv_i3h_GNa-64hh-24h_ib'), { ok: true, value, tolerated: false })
  t.same(parseFlavorName('SCS-16Ti:64.5uo:3x10s-bms-hwv-i3h-GNa:64hh:24h-ib'), { ok: true, value, tolerated: true })
})

// As the official parser has it: accepted, with its canonical form, or the place where it is refused.
const examples: readonly (readonly [name: string, canonical: string])[] = [
  ['SCS-4V-16', 'SCS-4V-16'],
  ['SCS-004V-016.50', 'SCS-4V-16.5'],
  ['SCS-1V-4.', 'SCS-1V-4'],
  ['SCS-1V-.5', 'SCS-1V-0.5'],
  ['SCS-1V-4.00000000000000000000000001', 'SCS-1V-4'],
  ['SCS-2C-4-', 'SCS-2C-4-'],
  ['SCS-2C-4-n', 'SCS-2C-4-n'],
  ['SCS-2C-4-x10', 'SCS-2C-4-10'],
  ['SCS-2C-4-x', 'SCS-2C-4-'],
  ['SCS-2C-4-3x', 'SCS-2C-4-3x'],
  ['SCS-2C-4-_bms_z3h_GNa-64_ib', 'SCS-2C-4-_bms_z3h_GNa-64_ib'],
  ['SCS-2C-4_ib', 'SCS-2C-4_ib'],
  ['SCS-2C-4_i_ib', 'SCS-2C-4_i_ib'],
  ['SCS-2C-4_z00hhh', 'SCS-2C-4_zhhh'],
  ['SCS-2C-4_chy', 'SCS-2C-4_chy'],
  ['SCS-2C-4_GNah_ib', 'SCS-2C-4_GNah_ib'],
  ['SCS-2C-4_GNh-64', 'SCS-2C-4_GNh-64'],
  ['SCS-2C-4_gI0.95-8h-2', 'SCS-2C-4_gI0.95-8h-2'],
  ['SCS-2C:4:10n-kvm-gA3.1:8-ib', 'SCS-2C-4-10n_kvm_gA3.1-8_ib'],
]
for (const [name, canonical] of examples) {
  t.test(`${name} is ${canonical}`, async (t) => {
    const parsed = parseFlavorName(name)
    t.ok(parsed.ok, parsed.ok ? '' : parsed.reason)
    if (parsed.ok) t.equal(formatFlavorName(parsed.value), canonical)
    t.equal(parsed.ok && parsed.tolerated, name.includes(':'))
  })
}

const refusals: readonly (readonly [name: string, reason: RegExp])[] = [
  ['', /^not an SCS name/],
  ['m1.large', /^not an SCS name/],
  ['scs-4V-16', /^not an SCS name/],
  ['SCS-', /number of CPUs at character 5, found the end/],
  ['SCS-V-4', /number of CPUs is missing/],
  ['SCS-0V-4', /number of CPUs is 0/],
  ['SCS-2-4', /CPU type L, V, T or C at character 6, found "-4"/],
  ['SCS-2iT-4', /CPU type/],
  ['SCS-٤V-4', /number of CPUs at character 5/],
  ['SCS-2V_4', /"-" and the RAM in GiB at character 7, found "_4"/],
  ['SCS-2Vi', /RAM in GiB at character 8, found the end/],
  ['SCS-2V-', /RAM is missing/],
  ['SCS-2V-.', /RAM "\." is not a number/],
  ['SCS-2V-1.2.3', /RAM "1\.2\.3" is not a number/],
  ['SCS-2V-4.25', /not a positive multiple of 0\.5/],
  ['SCS-2V-0.0', /not a positive multiple of 0\.5/],
  [`SCS-2V-${'9'.repeat(308)}`, /not a positive multiple of 0\.5/],
  [`SCS-${'9'.repeat(4301)}V-4`, /more than 4300 digits/],
  [`SCS-2V-4_i${'0'.repeat(4301)}`, /no generation/],
  ['SCS-2V-4ou', /u before o/],
  ['SCS-2V-4-0', /size of the disk is 0/],
  ['SCS-2V-4-0x10', /number of disks is 0/],
  ['SCS-2V-4-1.5n', /whole GB only/],
  ['SCS-2V-4-10-20', /at most CPUs, RAM and one disk part/],
  ['SCS-2V-4-10_hwv_xen', /"_xen" at character 16: out of place/],
  ['SCS-2V-4_foo', /nothing that scs-0100 knows/],
  ['SCS-2V-4_i7', /Intel x86-64 has no generation "7", only 0 to 6/],
  ['SCS-2V-4_r1', /RISC-V has no generation "1", only 0/],
  ['SCS-2V-4_zhhhh', /at most three h/],
  ['SCS-2V-4_GNx', /Nvidia has no GPU generation "x"/],
  ['SCS-2V-4_GNa_ib', /Infiniband needs the number of units/],
  ['SCS-2V-4_GNa-64hhh', /at most two h/],
  ['SCS-2V-4_GNa-0', /number of GPU units is 0/],
  ['SCS-2V-4_GNa-8-0', /size of the GPU memory is 0/],
  ['SCS-2V-4\n', /"\\u\{a\}" at character 9: white space at the end/],
  ['SCS-2V-4_i\n', /at character 9/],
  ['SCS-2V-4\r', /carriage return/],
  ['SCS-2V:4-chy', /v1 has no Cloud Hypervisor \(read as a v1 name\)/],
  ['SCS-2V:4-GNa-ib', /Infiniband needs the number of units/],
  ['SCS-2V:4_kvm', /read as a v1 name/],
]
for (const [name, reason] of refusals) {
  t.test(`${JSON.stringify(name.slice(0, 40))} is refused`, async (t) => {
    const parsed = parseFlavorName(name)
    t.match(parsed.ok ? 'accepted' : parsed.reason, reason)
  })
}

t.test('huge numbers stay numbers that JSON can hold', async (t) => {
  const parsed = parseFlavorName(`SCS-${'9'.repeat(400)}V-${'9'.repeat(300)}`)
  t.same(JSON.parse(JSON.stringify(parsed)), parsed)
})

t.test('what is formatted parses to the same', async () => {
  fc.assert(
    fc.property(flavorNames, (name) => {
      t.same(parseFlavorName(formatFlavorName(name)), { ok: true, value: name, tolerated: false })
      const v1 = formatFlavorNameV1(name)
      if (v1 !== null) t.same(parseFlavorName(v1), { ok: true, value: name, tolerated: true })
    }),
  )
})

t.test(
  'any string is either a name, whose canonical form means the same, or refused with one visible line',
  async () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), nearlyNames), (text) => {
        const parsed = parseFlavorName(text)
        if (parsed.ok)
          return (
            JSON.stringify(parseFlavorName(formatFlavorName(parsed.value))) ===
            JSON.stringify({ ...parsed, tolerated: false })
          )
        return parsed.reason !== '' && !/[\p{C}\p{Zl}\p{Zp}]/u.test(parsed.reason)
      }),
      { numRuns: 3000 },
    )
  },
)
