"""Three servers of the member in an anti-affinity group, one per host."""

IMAGE = 'Ubuntu 24.04'
FLAVOR = 'SCS-2V-4-20s'  # has a disk: nova's policy lets members boot disk-less flavors from volumes only


def seed(member, network):
    nova = member.compute
    group = next((group for group in nova.server_groups() if group.name == 'scs-aa'), None) \
        or nova.create_server_group(name='scs-aa', policy='anti-affinity')
    existing = {server.name for server in nova.servers()}
    wanted = [name for name in ('scs-vm-1', 'scs-vm-2', 'scs-vm-3') if name not in existing]
    if not wanted:
        return
    image = next(member.image.images(name=IMAGE))
    flavor = nova.find_flavor(FLAVOR)
    # one after the other: side by side the scheduler may pick a host twice
    for name in wanted:
        server = nova.create_server(name=name, image_id=image.id, flavor_id=flavor.id, networks=[{'uuid': network.id}],
                                    scheduler_hints={'group': group.id})
        nova.wait_for_server(server, interval=0.5, wait=120)
        print('server', name)
