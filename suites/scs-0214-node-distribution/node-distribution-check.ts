import { check, type Finding } from '../../src/check.ts'
import { sources } from './facts.ts'
import { judgeHosts } from './judge-hosts.ts'
import { judgeLabels } from './judge-labels.ts'
import { placementOf } from './placement.ts'

/**
 * What scs-0214-v2 demands as MUST, together: labels on every node, the control plane on several physical machines.
 *
 * A violation of either counts, whatever is open of the other; else what is open, that which only a person can decide
 * first, as in every group of testcases (FAIL > MISS > DNF > PASS).
 */
export const nodeDistributionCheck = check({
  id: 'node-distribution-check',
  title: 'The control plane is on several physical machines, and every node tells its zone and region',
  section: 'scs-0214-v2#decision',
  needs: sources,
  judge(facts): Finding {
    const hosts = judgeHosts(placementOf(facts))
    const labels = judgeLabels(facts.nodes)
    const violations = [...hosts.violations, ...labels.violations]
    const open = [hosts.undecided, labels.undecided].filter((undecided) => undecided !== undefined)
    const undecided = open.find(({ kind }) => kind === 'manual') ?? open[0]
    const { notes = [], exhibits = [] } = hosts
    const told = { examined: labels.examined, violations, notes, exhibits }
    return undecided && violations.length === 0 ? { ...told, undecided } : told
  },
})
