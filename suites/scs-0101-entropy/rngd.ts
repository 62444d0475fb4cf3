import { check, type Finding } from '../../src/check.ts'
import { sampleVm } from './facts.ts'
import { notTold, seenOn } from './told-by.ts'

/**
 * "The daemon `rngd` must be installed" (scs-0101-v1.0), and its service run (scs-0101-w1). Version 1.1 does not ask for it, and no
 * version of the scope does. The image is judged as it is: the official suite first installs the package from a mirror, so it finds
 * rngd wherever that works. The standard allows an image where the user starts it, but asks the service to run: installed only is a
 * violation too.
 */
export const rngd = check({
  id: 'scs-0101-rngd',
  title: 'The service rngd runs on a sample virtual machine',
  section: 'scs-0101-v1#version-history',
  needs: { sampleVm },
  judge({ sampleVm }): Finding {
    const { rngd } = sampleVm.told
    const seen = seenOn(sampleVm)
    if (rngd === null) return { ...seen, violations: [], undecided: notTold(sampleVm, 'whether rngd runs') }
    const violation = {
      subject: `image ${sampleVm.image}`,
      expected: 'rngd running',
      actual: rngd === 'installed' ? 'rngd is installed, but does not run' : 'there is no rngd',
      remedy: 'offer an image with the package rng-tools, and its service enabled',
    }
    return { ...seen, violations: rngd === 'running' ? [] : [violation] }
  },
})
