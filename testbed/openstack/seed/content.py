"""What a member finds in the cloud. Every step leaves alone what is right already."""
import os

import openstack

import application_credential
import description
import flavors
import images
import networks
import real_host
import servers
import volume_types

state = os.environ['TESTBED_STATE']
virt_host = os.environ.get('VIRT_HOST', '')
cloud = description.load()
admin = openstack.connect(cloud='testbed-admin')
member = openstack.connect(cloud='testbed')

real_image = real_host.prepare(admin, virt_host, state) if virt_host else None
flavors.seed(admin, cloud.get('flavors', []))
images.seed(admin, member.current_project_id, cloud.get('images', []), state, real_image)
volume_types.seed(admin, cloud.get('volumeTypes', []))
network = networks.seed(admin, member)
application_credential.seed(member, os.path.join(state, 'run', 'appcred.yaml'))
servers.seed(member, network)
print('content seeded')
