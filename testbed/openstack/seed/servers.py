"""Servers of the member: three in an anti-affinity group, one per host, and two in an affinity group, both on one host."""

IMAGE = 'Ubuntu 24.04'
FLAVOR = 'SCS-2V-4-20s'  # has a disk: nova's policy lets members boot disk-less flavors from volumes only
GROUPS = (
    ('scs-aa', 'anti-affinity', ('scs-vm-1', 'scs-vm-2', 'scs-vm-3')),
    ('scs-same', 'affinity', ('scs-same-1', 'scs-same-2')),
)


def seed(member, network):
    nova = member.compute
    groups = {group.name: group for group in nova.server_groups()}
    existing = {server.name for server in nova.servers()}
    for group_name, policy, names in GROUPS:
        group = groups.get(group_name) or nova.create_server_group(name=group_name, policy=policy)
        # one after the other: side by side the scheduler may pick a host twice
        for name in names:
            if name not in existing:
                boot(member, network, group, name)


def boot(member, network, group, name):
    nova = member.compute
    image = next(member.image.images(name=IMAGE))
    flavor = nova.find_flavor(FLAVOR)
    server = nova.create_server(name=name, image_id=image.id, flavor_id=flavor.id, networks=[{'uuid': network.id}],
                                scheduler_hints={'group': group.id})
    nova.wait_for_server(server, interval=0.5, wait=120)
    print('server', name)
