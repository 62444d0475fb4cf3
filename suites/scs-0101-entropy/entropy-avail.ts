import { check, type Finding } from '../../src/check.ts'
import { sampleVm } from './facts.ts'
import { notTold, seenOn } from './told-by.ts'

/**
 * `/proc/sys/kernel/random/entropy_avail` of a sample virtual machine holds exactly 256: since Linux 5.18 that is all it ever says
 * once the generator has been seeded, so any other number tells of an older kernel, or of one that found nothing to seed it with.
 * The machine gives its kernel half a minute after the boot. No such line on the console is no answer: DNF.
 */
export const entropyAvail = check({
  id: 'scs-0101-entropy-avail',
  title: 'A sample virtual machine reports an entropy pool of exactly 256',
  section: 'scs-0101-v1#entropy-in-scs-clouds',
  needs: { sampleVm },
  judge({ sampleVm }): Finding {
    const { entropyAvail } = sampleVm.told
    const seen = seenOn(sampleVm)
    if (entropyAvail === null) return { ...seen, violations: [], undecided: notTold(sampleVm, 'its entropy pool') }
    const violation = {
      subject: `image ${sampleVm.image}`,
      expected: '256 in /proc/sys/kernel/random/entropy_avail',
      actual: entropyAvail,
      remedy:
        'offer an image with Linux 5.18 or later, on hosts that pass RDRAND and RDSEED, or a virtio generator, to guests',
    }
    return { ...seen, violations: entropyAvail === '256' ? [] : [violation] }
  },
})
