"""One external network of the admin; the member's own network, subnet and router."""


def seed(admin, member):
    public = admin.network.find_network('public') or external(admin.network)
    return member.network.find_network('scs-net') or own(member.network, public)


def external(neutron):
    network = neutron.create_network(name='public', is_router_external=True, is_shared=False,
                                     provider_network_type='flat', provider_physical_network='physnet1')
    neutron.create_subnet(name='public-v4', network_id=network.id, ip_version=4, cidr='203.0.113.0/24',
                          gateway_ip='203.0.113.1', is_dhcp_enabled=False)
    return network


def own(neutron, public):
    network = neutron.create_network(name='scs-net')
    subnet = neutron.create_subnet(name='scs-subnet', network_id=network.id, ip_version=4, cidr='10.10.0.0/24')
    router = neutron.create_router(name='scs-router', external_gateway_info={'network_id': public.id})
    neutron.add_interface_to_router(router, subnet_id=subnet.id)
    return network
