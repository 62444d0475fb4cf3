import type { Server } from '../../src/openstack/servers.ts'

/**
 * Whether the server is a physical machine of its own, handed out by Ironic.
 *
 * That matters, since one compute service manages many Ironic nodes: their servers share a hostId, though each is alone on
 * its machine. What a user can read that tells them apart from virtual machines is the flavor: scheduling on Ironic needs
 * one unit of a custom resource class and none of VCPU and MEMORY_MB, which no virtual machine can do without (Nova's
 * and Ironic's guides for flavors). Where extra specs are hidden, the hypervisor `bms` in an SCS flavor name says the same
 * (scs-0100). hypervisor_hostname, which names the Ironic node, is for admins only.
 */
export function isBareMetal({ flavor }: Pick<Server, 'flavor'>): boolean {
  const { name, extraSpecs } = flavor
  if (!extraSpecs) return name !== null && /^SCS-.*_bms(_|$)/.test(name)
  const amountOf = (resource: string) => Number(extraSpecs[`resources:${resource}`] ?? NaN)
  const isCustom = Object.entries(extraSpecs).some(
    ([key, amount]) => /^resources\w*:CUSTOM_\w+$/.test(key) && Number(amount) >= 1,
  )
  return isCustom && amountOf('VCPU') === 0 && amountOf('MEMORY_MB') === 0
}
