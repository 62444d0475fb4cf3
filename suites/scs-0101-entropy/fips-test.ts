import { check, type Finding } from '../../src/check.ts'
import { sampleVm } from './facts.ts'
import { notTold, seenOn } from './told-by.ts'

/** Of 1,000 blocks; good random numbers fail in less than one. */
const most = 3
/** Still let through, with a note, as the official suite does. */
const mostTolerated = 5

/**
 * At most 3 of 1,000 blocks of 20,000 bits from `/dev/random` of a sample virtual machine fail the FIPS 140-2 test, as rngtest counts
 * them; 4 and 5 pass with a note. Where the image has no rngtest, the same is reckoned by Python or awk. Fewer blocks, or no such
 * line on the console, are no answer: DNF.
 */
export const fipsTest = check({
  id: 'scs-0101-fips-test',
  title: 'The random numbers of a sample virtual machine stand the FIPS 140-2 test',
  section: 'scs-0101-v1#entropy-in-scs-clouds',
  needs: { sampleVm },
  judge({ sampleVm }): Finding {
    const { fips, fipsError } = sampleVm.told
    const { examined, notes } = seenOn(sampleVm)
    if (fips === null) {
      const undecided = notTold(sampleVm, 'the result of the FIPS test')
      const why = fipsError === null ? '' : `: ${fipsError === '' ? 'no tool for it worked' : fipsError}`
      return { examined, notes, violations: [], undecided: { ...undecided, message: `${undecided.message}${why}` } }
    }
    const { failures, blocks, method } = fips
    if (blocks !== 1000) {
      const message = `the FIPS test looked at ${blocks} blocks instead of 1000 (by ${method})`
      return { examined, notes, violations: [], undecided: { kind: 'malformed', message } }
    }
    const result = `${failures} of ${blocks} blocks failed the FIPS 140-2 test (by ${method})`
    if (failures > mostTolerated) {
      const subject = `image ${sampleVm.image}`
      const remedy =
        'let the hypervisor pass RDRAND and RDSEED to guests, or give them a virtio random number generator'
      return {
        examined,
        notes,
        violations: [{ subject, expected: `at most ${most} failures`, actual: result, remedy }],
      }
    }
    const tolerated = failures > most ? `, more than ${most}; up to ${mostTolerated} are tolerated` : ''
    return { examined, notes: [`${result}${tolerated}`, ...notes], violations: [] }
  },
})
