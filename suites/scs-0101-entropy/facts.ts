import { fact, ProbeError, type Fact, type LoadContext, type Room } from '../../src/fact.ts'
import { flavors, images, openstack } from '../../src/openstack/facts.ts'
import { computeQuotas, networkQuotas, storageQuotas } from '../../src/openstack/quotas.ts'
import { leases, ledger, runId, type Leftover, type Lessor } from '../../src/openstack/lease.ts'
import type { Flavor, Image } from '../../src/openstack/resources.ts'
import { chooseFlavor } from '../vm-choice/choose-flavor.ts'
import { chooseImage } from '../vm-choice/choose-image.ts'
import { guestScript } from './guest/guest-script.ts'
import type { Told } from './read-console.ts'
import { externalNetwork } from './sample-vm/external-network.ts'
import { network, port, router, routerInterface, server, subnet, volume } from './sample-vm/resources.ts'
import { linesTold, patience, serverActive, volumeAvailable, type Patience } from './sample-vm/wait.ts'

/** The sample virtual machine, and what its console showed. */
export interface SampleVm {
  readonly image: string
  readonly flavor: string
  readonly told: Told
  readonly leftover: Leftover | null
}

/**
 * Boots one virtual machine for all checks of this suite and reads its console: a network, subnet, port and router, a volume of 8 GiB
 * or as much as the image asks for, and a server, for the minutes that a boot takes. Nobody logs in, and nothing is fetched from
 * anywhere. All of it is deleted however the run ends.
 */
export const sampleVm = sampleVmWith(patience)

/** With other waiting times, for tests. */
export function sampleVmWith(times: Patience): Fact<SampleVm> {
  return fact({
    name: 'console of a sample VM',
    needs: { openstack, flavors, images, runId, ledger },
    cost: { reads: 60, writes: 16, vms: 1, minutes: 5 },
    makes: {
      what: 'one VM from a volume, with a network, subnet, router and port of its own; its console is read, nobody logs in',
      stays: '1 to 3 minutes',
      cleanUpMs: 2 * times.deleteMs + 5 * 30_000,
      room: roomFor({ vcpus: 1, ramMiB: 512 }, { minDiskGB: 0 }),
      roomOf({ flavors, images }) {
        const image = chooseImage(images)
        const flavor = image && chooseFlavor(flavors, image)
        return flavor ? roomFor(flavor, image) : {}
      },
      quotas: [computeQuotas, storageQuotas, networkQuotas],
    },
    timeoutMs: times.activeMs + times.consoleMs + 60_000,
    async load({ flavors, images, ...lessor }, context) {
      const image = chooseImage(images)
      if (!image)
        throw new ProbeError('dependency', 'there is no active public image that a sample VM could boot; offer one')
      const flavor = chooseFlavor(flavors, image)
      if (!flavor) {
        const sentence = `no flavor has the ${image.minRamMiB} MiB of memory that the image ${image.name} asks for`
        throw new ProbeError('dependency', `${sentence}; offer one`)
      }
      // Nothing is begun where one of them is missing.
      for (const service of ['compute', 'block-storage', 'network']) lessor.openstack.endpoint(service)
      const { value: told, leftover } = await boot(lessor, image, flavor, times, context)
      return { image: `${image.name ?? 'without a name'} (${image.id})`, flavor: flavor.name, told, leftover }
    },
  })
}

/** The router has two ports, one on either side; that of the external network is no project's. */
function roomFor({ vcpus, ramMiB }: Pick<Flavor, 'vcpus' | 'ramMiB'>, image: Pick<Image, 'minDiskGB'>): Room {
  const network = { networks: 1, subnets: 1, routers: 1, ports: 2 }
  return { instances: 1, vcpus, ramMiB, volumes: 1, gigabytes: volumeGiBFor(image), ...network }
}

function volumeGiBFor({ minDiskGB }: Pick<Image, 'minDiskGB'>): number {
  return Math.max(minDiskGB, 8)
}

function boot(lessor: Lessor, image: Image, flavor: Flavor, times: Patience, context: LoadContext) {
  const { openstack: cloud, runId } = lessor
  const watch = { ...times, cloud, context }
  const volumeGiB = volumeGiBFor(image)
  const doing = (what: string) => context.onProgress?.({ doing: what, done: 0, total: null })
  return leases(lessor, async (hold) => {
    doing('looking for a way out for the sample VM')
    const external = await externalNetwork(cloud)
    try {
      doing('making a network for the sample VM')
      const networkId = await hold(network(cloud))
      const subnetId = await hold(subnet(cloud, networkId))
      const routerId = await hold(router(cloud, external))
      await hold(routerInterface(cloud, routerId, subnetId))
      const portId = await hold(port(cloud, networkId))
      const deadline = Date.now() + times.activeMs
      const volumeId = await hold(volume(cloud, image.id, volumeGiB, times.deleteMs))
      await volumeAvailable(watch, volumeId, deadline)
      const userData = guestScript({ runId })
      const parts = { flavorId: flavor.id, volumeId, portId, userData }
      const serverId = await hold(server(cloud, parts, times.deleteMs))
      await serverActive(watch, serverId, deadline)
      return await linesTold(watch, serverId, runId)
    } finally {
      doing('deleting the sample VM')
    }
  })
}
