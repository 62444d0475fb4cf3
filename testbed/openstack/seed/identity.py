"""Projects, users, roles and the service catalog. Runs as soon as keystone answers."""
import openstack

PASSWORD = 'testbed'
DOMAIN = 'default'
SERVICE_USERS = 'glance placement nova neutron cinder barbican octavia swift'.split()
HOST = 'http://127.0.0.1'
CATALOG = [  # name, type, url
    ('glance', 'image', HOST + ':9292'),
    ('placement', 'placement', HOST + ':8778'),
    ('nova', 'compute', HOST + ':8774/v2.1'),
    ('neutron', 'network', HOST + ':9696'),
    ('cinderv3', 'volumev3', HOST + ':8776/v3/%(project_id)s'),
    ('cinder', 'block-storage', HOST + ':8776/v3/%(project_id)s'),
    ('barbican', 'key-manager', HOST + ':9311'),
    ('octavia', 'load-balancer', HOST + ':9876'),
    ('swift', 'object-store', HOST + ':8080/v1/AUTH_%(project_id)s'),
]

keystone = openstack.connect(cloud='testbed-admin').identity
roles = {role.name: role for role in keystone.roles()}
projects = {project.name: project for project in keystone.projects()}
users = {user.name: user for user in keystone.users()}


def project(name):
    return projects.get(name) or keystone.create_project(name=name, domain_id=DOMAIN)


def user(name):
    return users.get(name) or keystone.create_user(name=name, password=PASSWORD, domain_id=DOMAIN)


service = project('service')
for name in SERVICE_USERS:
    keystone.assign_project_role_to_user(service, user(name), roles['admin'])

scs_test = project('scs-test')
keystone.assign_project_role_to_user(scs_test, user('scs-test'), roles['member'])
keystone.assign_project_role_to_user(scs_test, user('scs-reader'), roles['reader'])

# Two domains with a manager each; the role comes with Keystone only since 2023.2.
manager = roles.get('manager') or keystone.create_role(name='manager')
domains = {domain.name: domain for domain in keystone.domains()}
for letter in 'ab':
    domain = domains.get('scs-domain-' + letter) or keystone.create_domain(name='scs-domain-' + letter)
    name = 'scs-manager-' + letter
    one = next(keystone.users(name=name, domain_id=domain.id), None) or keystone.create_user(
        name=name, password=PASSWORD, domain_id=domain.id)
    keystone.assign_domain_role_to_user(domain, one, manager)

services = {service.type: service for service in keystone.services()}
endpoints = {(endpoint.service_id, endpoint.interface) for endpoint in keystone.endpoints()}
for name, kind, url in CATALOG:
    entry = services.get(kind) or keystone.create_service(name=name, type=kind)
    for interface in ('public', 'internal', 'admin'):
        if (entry.id, interface) not in endpoints:
            keystone.create_endpoint(service_id=entry.id, interface=interface, url=url, region_id='RegionOne')
print('identity seeded')
